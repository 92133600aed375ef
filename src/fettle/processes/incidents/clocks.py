"""From entries to clocks, and to the columns that are derived from them. Pure but for calendar versions, which never
change.

Times to resolve are elapsed minutes; targets are counted in working time. What an entry's columns and facts say is
all that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from fettle.kernel.clock.marks import Mark, Terms
from fettle.kernel.clock.replay import Reading, at_fraction, read
from fettle.processes.incidents.beside import Beside
from fettle.processes.levels import queries as levels
from fettle.processes.levels.facts import TargetsSet

OPEN = frozenset({"new", "assigned", "in_progress", "waiting"})
DONE = frozenset({"resolved", "closed"})
ANSWERS = ("discussion.replied", "incidents.update_sent")
"""What users read: by staff, it answers them."""
VOID = frozenset({"withdrawn", "merged"})
"""No longer measured: the promise does not apply, or another record carries it."""
TIME = "incidents.time_"
"""So begin the names of the facts that tell of time spent."""
SOON = 0.75
"""The part of a target after which it is due soon."""


class Happened(Protocol):
    """What replay needs of an entry; the one about to be written answers the same."""

    @property
    def happened_at(self) -> datetime: ...
    @property
    def seq(self) -> int: ...
    @property
    def facts(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def changes(self) -> Mapping[str, Sequence[Any]]: ...


@dataclass(frozen=True)
class Happening:
    """An entry that is about to be written."""

    happened_at: datetime
    seq: int
    facts: Sequence[Mapping[str, Any]]
    changes: Mapping[str, Sequence[Any]]


@dataclass
class Clocks:
    """The marks of both clocks of the customer's promise, gathered in the order of replay; ``beside`` are those of OLAs
    and UAs.
    """

    opened: datetime | None = None
    response: list[Mark] = field(default_factory=list)
    resolution: list[Mark] = field(default_factory=list)
    answered: bool = False
    paused: bool = False
    beside: Beside = field(default_factory=Beside)

    def mark(
        self,
        entry: Happened,
        what: Any,
        reason: str = "",
        terms: tuple[Terms, Terms] | None = None,
        at: datetime | None = None,
    ) -> None:
        at = at or entry.happened_at
        for clock, marks in enumerate((self.response, self.resolution)):
            if clock == 0 and self.answered and what != "retarget":
                continue
            marks.append(Mark(at, entry.seq, what, reason, terms[clock] if terms else None))

    def answer(self, entry: Happened, at: datetime | None = None) -> None:
        if not self.answered and self.response:
            at = at or entry.happened_at
            self.response.append(Mark(max(at, self.opened or at), entry.seq, "stop"))
            self.answered = True


def gather(entries: Iterable[Happened]) -> Clocks:
    """The marks of both clocks. Without a promise (an imported past) there are none, and nothing is due.

    A promise made at the registration holds from the opening; one made later, when a restored record wakes, from that
    moment.
    """
    clocks = Clocks()
    for entry in entries:
        begins = clocks.opened is None
        if begins:
            clocks.opened = _moment(entry.changes.get("opened_at", (None, None))[1]) or entry.happened_at
        facts = {stored["name"]: stored.get("data", {}) for stored in entry.facts}
        if TargetsSet.name in facts:
            terms = levels.terms_of(TargetsSet(**facts[TargetsSet.name]))
            start = clocks.opened if begins else entry.happened_at
            if clocks.resolution:
                clocks.mark(entry, "retarget", terms=terms)
            else:
                clocks.mark(entry, "start", terms=terms, at=start)
        _move(clocks, entry, facts)
        clocks.beside.follow(entry, facts)
        if facts.get("incidents.registered", {}).get("responds"):
            clocks.answer(entry, clocks.opened)  # on the spot, however late it was written down
        elif any(facts.get(name, {}).get("by_staff") for name in ANSWERS):
            clocks.answer(entry)
    return clocks


def _move(clocks: Clocks, entry: Happened, facts: Mapping[str, Mapping[str, Any]]) -> None:
    """What a change of state or of the reason to wait does to clocks that are promised."""
    if not clocks.resolution:
        return
    old, new = entry.changes.get("state", (None, None))
    paused = facts.get("incidents.paused")
    if clocks.paused and (paused or (new and new != "waiting")):
        clocks.mark(entry, "resume")
        clocks.paused = False
    if paused and paused.get("stops_clock", True) is not False and "stops_clock" in paused:
        clocks.mark(entry, "pause", paused.get("reason", ""))
        clocks.paused = True
    if new in DONE and old in OPEN:
        clocks.answer(entry)
        clocks.resolution.append(Mark(entry.happened_at, entry.seq, "stop"))
    elif new in OPEN and old in DONE:
        clocks.resolution.append(Mark(entry.happened_at, entry.seq, "restart"))
    elif new in OPEN and old in VOID:
        clocks.mark(entry, "restart")
    elif new in VOID:
        clocks.mark(entry, "cancel")


def derive(entries: Sequence[Happened]) -> dict[str, Any]:
    """Every derived column of a record, from its entries in the order of replay."""
    clocks = gather(entries)
    last = max(entry.happened_at for entry in entries)
    response, resolution = _read(clocks.response, last), _read(clocks.resolution, last)
    answered = response.stopped_at if response and response.state in ("met", "missed") else None
    return _moves(entries, clocks.opened) | {"responded_at": answered} | _due(response, resolution)


def promised(entries: Sequence[Happened]) -> dict[str, Any]:
    """Those of the derived columns that another promise may change, and from when on it is due soon."""
    clocks, last = gather(entries), max(entry.happened_at for entry in entries)
    values = _due(_read(clocks.response, last), _read(clocks.resolution, last))
    nearest = clocks.response if values["due_at"] == values["response_due_at"] else clocks.resolution
    return values | {"soon_at": at_fraction(nearest, last, SOON) if values["due_at"] else None}


def _due(response: Reading | None, resolution: Reading | None) -> dict[str, Any]:
    """Whether the target was kept, and when what runs is due."""
    dues = [each.due_at if each and each.state == "running" else None for each in (response, resolution)]
    return {
        "within_target": _kept(resolution),
        "response_due_at": dues[0],
        "resolution_due_at": dues[1],
        "due_at": min((moment for moment in dues if moment), default=None),
    }


def soon(entries: Sequence[Happened]) -> datetime | None:
    """When three quarters of the nearest target are used: from then on it is due soon. None while nothing is due."""
    clocks, last = gather(entries), max(entry.happened_at for entry in entries)
    due = [
        (reading.due_at, marks)
        for marks in (clocks.response, clocks.resolution)
        if (reading := _read(marks, last)) and reading.state == "running" and reading.due_at
    ]
    return at_fraction(min(due, key=lambda each: each[0])[1], last, SOON) if due else None


def _moves(entries: Sequence[Happened], opened: datetime | None) -> dict[str, Any]:
    """What follows from the moves between states, teams and priorities alone. Resolved is the last move into resolved
    from an open state, or into closed where there was none.
    """
    state, first, closed = None, None, None
    finished: dict[str, datetime] = {}
    reopened = handed_over = 0
    void = taken_back(entries)
    for entry in entries:
        if first is None and "rank" in entry.changes:
            first = entry.changes["rank"][1]
        handed_over += entry.seq not in void and is_handed_over(entry)
        if "state" not in entry.changes:
            continue
        new = entry.changes["state"][1]
        reopened += state in DONE and new in OPEN
        if new in DONE and state not in DONE:
            finished[new] = entry.happened_at
        if new in ("closed", "merged") and state != new:
            closed = entry.happened_at
        state = new
    resolved = finished.get("resolved", finished.get("closed"))
    minutes = None if resolved is None or opened is None else int((resolved - opened).total_seconds() // 60)
    return {
        "first_priority": first if first is not None else 3,
        "resolved_at": resolved,
        "closed_at": closed,
        "resolution_minutes": minutes,
        "reopened": reopened,
        "handed_over": handed_over,
        "spent_minutes": _spent(entries),
    }


def _spent(entries: Iterable[Happened]) -> int | None:
    """The sum of what was noted, corrected and withdrawn; None where nobody noted anything."""
    said = [stored.get("data", {}) for entry in entries for stored in entry.facts if stored["name"].startswith(TIME)]
    return sum(data.get("minutes", 0) - data.get("was", 0) for data in said) if said else None


def taken_back(entries: Iterable[Happened]) -> set[int]:
    """The entries that somebody took back at once, and those that did so: together they moved nothing."""
    return {
        seq
        for entry in entries
        for stored in entry.facts
        if stored["name"] == "incidents.taken_back"
        for seq in (entry.seq, stored["data"]["of"])
    }


def is_handed_over(entry: Happened) -> bool:
    """Another team's matter now: said so by the fact, or seen from one team taking the place of another."""
    old, new = entry.changes.get("team", (None, None))
    return any(stored["name"] == "incidents.handed_over" for stored in entry.facts) or (
        old is not None and new is not None
    )


def _kept(resolution: Reading | None) -> bool | None:
    """Whether the resolution's target was kept; None while it runs, and where none was promised."""
    if resolution is None or resolution.remaining_seconds is None or resolution.state not in ("met", "missed"):
        return None
    return resolution.state == "met"


def _read(marks: list[Mark], as_of: datetime) -> Reading | None:
    return read(marks, as_of) if marks else None


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
