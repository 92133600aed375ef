"""The cheapest way to pull levers until it is enough: the fewest of them, and of these ways the one that costs least.

Pulling further never makes worse. Of ways that cost the same the first is taken: earlier levers come first, and are
pulled less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from fettle.processes.levels.arithmetic.answers import Certain
from fettle.processes.levels.arithmetic.levers import Lever
from fettle.processes.levels.arithmetic.sets import Chosen, smallest_sets

Values = tuple[Fraction, ...]
Enough = Callable[[Values], bool]

MOST_QUESTIONS = 4_000
MOST_SETS = 20
COARSER = 8


class TooMany(Exception):
    """More questions than anybody would wait for."""


@dataclass(frozen=True)
class Found:
    """`values` for every lever; None when not even all of them pulled are enough."""

    values: Values | None
    cost: Fraction = Fraction(0)
    certain: Certain = "cheapest"


class Questions:
    """Asks whether it is enough, each thing once, and gives up after too many."""

    def __init__(self, enough: Enough, most: int) -> None:
        self._enough, self._most, self._known = enough, most, dict[Values, bool]()

    def __call__(self, values: Values) -> bool:
        if values not in self._known:
            if len(self._known) >= self._most:
                raise TooMany
            self._known[values] = self._enough(values)
        return self._known[values]


class Search:
    """When there are too many ways, it goes on in steps that are eight times as large, and lets back what was pulled
    too far; then only the number of levers is certain.
    """

    def __init__(self, levers: Sequence[Lever], most_questions: int | None = None) -> None:
        self.levers, self._most, self._coarse = levers, most_questions or MOST_QUESTIONS, 1

    def cheapest(self, enough: Enough) -> Found:
        """May be asked again for what is harder to satisfy: it then begins with the steps that it came to."""
        sets = smallest_sets([each.room for each in self.levers], lambda chosen: enough(self.pulled(chosen)))
        if not sets.sets:
            return Found(None)
        certain: Certain = "cheapest" if len(sets.sets) <= MOST_SETS else "number"
        while True:
            coarse = [replace(each, step=each.step * self._coarse) for each in self.levers]
            try:
                values = _least(coarse, sets.sets[:MOST_SETS], Questions(enough, self._most))
            except TooMany:
                if any(each.levels > 1 for each in coarse):
                    self._coarse *= COARSER
                    continue
                values = self.pulled(frozenset(sets.sets[0]))
            if self._coarse > 1:
                certain, values = "number", let_back(self.levers, values, enough)
            return self.found(values, certain if sets.fewest else "less")

    def found(self, values: Values, certain: Certain) -> Found:
        costs = (each.cost(value) for each, value in zip(self.levers, values, strict=True))
        return Found(values, sum(costs, Fraction(0)), certain)

    def pulled(self, chosen: Chosen) -> Values:
        return tuple(each.best if at in chosen else each.now for at, each in enumerate(self.levers))


def _least(levers: Sequence[Lever], sets: Sequence[tuple[int, ...]], ask: Questions) -> Values:
    """The cheapest values over all sets, the first of those that cost the same."""
    best: tuple[Fraction, Values] | None = None
    for chosen in sets:
        for found in _Ways(levers, chosen, ask).better_than(best and best[0]):
            best = found
    if best is None:
        raise ValueError("sets: none of them is enough.")
    return best[1]


class _Ways:
    """The ways to pull one set of levers, each at least as far as it must be when all others are pulled fully."""

    def __init__(self, levers: Sequence[Lever], chosen: tuple[int, ...], ask: Questions) -> None:
        self._all, self._chosen, self._ask = levers, chosen, ask
        self._levers = [levers[at] for at in chosen]
        self._tops = [each.levels for each in self._levers]
        self._floors = [self._floor(at) for at in range(len(chosen))]
        costs = [each.cost(each.at(floor)) for each, floor in zip(self._levers, self._floors, strict=True)]
        self._rest = [sum(costs[at:], Fraction(0)) for at in range(len(costs) + 1)]

    def _floor(self, at: int) -> int:
        before, after = self._tops[:at], self._tops[at + 1 :]
        return lowest(0, self._tops[at], lambda level: self._enough([*before, level, *after]))

    def better_than(self, limit: Fraction | None) -> Iterator[tuple[Fraction, Values]]:
        """Ever cheaper ones; the last is the cheapest. Nothing when none costs less than the limit."""
        self._limit = limit
        yield from self._further([], Fraction(0))

    def _further(self, levels: list[int], spent: Fraction) -> Iterator[tuple[Fraction, Values]]:
        at = len(levels)
        if at == len(self._levers):
            self._limit = spent
            yield spent, self._values(levels)
            return
        lever, rest = self._levers[at], self._tops[at + 1 :]
        top = self._affordable(at, spent)
        if top < self._floors[at] or not self._enough([*levels, top, *rest]):
            return
        level = lowest(self._floors[at], top, lambda level: self._enough([*levels, level, *rest]))
        if not rest:  # further pulls only cost more
            top = level
        while level <= top:
            cost = spent + lever.cost(lever.at(level))
            if self._limit is not None and cost + self._rest[at + 1] >= self._limit:
                return
            yield from self._further([*levels, level], cost)
            level += 1

    def _affordable(self, at: int, spent: Fraction) -> int:
        """The furthest that this lever can be pulled below the limit; -1 when not even not at all."""
        lever, top = self._levers[at], self._tops[at]
        if self._limit is None:
            return top
        left = self._limit - spent - self._rest[at + 1]
        return lowest(0, top + 1, lambda level: level > top or lever.cost(lever.at(level)) >= left) - 1

    def _enough(self, levels: Sequence[int]) -> bool:
        return self._ask(self._values(levels))

    def _values(self, levels: Sequence[int]) -> Values:
        pulled = {at: self._all[at].at(level) for at, level in zip(self._chosen, levels, strict=True)}
        return tuple(pulled.get(at, each.now) for at, each in enumerate(self._all))


def let_back(levers: Sequence[Lever], values: Values, enough: Enough) -> Values:
    """Each lever let back as far as it can be, the last first."""
    for at in reversed(range(len(levers))):
        values = _let_back(levers[at], at, values, enough)
    return values


def _let_back(lever: Lever, at: int, values: Values, enough: Enough) -> Values:
    def with_level(level: int) -> Values:
        return (*values[:at], lever.at(level), *values[at + 1 :])

    return with_level(lowest(0, lever.level_of(values[at]), lambda level: enough(with_level(level))))


def lowest(low: int, high: int, enough: Callable[[int], bool]) -> int:
    """The first number from `low` to `high` that is enough; `high` is, and so is whatever follows one that is."""
    while low < high:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle + 1
    return high
