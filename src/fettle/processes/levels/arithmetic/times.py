"""Response, resolution and fulfilment: every hand-off adds, each in the working time of whoever has it.

Who has it uses all of their time before they hand it on; what a component needs is then dealt with side by side. Of
`k of n` the service has what it needs when the fastest k are done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from types import MappingProxyType

from fettle.kernel.clock.calendar import after_working, working_seconds
from fettle.kernel.clock.instants import to_moment
from fettle.processes.levels.arithmetic import lines
from fettle.processes.levels.arithmetic.answers import Late, Step, Verdict, says
from fettle.processes.levels.arithmetic.gaps import gaps
from fettle.processes.levels.arithmetic.lines import Line
from fettle.processes.levels.arithmetic.model import Model
from fettle.processes.levels.arithmetic.span import Span
from fettle.processes.levels.arithmetic.targets import Clock, Leg

AS_PROMISED: Mapping[str, int] = MappingProxyType({})
Way = tuple[tuple[str, int, int], ...]
"""The components that have it one after another, each with the seconds since the epoch from when until when."""
NOBODY: Way = ()


@dataclass(frozen=True)
class Race:
    """One clock of a model. Where `seconds` is given, components have that time instead of the one they promise."""

    model: Model
    clock: Clock

    @property
    def promise(self) -> Leg:
        promised: Leg | None = getattr(self.model.promise, self.clock)
        if promised is None:
            raise ValueError(f"{self.clock}: is not promised.")
        return promised

    @property
    def codes(self) -> tuple[str, ...]:
        """The components whose time counts, in the order of their codes."""
        counted = set(self.model.hand_offs.get(self.clock, self.model.parts))
        return tuple(sorted(code for code in counted if self.model.by_code[code].is_part))

    def leg(self, code: str) -> Leg | None:
        each = self.model.by_code[code]
        leg: Leg | None = getattr(each.targets, self.clock)
        return leg if each.is_part else None

    def due(self, start: int) -> int:
        return after_working(self.promise.calendar, start, self.promise.seconds)

    def run(self, start: int, seconds: Mapping[str, int] = AS_PROMISED) -> tuple[int, Way]:
        """When it is done at worst (seconds since the epoch), and the way that decides it."""
        known: dict[tuple[str, int], tuple[int, Way]] = {}

        def own(code: str, begins: int) -> tuple[int, Way]:
            leg = self.leg(code)
            if leg is None:
                return begins, ()
            ends = after_working(leg.calendar, begins, seconds.get(code, leg.seconds))
            return ends, ((code, begins, ends),)

        def down(code: str, begins: int) -> tuple[int, Way]:
            if (code, begins) not in known:
                handed, way = own(code, begins)
                ends, rest = handed, NOBODY
                for need in self.model.by_code[code].enabling:
                    below = sorted((down(each, handed) for each in need.of), key=lambda found: found[0])
                    if below[need.count - 1][0] > ends:
                        ends, rest = below[need.count - 1]
                known[code, begins] = ends, way + rest
            return known[code, begins]

        if self.clock not in self.model.hand_offs:
            return down(self.model.top, start)
        ends, way = start, NOBODY
        for code in self.model.hand_offs[self.clock]:
            ends, step = own(code, ends)
            way += step
        return ends, way

    def worst(self, span: Span, seconds: Mapping[str, int] = AS_PROMISED) -> Late:
        """The start of the span that is done latest behind its due time, and the earliest of these. Exact."""
        first, last = span.seconds
        due = lines.worked_off(self.promise.calendar, self.promise.seconds, first, last)
        _late, start = lines.latest_behind(self._line(first, last, seconds), due)
        done, way = self.run(start, seconds)
        return Late(
            to_moment(start),
            to_moment(self.due(start)),
            to_moment(done),
            tuple(
                Step(code, self.model.by_code[code].agreement, to_moment(begins), to_moment(ends))
                for code, begins, ends in way
            ),
        )

    def _line(self, first: int, last: int, seconds: Mapping[str, int]) -> Line:
        """When it is done, for every start."""

        def own(code: str, first: int, last: int) -> Line:
            leg = self.leg(code)
            if leg is None or not (length := seconds.get(code, leg.seconds)):
                return lines.unchanged(first, last)
            return lines.worked_off(leg.calendar, length, first, last)

        if self.clock in self.model.hand_offs:
            return reduce(
                lambda line, code: lines.one_after_another(own(code, line.values[0], line.values[-1]), line),
                self.model.hand_offs[self.clock],
                lines.unchanged(first, last),
            )
        handed: dict[str, Line] = {}
        reach = {self.model.top: last}  # how late each can begin
        for code in self.model.order:
            handed[code] = own(code, first, reach[code])
            for need in self.model.by_code[code].enabling:
                for below in need.of:
                    reach[below] = max(reach.get(below, first), handed[code].values[-1])
        done: dict[str, Line] = {}
        for code in reversed(self.model.order):
            needs = self.model.by_code[code].enabling
            if not needs:
                done[code] = handed[code]
                continue
            ready = [lines.at_rank([done[below] for below in need.of], need.count) for need in needs]
            done[code] = lines.one_after_another(lines.at_rank(ready, len(ready)), handed[code])
        return done[self.model.top]


def time(model: Model, clock: Clock, span: Span) -> Verdict:
    """Exact over every second of the span. Raises NoWorkingTime when somebody's calendar has no working time."""
    race = Race(model, clock)
    missing = gaps(model, clock, race.codes)
    worst = race.worst(span)
    return Verdict(
        kind=clock,
        says=says(worst.late_seconds <= 0, missing),
        promised=Fraction(race.promise.seconds),
        reached=Fraction(working_seconds(race.promise.calendar, worst.start, worst.done)),
        gaps=missing,
        witness=worst,
    )
