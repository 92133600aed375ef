"""Which targets come near or have passed, and which escalation rules ask for something now (PR9.S5). Pure.

A rule speaks once in an episode of a clock: from its start, a reopening or a change of target until the next of these.
Another target that was used up to this part at the very same moment is no reason to say it again.
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
from fettle.processes.incidents.beside import Support
from fettle.processes.incidents.clocks import Clocks, Happened, gather
from fettle.processes.incidents.facts import Escalated
from fettle.processes.levels.facts import Breached, SupportBreached, SupportWarned, Warned
from fettle.processes.levels.queries import VERSION

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
    for clock, marks, support in _all(clocks):
        if not marks or read(marks, now).state not in ("running", "paused"):
            continue
        begun = [at for at, mark in enumerate(marks) if mark.what in BEGINNINGS]
        whom = support.whom.pk if support else 0
        asked = [(at_fraction(marks, now, each[1] / 100), *each) for each in _asked(clock, rank, rules, support)]
        passed = any(moment is not None and moment <= now and not code for moment, code, _percent, _made in asked)
        for moment, code, percent, made in sorted(asked, key=lambda each: each[2]):
            if moment is not None and moment > now:
                later.append(moment)
            elif moment is not None and not _is_said(said, (code, clock, whom), marks, begun, moment, percent):
                fact = made(moment, len(begun))
                warns = isinstance(fact, Warned | SupportWarned)
                facts += [] if passed and percent < 100 and warns else [fact]
    return Due(tuple(facts), min(later, default=None))


def _is_said(
    said: set[tuple[str, str, int, int]],
    rule: tuple[str, str, int],
    marks: Sequence[Mark],
    begun: Sequence[int],
    moment: datetime,
    percent: int,
) -> bool:
    """In this episode, or in one before it whose target was used up to this part at the same moment. ``begun`` are the
    places of the marks with which episodes begin.
    """
    for episode in range(len(begun), 0, -1):
        if (*rule, episode) in said:
            return True
        before, mark = marks[: begun[episode - 1]], marks[begun[episode - 1]]
        if mark.what != "retarget" or at_fraction(before, mark.at, percent / 100) != moment:
            return False
    return False


def _all(clocks: Clocks) -> Iterable[tuple[str, list[Mark], Support | None]]:
    yield "response", clocks.response, None
    yield "resolution", clocks.resolution, None
    for support in clocks.beside.all.values():
        for name, marks in support.clocks():
            yield name, marks, support


def _asked(clock: str, rank: int, rules: Rules, support: Support | None) -> Iterable[tuple[str, int, Any]]:
    """(rule, percent, fact maker) for a clock: the target itself, which needs no rule, and the rules in use."""
    yield "", 100, _breach(clock, support)
    for row in rules:
        if row["clock"] == clock and row["active"] is not False and rank <= row["most_urgent"]:
            yield row["code"], row["percent"], _maker(row, support)


def _breach(clock: str, support: Support | None) -> Any:
    if support is None:
        return lambda at, episode: Breached(clock=clock, due_at=at.isoformat(), episode=episode)
    of = _of(support)
    return lambda at, episode: SupportBreached(clock=clock, due_at=at.isoformat(), episode=episode, **of)


def _maker(row: Mapping[str, Any], support: Support | None) -> Any:
    code, clock, percent, way = row["code"], row["clock"], row["percent"], row["way"]
    if way != "warning":
        whom = support.whom.pk if support else 0
        return lambda at, episode: Escalated(
            way=way, rule=code, clock=clock, percent=percent, episode=episode, whom=whom
        )
    if support is None:
        return lambda at, episode: Warned(clock=clock, percent=percent, rule=code, episode=episode)
    of = _of(support)
    return lambda at, episode: SupportWarned(clock=clock, percent=percent, rule=code, episode=episode, **of)


def _of(support: Support) -> dict[str, Any]:
    """Of which agreement a fact tells."""
    number = support.agreement.partition(VERSION)[0]
    return {"type": support.whom.type, "whom": support.whom.pk, "agreement": number}


def _said(entries: Iterable[Happened]) -> set[tuple[str, str, int, int]]:
    """(rule, clock, team or supplier, episode) of everything that was said before; a breach has no rule."""
    names = {Breached.name, Warned.name, Escalated.name, SupportBreached.name, SupportWarned.name}
    data = [stored.get("data", {}) for entry in entries for stored in entry.facts if stored["name"] in names]
    return {(one.get("rule", ""), one.get("clock", ""), one.get("whom", 0), one.get("episode", 0)) for one in data}
