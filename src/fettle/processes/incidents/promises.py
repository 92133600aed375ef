"""When those affected by a major incident are to hear of it, and whether they did. Pure: entries in, moments out.

From the declaration on there is an update in each interval of elapsed time. One that is published begins a new
interval, at whose end, or at the moment that it names, the next is due. A moment that passes without one is missed, and
the next is due an interval later. Nothing is promised once the incident is resolved or works again; reopened, it begins
anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fettle.processes.incidents.clocks import OPEN, Happened

WORKS = "resolved"
"""The stage after which nothing is promised."""


@dataclass(frozen=True)
class Promise:
    """From one update to the next: the first is due ``due_at``, then one each ``every``. ``end`` None: it runs."""

    due_at: datetime
    every: timedelta
    end: datetime | None = None
    kept: bool = False

    def missed(self, until: datetime) -> int:
        """How many moments passed before ``until`` without an update."""
        over = min(self.end or until, until) - self.due_at
        if over <= timedelta(0):
            return 0
        return -(-over // self.every) if self.every else 1


@dataclass(frozen=True)
class Late:
    """Moments that passed and of which nothing was said yet: how many, and the last of them."""

    count: int
    due_at: datetime


def promises(entries: Iterable[Happened]) -> list[Promise]:
    """Every promise of an incident, in order. ``entries`` in the order of replay."""
    made: list[Promise] = []
    every = timedelta(0)
    major = awaited = False
    is_open = True
    for entry in entries:
        at, begins, named = entry.happened_at, False, None
        facts = {stored["name"]: stored.get("data", {}) for stored in entry.facts}
        if (declared := facts.get("incidents.declared_major")) is not None:
            every, major, awaited, begins = _minutes(declared), True, True, True
        if (interval := facts.get("incidents.interval_set")) is not None:
            every, begins = _minutes(interval), awaited
            made = _ended(made, at)
        if (sent := facts.get("incidents.update_sent")) is not None:
            made = _ended(made, at, kept=True)
            awaited = begins = sent.get("stage") != WORKS
            named = sent.get("next_at")
        if "incidents.not_major" in facts:
            made, major, awaited = _ended(made, at), False, False
        if (state := entry.changes.get("state", (None, None))[1]) is not None:
            if state in OPEN and not is_open:
                awaited, begins = major, major
            elif state not in OPEN:
                made, awaited = _ended(made, at), False
            is_open = state in OPEN
        if begins and major and awaited and is_open and (every or named):
            made.append(Promise(datetime.fromisoformat(named) if named else at + every, every))
    return made


def next_due(entries: Sequence[Happened]) -> datetime | None:
    """When the next update is due, or was since nobody has sent one; None where none is promised."""
    made = promises(entries)
    return made[-1].due_at if _runs(made) else None


def late(entries: Sequence[Happened], now: datetime) -> Late | None:
    """What is to be said now of the running promise: once for each moment that passed."""
    made = promises(entries)
    if not _runs(made) or not (missed := made[-1].missed(now)):
        return None
    running = made[-1]
    last = running.due_at + (missed - 1) * running.every
    said = {
        datetime.fromisoformat(stored["data"]["due_at"])
        for entry in entries
        for stored in entry.facts
        if stored["name"] == "incidents.update_late"
    }
    before = [moment for moment in said if running.due_at <= moment <= last]
    fresh = missed if not before else (last - max(before)) // running.every if running.every else 0
    return Late(fresh, last) if fresh else None


def following(entries: Sequence[Happened], stage: str, named: datetime | None, now: datetime) -> datetime | None:
    """When the next update will be due after one of this stage is sent now; ``named`` is the moment that it names."""
    if stage == WORKS:
        return None
    every = timedelta(0)
    for entry in entries:
        for stored in entry.facts:
            if stored["name"] in ("incidents.declared_major", "incidents.interval_set"):
                every = _minutes(stored.get("data", {}))
    return named or (now + every if every else None)


def tally(entries: Sequence[Happened], until: datetime) -> tuple[int, int]:
    """How many promised updates were sent in time until a moment, and how many were not."""
    made = [promise for promise in promises(entries) if (promise.end or until) <= until]
    return sum(promise.kept for promise in made), sum(promise.missed(until) for promise in made)


def _runs(made: Sequence[Promise]) -> bool:
    return bool(made) and made[-1].end is None


def _ended(made: list[Promise], at: datetime, kept: bool = False) -> list[Promise]:
    if not _runs(made):
        return made
    last = made[-1]
    return [*made[:-1], Promise(last.due_at, last.every, at, kept)]


def _minutes(data: Any) -> timedelta:
    return timedelta(minutes=data.get("minutes", 0))
