"""The clocks beside the customer's: what each team's OLA and the supplier's UA count of a record. Pure.

An OLA counts while its team has the record, a UA while its supplier is waited for. Each begins when the record comes to
them, stops when it leaves them or is done, and goes on when it comes back: what a team or supplier had it before counts
as well. A team has responded when somebody takes it, begins work, writes to the user, or when it leaves the team; of a
supplier nobody knows. While the record waits, the team's clock stands still if the reason says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from fettle.kernel.clock.marks import Mark, Terms
from fettle.kernel.clock.replay import Reading, read
from fettle.processes.levels import queries as levels
from fettle.processes.levels.facts import ClockSet

OPEN = frozenset({"new", "assigned", "in_progress", "waiting"})
VOID = frozenset({"withdrawn", "merged"})
BEGUN = ("incidents.taken", "incidents.started", "incidents.resolved")
WRITTEN = ("discussion.replied", "incidents.update_sent")


class Entry(Protocol):
    """What replay needs of an entry."""

    @property
    def happened_at(self) -> datetime: ...
    @property
    def seq(self) -> int: ...
    @property
    def facts(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def changes(self) -> Mapping[str, Sequence[Any]]: ...


class Whom(NamedTuple):
    """Of whom a clock is: ``type`` ola and the id of a team, or ua and that of a supplier."""

    type: str
    pk: int


@dataclass
class Support:
    """The marks of one team's or supplier's clocks, and why its agreement holds. ``clock`` names them: that of the
    whole time is called like its type. ``visits`` counts how often the record came to them.
    """

    whom: Whom
    agreement: str = ""
    chosen: str = ""
    response: list[Mark] = field(default_factory=list)
    resolution: list[Mark] = field(default_factory=list)
    paused: str | None = None
    answered: bool = False
    visits: int = 0

    def clocks(self) -> Iterator[tuple[str, list[Mark]]]:
        """Each with its name; a supplier has no clock for the response."""
        if self.whom.type == "ola":
            yield "ola_response", self.response
        yield self.whom.type, self.resolution

    def mark(self, entry: Entry, what: Any, reason: str = "", terms: tuple[Terms, Terms] | None = None) -> None:
        for at, marks in enumerate((self.response, self.resolution)):
            if at or not self.answered or what == "retarget":
                marks.append(Mark(entry.happened_at, entry.seq, what, reason, terms[at] if terms else None))

    def answer(self, entry: Entry) -> None:
        if self.response and not self.answered:
            self.response.append(Mark(entry.happened_at, entry.seq, "stop"))
            self.answered = True

    def leave(self, entry: Entry, what: Any) -> None:
        """The record is theirs no longer: done with, or (``what`` cancel) as if it had never been."""
        if what == "stop":
            self.answer(entry)
        self.mark(entry, what)
        self.paused = None
        self.visits = 0 if what == "cancel" else self.visits

    def hold(self, entry: Entry, reason: str | None) -> None:
        """Their clocks stand still from now on for this reason, or go on (None)."""
        if reason != self.paused:
            self.mark(entry, "resume" if reason is None else "pause", reason or "")
            self.paused = reason


@dataclass
class Beside:
    """All of them, gathered entry by entry in the order of replay."""

    all: dict[Whom, Support] = field(default_factory=dict)
    _team: int | None = None
    _supplier: int | None = None
    _state: str = "new"
    _still: str | None = None
    _with: frozenset[Whom] = frozenset()

    def follow(self, entry: Entry, facts: Mapping[str, Mapping[str, Any]]) -> None:
        """What an entry does to them: who has the record now, and by which terms."""
        self._team = _new(entry, "team", self._team)
        self._supplier = _new(entry, "supplier", self._supplier)
        self._state = _new(entry, "state", self._state)
        self._wait(facts.get("incidents.paused"))
        if not self.all and ClockSet.name not in facts:
            return
        set_now = {Whom(fact.type, fact.whom): fact for fact in _set(entry)}
        there = self._there(set_now)
        for whom in self._with - there:
            slip = "incidents.taken_back" in facts and self.all[whom].visits == 1
            self.all[whom].leave(entry, "cancel" if slip or self._state in VOID else "stop")
        for whom, fact in set_now.items():
            if whom in there or whom in self.all:  # of what is resolved no clock begins
                self._set(entry, whom, fact, whom in there and whom not in self._with)
        for whom in there - self._with - set(set_now):
            self.all[whom].mark(entry, "restart")
        for whom in there - self._with:
            self.all[whom].visits += 1
        for whom in there:
            self.all[whom].hold(entry, self._still if whom.type == "ola" else None)
            if whom in self._with and whom.type == "ola" and _responds(facts):
                self.all[whom].answer(entry)
        self._with = there

    def _wait(self, paused: Mapping[str, Any] | None) -> None:
        """For which reason the clocks of teams stand still, if they do."""
        if paused is not None:
            stops = paused.get("stops_clock") is True or paused.get("stops_team") is True
            self._still = str(paused.get("reason", "")) if stops else None
        if self._state != "waiting":
            self._still = None

    def _there(self, set_now: Mapping[Whom, ClockSet]) -> frozenset[Whom]:
        """Who has it now, of those that have a clock."""
        if self._state not in OPEN:
            return frozenset()
        team = Whom("ola", self._team or 0)
        supplier = Whom("ua", (self._supplier or 0) if self._state == "waiting" else 0)
        return frozenset(whom for whom in (team, supplier) if whom in self.all or whom in set_now)

    def _set(self, entry: Entry, whom: Whom, fact: ClockSet, comes: bool) -> None:
        terms = levels.terms_of(fact)
        known = self.all.get(whom)
        support = known or self.all.setdefault(whom, Support(whom))
        support.agreement, support.chosen = terms[1].label, fact.chosen
        if known is None:
            support.mark(entry, "start", terms=terms)
            return
        if comes:
            support.mark(entry, "restart")
        support.mark(entry, "retarget", terms=terms)


def readings(beside: Beside, now: datetime) -> Iterator[tuple[Support, str, Reading]]:
    """Every clock with a target as it stands, with its name."""
    for support in beside.all.values():
        for name, marks in support.clocks():
            reading = read(marks, now)
            if reading.terms and reading.terms.target_seconds and reading.state != "cancelled":
                yield support, name, reading


def _new(entry: Entry, column: str, before: Any) -> Any:
    return entry.changes[column][1] if column in entry.changes else before


def _set(entry: Entry) -> Iterator[ClockSet]:
    for stored in entry.facts:
        if stored["name"] == ClockSet.name:
            yield ClockSet(**stored.get("data", {}))


def _responds(facts: Mapping[str, Mapping[str, Any]]) -> bool:
    return any(name in facts for name in BEGUN) or any(facts.get(name, {}).get("by_staff") for name in WRITTEN)
