"""The timeline of a record as one reader may see it."""

from __future__ import annotations

from django.db.models import QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record

IDENTITY = "key"


def timeline(actor: Actor, record: Record) -> QuerySet[Entry]:
    """The entries of a visible record that the actor may read, newest first. The record comes from the read door."""
    entries = Entry.objects.filter(record_id=record.pk, audience__in=audiences(actor, record))
    return entries.select_related("actor", "on_behalf_of").order_by("-happened_at", "-seq")


def changes_for(actor: Actor, record: Record, entry: Entry) -> dict[str, list[object]]:
    """What an entry changed that this reader may know of, its columns and what its facts say that is none: a staff
    field stays staff's inside everybody's entry too.
    """
    seen = audiences(actor, record)
    fields = record.declared.by_name
    columns = {
        name: change
        for name, change in entry.changes.items()
        if name == "state" or (name in fields and fields[name].audience in seen)
    }
    beside = [fact.changed() for fact in entry.said() if fact.audience in seen]
    return {name: change for changed in (*beside, columns) for name, change in changed.items()}


def told_elsewhere(entry: Entry) -> dict[str, object]:
    """What the origin of a restored entry said, by its own names. For staff."""
    return {name: value for name, value in (entry.source or {}).items() if name != IDENTITY}
