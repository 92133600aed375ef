"""Which targets come near or have passed, and which escalation rules ask for something now (PR9.S5). Pure.

A rule speaks once in an episode of a clock: from its start, a reopening or a change of target until the next of these.
What is said at once is said in the order in which it came; that a target comes near is not said any more once it was
passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fettle.kernel.clock.marks import Mark
from fettle.kernel.clock.replay import at_fraction, read
from fettle.kernel.history.facts import Fact
from fettle.processes.incidents.clocks import Clocks, Happened, gather
from fettle.processes.incidents.facts import Escalated
from fettle.processes.levels.facts import Breached, Warned

BEGINNINGS = frozenset({"start", "restart", "retarget"})
Rules = Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class Due:
    """What is to be said now, and when to look again (None: not before something else happens)."""

    facts: tuple[Fact, ...]
    next_at: datetime | None

    @property
    def escalates(self) -> bool:
        return any(isinstance(fact, Escalated) for fact in self.facts)


def due(entries: Sequence[Happened], rank: int, rules: Rules, now: datetime) -> Due:
    """What rules and targets say of a record's clocks at this moment. ``entries`` in the order of replay."""
    clocks, said = gather(entries), _said(entries)
    facts: list[Fact] = []
    later: list[datetime] = []
    for clock, marks in _both(clocks):
        if not marks or read(marks, now).state not in ("running", "paused"):
            continue
        episode = sum(mark.what in BEGINNINGS for mark in marks)
        asked = [(at_fraction(marks, now, each[1] / 100), *each) for each in _asked(clock, rank, rules)]
        passed = any(moment is not None and moment <= now and not code for moment, code, _percent, _made in asked)
        for moment, code, percent, made in sorted(asked, key=lambda each: each[2]):
            if moment is not None and moment > now:
                later.append(moment)
            elif moment is not None and (code, clock, episode) not in said:
                fact = made(moment, episode)
                facts += [] if passed and percent < 100 and isinstance(fact, Warned) else [fact]
    return Due(tuple(facts), min(later, default=None))


def _both(clocks: Clocks) -> tuple[tuple[str, list[Mark]], ...]:
    return ("response", clocks.response), ("resolution", clocks.resolution)


def _asked(clock: str, rank: int, rules: Rules) -> Iterable[tuple[str, int, Any]]:
    """(rule, percent, fact maker) for a clock: the target itself, which needs no rule, and the rules in use."""
    yield "", 100, lambda at, episode: Breached(clock=clock, due_at=at.isoformat(), episode=episode)
    for row in rules:
        if row["clock"] == clock and row["active"] is not False and rank <= row["most_urgent"]:
            yield row["code"], row["percent"], _maker(row)


def _maker(row: Mapping[str, Any]) -> Any:
    code, clock, percent, way = row["code"], row["clock"], row["percent"], row["way"]
    if way == "warning":
        return lambda at, episode: Warned(clock=clock, percent=percent, rule=code, episode=episode)
    return lambda at, episode: Escalated(way=way, rule=code, clock=clock, percent=percent, episode=episode)


def _said(entries: Iterable[Happened]) -> set[tuple[str, str, int]]:
    """(rule, clock, episode) of everything that was said before; a breach has no rule."""
    names = {Breached.name, Warned.name, Escalated.name}
    data = [stored.get("data", {}) for entry in entries for stored in entry.facts if stored["name"] in names]
    return {(one.get("rule", ""), one.get("clock", ""), one.get("episode", 0)) for one in data}
