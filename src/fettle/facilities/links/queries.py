"""Links as one reader may see them: only those whose other end they see too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from fettle.facilities.links.models import Link
from fettle.facilities.links.relations import BY_CODE, label_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record


@dataclass(frozen=True)
class End:
    """The other end of a link. ``relation`` is its code and ``label`` its words, read from the record that was asked
    about.
    """

    link: Link
    record: Record
    relation: str
    label: Any


def links(actor: Actor, record: Record) -> list[End]:
    """The links of a visible record with the ends the actor sees, open ones first. Two queries."""
    found = list(Link.objects.filter(Q(source_id=record.pk) | Q(target_id=record.pk)).order_by("pk"))
    others = {_other(link, record) for link in found}
    seen = named(actor, others)
    ends = [_end(link, record, seen[_other(link, record)]) for link in found if _other(link, record) in seen]
    return sorted(ends, key=lambda end: not end.record.is_open)


def named(actor: Actor, ids: Iterable[int]) -> dict[int, Record]:
    """The records of facts' ``other`` ids that the actor may see: the rest stay unnamed. Nothing is asked about none:
    to put together what somebody may see is a twentieth of the work for a page.
    """
    asked = set(ids)
    return {record.pk: record for record in visible(actor).filter(pk__in=asked)} if asked else {}


def targets_of(relation: str, sources: Iterable[int]) -> set[int]:
    """The next ends of a relation."""
    return set(Link.objects.filter(relation=relation, source_id__in=sources).values_list("target_id", flat=True))


def sources_of(relation: str, targets: Iterable[int]) -> set[int]:
    """The ends from which a relation leads here."""
    return set(Link.objects.filter(relation=relation, target_id__in=targets).values_list("source_id", flat=True))


def around(relation: str, ends: Iterable[int]) -> set[tuple[int, int]]:
    """(source, target) of the links of a relation at these ends."""
    found = Link.objects.filter(Q(source_id__in=ends) | Q(target_id__in=ends), relation=relation)
    return set(found.values_list("source_id", "target_id"))


def _other(link: Link, record: Record) -> int:
    return link.target_id if link.source_id == record.pk else link.source_id


def _end(link: Link, record: Record, other: Record) -> End:
    relation = BY_CODE[link.relation]
    code = relation.code if link.source_id == record.pk else relation.inverse
    return End(link, other, code, label_of(code))
