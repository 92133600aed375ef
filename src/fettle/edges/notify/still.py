"""Whether what waited is still worth telling when its time has come."""

from __future__ import annotations

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person


def pointless(entry: Entry, person: Person | None) -> str:
    """Why a mail that waited is no longer sent, or nothing. The code is one of ``wording.WITHHELD``."""
    if person is None or not person.is_active:
        return "left"
    if not may_read(Actor.of(person), entry):
        return "unseen"
    return "closed" if _closed_since(entry) and not _holds_a_message(entry) else ""


def may_read(actor: Actor, entry: Entry) -> bool:
    """Whether somebody sees the record, and this entry on it."""
    kind = entry.record.declared  # of all kinds the condition is ten times as long, and another one for each reader
    if entry.audience not in audiences(actor, entry.record):
        return False
    return visible(actor, kind).filter(pk=entry.record_id).exists()


def _closed_since(entry: Entry) -> bool:
    """What tells of the end itself, or of what came after it, is not made pointless by it."""
    after = Entry.objects.filter(record_id=entry.record_id, seq__gt=entry.seq, changes__has_key="state")
    return not entry.record.is_open and after.exists()


def _holds_a_message(entry: Entry) -> bool:
    """What somebody wrote to the reader is worth reading, however it ended."""
    return any(stored.get("data", {}).get("comment") for stored in entry.facts)
