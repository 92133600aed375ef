"""Reads of relationships: whom they are with, whom they leave out, all that both sides have to do with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from fettle.facilities.links.models import Link
from fettle.facilities.relationships.models import Relationship
from fettle.facilities.relationships.workflow import ACTIVE
from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, STAFF

PLACE = tuple[datetime, int]
"""Where a page of the timeline ends: when a record was opened, and its id."""


def is_relationship(kind: Kind) -> bool:
    return issubclass(kind.model, Relationship)


def of(kind: Kind, organisation: Organisation) -> Record | None:
    """The one record of an organisation, ended ones too."""
    return Record.objects.filter(kind=kind.key, organisation=organisation).first()


def left_out(actor: Actor, kind: Kind, mark: str) -> QuerySet[Organisation]:
    """Active organisations that bear a mark of the tree, such as ``is_customer``, and stand in no record yet."""
    there = Record.objects.filter(kind=kind.key).values("organisation_id")
    return known.organisations(actor).filter(**{mark: True}, active=True).exclude(pk__in=there).order_by("name")


def active(actor: Actor, organisation_id: int) -> list[Record]:
    """The relationships with an organisation that hold, as far as the actor sees them."""
    kinds = [kind for kind in assembly().kinds if is_relationship(kind)]
    found = visible(actor, *kinds).filter(organisation_id=organisation_id, state=ACTIVE)
    return list(found.select_related("organisation", "assignee"))


@dataclass(frozen=True)
class Met:
    """A record that both sides have to do with, and the newest thing of it that the reader may know."""

    record: Record
    last: Entry | None


def met(actor: Actor, relationship: Record, before: PLACE | None, count: int) -> list[Met]:
    """What there was with a party, the newest first: records of its organisation and of those below, and those that are
    linked to it. Each of the two is read through an index of its own, ``count`` rows at most.
    """
    kinds = [kind for kind in assembly().kinds if kind.process]
    home = relationship.organisation.path
    below = Organisation.objects.filter(path__startswith=home).values("pk")
    ends = Link.objects.filter(Q(source=relationship) | Q(target=relationship)).values_list("source", "target")
    linked = {end for pair in ends for end in pair} - {relationship.pk}
    seen = visible(actor, *kinds).exclude(pk=relationship.pk).select_related("organisation")
    if before:
        seen = seen.filter(Q(opened_at__lt=before[0]) | Q(opened_at=before[0], pk__lt=before[1]))
    newest = seen.order_by("-opened_at", "-pk")
    rows = {each.pk: each for each in newest.filter(organisation_id__in=below)[:count]}
    rows |= {each.pk: each for each in newest.filter(pk__in=linked)[:count]} if linked else {}
    chosen = sorted(rows.values(), key=lambda each: (each.opened_at, each.pk), reverse=True)[:count]
    last = _last(actor, chosen)
    return [Met(record, last.get(record.pk)) for record in chosen]


def _last(actor: Actor, records: Sequence[Record]) -> dict[int, Entry]:
    """By record, the newest entry that the actor may read. Two queries."""
    inside = {record.pk for record in records if STAFF in audiences(actor, record)}
    found: dict[int, Entry] = {}
    for ids, seen in ((inside, (EVERYONE, STAFF)), ({each.pk for each in records} - inside, (EVERYONE,))):
        if ids:
            entries = Entry.objects.filter(record_id__in=ids, audience__in=seen).select_related("actor")
            newest = entries.order_by("record_id", "-seq").distinct("record_id")
            found |= {entry.record_id: entry for entry in newest}
    return found
