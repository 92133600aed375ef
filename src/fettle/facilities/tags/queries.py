"""Tags as one reader may see them: those of the organisations that staff know."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.db.models.functions import Lower

from fettle.facilities.tags.definitions import MANAGE
from fettle.facilities.tags.models import Tag
from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, whole
from fettle.kernel.settings import territory

COLUMN = "tags"
"""The field of every kind whose records may bear tags."""


def bears(kind: Kind) -> bool:
    return COLUMN in kind.by_name


def seen(actor: Actor) -> QuerySet[Tag]:
    """Those that the actor may know, merged ones too. None for the people we serve: tags are the desk's."""
    if not actor.is_staff:
        return Tag.objects.none()
    return Tag.objects.filter(organisation__in=known.organisations(actor))


def managed(actor: Actor) -> QuerySet[Tag]:
    """Those that the actor may rename, merge and retire; merged ones are gone."""
    homes = territory.organisations(actor, MANAGE)
    rows = Tag.objects.filter(organisation__in=homes, into=None).select_related("organisation")
    return rows.order_by(Lower("name"), "pk")


def fitting(organisation: Organisation) -> QuerySet[Tag]:
    """Those that records of an organisation may bear: its own and those of the ones above it, the topmost first."""
    lineage = [int(part) for part in organisation.path.split("/") if part]
    return Tag.objects.filter(organisation_id__in=lineage).order_by("organisation__path", "pk")


def by_name(record: Record) -> dict[str, Tag]:
    """What a name in small letters stands for on a record. One that is offered comes before one that was merged or
    retired, and the topmost organisation first.
    """
    found: dict[str, Tag] = {}
    rows = fitting(record.organisation).select_related("into")
    for tag in sorted(rows, key=lambda tag: tag.retired or tag.into is not None):
        found.setdefault(tag.name.lower(), tag.into or tag)
    return found


def offered(record: Record) -> list[Tag]:
    """What a record may be given: no retired and no merged ones, by name; of two with one name the topmost."""
    by_name: dict[str, Tag] = {}
    for tag in fitting(record.organisation).filter(retired=False, into=None):
        by_name.setdefault(tag.name.lower(), tag)
    return sorted(by_name.values(), key=lambda tag: tag.name.lower())


def on(record: Record) -> list[Tag]:
    """The tags of a record whose staff fields one reads, each once, by name."""
    if not record.tags:
        return []
    found = Tag.objects.filter(pk__in=record.tags).select_related("into")
    now = {(tag.into or tag).pk: tag.into or tag for tag in found}
    return sorted(now.values(), key=lambda tag: tag.name.lower())


def ids_of(tags: Iterable[Tag]) -> list[int]:
    """The ids that stand on records for these tags: their own, and those of what was merged into them."""
    mine = {tag.into_id or tag.pk for tag in tags}
    return sorted(mine | set(Tag.objects.filter(into__in=mine).values_list("pk", flat=True)))


def named(actor: Actor, name: str) -> list[Tag]:
    """Those of this name, or ``tag:17``, that the actor may know."""
    prefix, _colon, key = name.partition(":")
    if prefix == "tag" and (number := whole(key)) is not None:
        return list(seen(actor).filter(pk=number))
    return list(seen(actor).filter(name__iexact=name))


def shown(actor: Actor, record: Record) -> bool:
    """Whether this reader of a record reads its tags, if it has any."""
    return bears(record.declared) and STAFF in audiences(actor, record)


def may_tag(actor: Actor, record: Record) -> bool:
    """Whoever may change the record."""
    return shown(actor, record) and may(actor, record.declared.may.revise, record)
