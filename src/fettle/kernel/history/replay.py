"""Replay: the stored columns of a record computed anew from its entries. ``fettle check`` and the laws compare the
two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fettle.kernel.columns import stored
from fettle.kernel.history.facts import plain
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record


@dataclass(frozen=True)
class Difference:
    """A column whose stored value is not what the entries say."""

    number: str
    column: str
    stored: Any
    replayed: Any


def in_order(record: Record, until: datetime | None = None) -> list[Entry]:
    """A record's entries in the order of replay; with ``until``: those that happened before it."""
    entries = Entry.objects.filter(record_id=record.pk)
    if until is not None:
        entries = entries.filter(happened_at__lt=until)
    return list(entries.order_by("happened_at", "seq"))


def columns(entries: Iterable[Entry]) -> dict[str, Any]:
    """Each column's last value."""
    values: dict[str, Any] = {}
    for entry in entries:
        values |= {name: new for name, (_old, new) in entry.changes.items()}
    return values


def check(record: Record, entries: Sequence[Entry] | None = None) -> list[Difference]:
    """Where columns, derived columns, or the openness of the state differ from the replay. Empty is good."""
    kind = record.declared
    entries = in_order(record) if entries is None else entries
    said = columns(entries)
    if kind.derive is not None:
        said |= {name: plain(value) for name, value in kind.derive(entries).items()}
    found = []
    for name, value in said.items():
        owner = record if kind.on_record(name) else record.item
        kept = plain(stored(owner, name))
        if not _same(kept, value):
            found.append(Difference(record.number, name, kept, value))
    if record.is_open != kind.flow.by_state[record.state].open:
        found.append(Difference(record.number, "is_open", record.is_open, not record.is_open))
    return found


def _same(kept: Any, said: Any) -> bool:
    """Equal, where a moment's text may differ in its offset and nothing equals an empty text."""
    if kept == said or (kept in (None, "") and said in (None, "")):
        return True
    try:
        return datetime.fromisoformat(kept) == datetime.fromisoformat(said)
    except (TypeError, ValueError):
        return False
