"""Times that should be agreed anew: shorter ones, and where no time is short enough, others to count them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from fettle.kernel.clock.calendar import WorkingCalendar, working_intervals
from fettle.kernel.clock.instants import to_seconds
from fettle.processes.levels.arithmetic.answers import Change, Late, Tightening
from fettle.processes.levels.arithmetic.levers import Effort, Lever
from fettle.processes.levels.arithmetic.model import Model
from fettle.processes.levels.arithmetic.search import MOST_SETS, Search, Values, let_back, lowest
from fettle.processes.levels.arithmetic.sets import smallest_sets
from fettle.processes.levels.arithmetic.span import Span
from fettle.processes.levels.arithmetic.targets import Clock, Leg
from fettle.processes.levels.arithmetic.tightening import (
    IMPOSSIBLE,
    agreed,
    by_code,
    levers_of,
    told,
)
from fettle.processes.levels.arithmetic.times import AS_PROMISED, Race

MOST_ROUNDS = 10
MOST_QUESTIONS = 1_500
PARTS = 64


def of_time(model: Model, clock: Clock, span: Span, effort: Effort, late: Late) -> Tightening:
    """Down to one step each: a promise of no time at all is none. Only when that is not enough (what is recorded on a
    Friday evening waits until Monday, however short it then takes) the hours are touched, of the fewest that will do.
    """
    trial = _Trial(clock, span, effort, {to_seconds(late.start): to_seconds(late.due)})
    shorter = trial.shorter(model, trial.able(model))
    return trial.in_promised_hours(model) if shorter.status == "impossible" else shorter


@dataclass(frozen=True)
class _Trial:
    """`starts` are those that were ever found to be late, each with its due time: whoever is late for one of them needs
    no search.
    """

    clock: Clock
    span: Span
    effort: Effort
    starts: dict[int, int]
    known: dict[tuple[WorkingCalendar, WorkingCalendar], WorkingCalendar] = field(default_factory=dict)

    def able(self, model: Model) -> tuple[str, ...]:
        race = Race(model, self.clock)
        return tuple(code for code in race.codes if race.leg(code) and self.effort.may_change(code, self.clock))

    def shorter(self, model: Model, codes: Iterable[str]) -> Tightening:
        """Searched for the starts alone, then for those and the worst ones under what was found, until what is found
        holds for the whole span. What is cheapest for a few starts and holds for all is cheapest for all.
        """
        race = Race(model, self.clock)
        levers = levers_of(model, self.effort, self.clock, codes, self.effort.steps[self.clock])

        def enough(values: Values) -> bool:
            seconds = _seconds(by_code(levers, values))
            return self._on_time(race, seconds)

        def holds(values: Values) -> bool:
            return self._holds(race, _seconds(by_code(levers, values)))

        if not holds(tuple(each.best for each in levers)):
            return IMPOSSIBLE
        search = Search(levers, MOST_QUESTIONS)
        found = search.cheapest(enough)
        for _round in range(MOST_ROUNDS):
            if found.values is None or holds(found.values):
                return told(model, self.clock, levers, found)
            _halve_the_way(levers, found.values, holds)
            found = search.cheapest(enough)
        fully = smallest_sets([each.room for each in levers], lambda chosen: holds(search.pulled(chosen)))
        values = let_back(levers, search.pulled(frozenset(fully.sets[0])), holds)
        return told(model, self.clock, levers, search.found(values, "number" if fully.fewest else "less"))

    def in_promised_hours(self, model: Model) -> Tightening:
        """The fewest components that count their time in the promised hours, and the least that must be shorter."""
        codes, shortest = self.able(model), self.effort.steps[self.clock]
        found = smallest_sets(
            [Fraction(0)] * len(codes),
            lambda chosen: self._holds(
                Race(self._counted_anew(model, [codes[at] for at in chosen], shortest), self.clock)
            ),
        )
        ways = [self._way(model, [codes[at] for at in chosen]) for chosen in found.sets[:MOST_SETS]]
        best = min(ways, key=lambda way: way.cost, default=IMPOSSIBLE)
        many = len(found.sets) > MOST_SETS and best.certain == "cheapest"
        return replace(best, certain="less" if not found.fewest else "number" if many else best.certain)

    def _way(self, model: Model, codes: list[str]) -> Tightening:
        anew = self._counted_anew(model, codes)
        shorter = self.shorter(anew, codes)
        times = {change.component: change.to for change in shorter.changes}
        before, after = Race(model, self.clock), Race(anew, self.clock)
        changes = []
        for code in codes:
            was, now = before.leg(code), after.leg(code)
            if was and now:
                seconds = times.get(code, Fraction(was.seconds))
                calendar = None if now.calendar == was.calendar else now.calendar
                agreement = model.by_code[code].agreement
                changes.append(Change(code, agreement, self.clock, Fraction(was.seconds), seconds, calendar=calendar))
        return replace(shorter, changes=tuple(changes))

    def _counted_anew(self, model: Model, codes: Iterable[str], shortest: Fraction | None = None) -> Model:
        """With the times of these counted in the hours of the promise too, and as short as this if it is given."""
        changes = []
        for code in codes:
            leg: Leg = getattr(model.by_code[code].targets, self.clock)
            to = Fraction(leg.seconds) if shortest is None else min(shortest, Fraction(leg.seconds))
            calendar = self._wide_enough(leg.calendar, Race(model, self.clock).promise.calendar)
            changes.append(Change(code, "", self.clock, Fraction(leg.seconds), to, calendar=calendar))
        return agreed(model, changes)

    def _wide_enough(self, own: WorkingCalendar, promised: WorkingCalendar) -> WorkingCalendar:
        """Its own hours when all of the promised ones lie in them, else these."""
        if (own, promised) not in self.known:
            spans = working_intervals(promised, self.span.first, self.span.last)
            within = all(working_intervals(own, start, end) == ((start, end),) for start, end in spans)
            self.known[own, promised] = own if within else promised
        return self.known[own, promised]

    def _holds(self, race: Race, seconds: Mapping[str, int] = AS_PROMISED) -> bool:
        """Whether nothing is late in the whole span; a start that is late is remembered."""
        if not self._on_time(race, seconds):
            return False
        worst = race.worst(self.span, seconds)
        if worst.late_seconds > 0:
            self.starts[to_seconds(worst.start)] = to_seconds(worst.due)
        return worst.late_seconds <= 0

    def _on_time(self, race: Race, seconds: Mapping[str, int]) -> bool:
        """Whether of the starts that are remembered none is late: a question that is asked thousands of times."""
        return all(race.run(start, seconds)[0] <= due for start, due in self.starts.items())


def _halve_the_way(levers: Sequence[Lever], values: Values, holds: Callable[[Values], bool]) -> None:
    """Asks for what lies between these values and the best of those that they change, ever nearer to where it begins to
    hold: so the starts that decide are found in a few steps, and not one after another from the worst on.
    """
    way = [(each, each.level_of(value)) for each, value in zip(levers, values, strict=True)]

    def point(part: int) -> Values:
        return tuple(
            each.at(level + -(-(each.levels - level) * part // PARTS)) if level else each.now for each, level in way
        )

    lowest(0, PARTS, lambda part: holds(point(part)))


def _seconds(values: dict[str, Fraction]) -> dict[str, int]:
    return {code: int(value) for code, value in values.items()}
