"""Reading settings: one tiny query says whether this process's copy is still true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection

from fettle.kernel.assembly import assembly
from fettle.kernel.settings.models import Setting


@dataclass(frozen=True)
class Snapshot:
    """All definitions as they stand at one moment; what is not stored yet has its default."""

    stamp: Any
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


class Reading:
    """What one request has seen of the settings: nothing until it first asks."""

    seen: Snapshot | None = None


_last: Snapshot | None = None
_reading: ContextVar[Reading | None] = ContextVar("reading of settings", default=None)

STAMP = "SELECT sum(version), max(updated_at) FROM records_record JOIN definitions_setting ON record_id = id"
"""The sum tells of a change that began before the newest one and was committed after it; the moment, of one that took
the place of another that was rolled back.
"""


@contextmanager
def one_reading() -> Iterator[None]:
    """Inside, the settings are those of the first look: a request asks once, and never sees two states of one thing."""
    token = _reading.set(Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def look_again() -> None:
    """A setting was changed here: what this request saw of them is over."""
    if reading := _reading.get():
        reading.seen = None


def current() -> Snapshot:
    """The settings in force now. A change takes effect everywhere, with the next request and without a restart."""
    reading = _reading.get()
    if reading is None:
        return _as_stored()
    if reading.seen is None:
        reading.seen = _as_stored()
    return reading.seen


def _as_stored() -> Snapshot:
    global _last
    stamp, kept = _stamp(), _last
    if kept is None or kept.stamp != stamp:
        stored = {key: kept for key, *kept in Setting.objects.values_list("key", "value", "known")}
        values = {
            each.key: each.completed(*stored.get(each.key, [each.begins()["value"]])) for each in assembly().definitions
        }
        kept = _last = Snapshot(stamp, values)
    return kept


def _stamp() -> tuple[Any, ...]:
    """Asked in every request, so it is written out: a fifth of what the query builder would cost."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        stamp: tuple[Any, ...] = cursor.fetchone()
    return stamp
