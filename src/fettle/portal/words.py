"""What the people we serve read instead of states and codes. No word of the trade in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current


@dataclass(frozen=True)
class Standing:
    """A state for everybody: a shape, a word, and whether it is the reader's turn."""

    shape: str
    label: str
    your_turn: bool = False


def standing(record: Record, reader_id: int | None) -> Standing:
    """How a record stands, said to one reader. Its item must be at hand."""
    return standing_of(record, record.state, record.item.pause_reason, reader_id)


def standing_of(record: Record, state: str, pause_reason: str, reader_id: int | None) -> Standing:
    """How a record stood in a state that it had."""
    declared = record.declared.flow.by_state[state]
    if not declared.waits:
        return Standing(declared.shape, str(declared.public))
    if pause_reason != "requester":
        return Standing(declared.shape, _("Waiting for someone else"))
    if record.item.requester_id == reader_id:
        return Standing(declared.shape, _("We need an answer from you"), your_turn=True)
    return Standing(declared.shape, _("Waiting for an answer"))


def closes_on(record: Record) -> datetime | None:
    """When a solved record closes by itself if nobody objects."""
    resolved_at: datetime | None = record.item.resolved_at
    if record.state != "resolved" or resolved_at is None:
        return None
    return resolved_at + timedelta(days=current()["incidents.closure"]["close_after_days"])


def line(record: Record, last: datetime | None) -> str:
    """What stands beside the number in a list: when something last happened, or when it closes."""
    if moment := closes_on(record):
        return _("closes on %(day)s") % {"day": wording.day(timezone.localtime(moment))}
    when = wording.relative(timezone.localtime(last or record.opened_at), timezone.localtime())
    if last is None or last == record.opened_at:
        return _("sent %(when)s") % {"when": when}
    return _("updated %(when)s") % {"when": when}
