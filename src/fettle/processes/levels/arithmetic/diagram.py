"""A decision diagram: whether a service works, asked of one component after another and of each once.

Two ways that come to the same question share it (R. E. Bryant, Graph-Based Algorithms for Boolean Function
Manipulation, 1986). What several components need is therefore counted once, however many need it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from fettle.processes.levels.arithmetic.model import Model

MOST_ROWS = 100_000
"""Reached within a second; what has more soon has more than any machine holds, and gets no answer."""
MOST_PARTS = 400
NO, YES = 0, 1


class TooLarge(ValueError):
    """The dependencies are too many, or too entangled, for an exact answer."""


class Row(NamedTuple):
    """Is component number `asks` up? Then go on at the row `up`, else at the row `down`."""

    asks: int
    down: int
    up: int


class Diagram:
    """Rows, each after those that it leads to; the first two are the answers no and yes. Raises TooLarge."""

    def __init__(self, model: Model) -> None:
        self.codes = [code for code in model.order if model.by_code[code].is_part]
        if len(self.codes) > MOST_PARTS:
            raise TooLarge(f"{len(self.codes)} components")
        end = len(self.codes)
        self.rows = [Row(end, NO, NO), Row(end, YES, YES)]
        self._known: dict[Row, int] = {}
        self._chosen: dict[tuple[int, int, int], int] = {}
        self.root = self._of(model)

    def chance(self, of: Mapping[str, Fraction]) -> Fraction:
        """The probability that the service works when each component works with its own, independently."""
        chances = {NO: Fraction(0), YES: Fraction(1)}
        for at in self._reached:
            asks, down, up = self.rows[at]
            chance = of[self.codes[asks]]
            chances[at] = chance * chances[up] + (1 - chance) * chances[down]
        return chances[self.root]

    @cached_property
    def _reached(self) -> list[int]:
        found, waiting = set(), [self.root]
        while waiting:
            at = waiting.pop()
            if at > YES and at not in found:
                found.add(at)
                waiting += self.rows[at][1:]
        return sorted(found)

    def _of(self, model: Model) -> int:
        works: dict[str, int] = {}
        for code in reversed(model.order):
            each = model.by_code[code]
            needed = YES
            for need in each.enabling:
                needed = self._choose(self._at_least(need.count, [works[below] for below in need.of]), needed, NO)
            if each.is_part:
                needed = self._choose(self._row(self.codes.index(code), NO, YES), needed, NO)
            works[code] = needed
        return works[model.top]

    def _at_least(self, count: int, those: Sequence[int]) -> int:
        """That at least so many of those work, made from the last to the first."""
        enough = [YES] + [NO] * count
        for each in reversed(those):
            enough = [YES] + [self._choose(each, enough[more - 1], enough[more]) for more in range(1, count + 1)]
        return enough[count]

    def _choose(self, asked: int, then: int, other: int) -> int:
        """`then` where `asked` is yes, `other` where it is no."""
        if asked in (NO, YES):
            return then if asked == YES else other
        if then == other:
            return then
        key = (asked, then, other)
        if key not in self._chosen:
            first = min(self.rows[at].asks for at in key)
            down = self._choose(*(self._going(at, first, 1) for at in key))
            up = self._choose(*(self._going(at, first, 2) for at in key))
            self._chosen[key] = self._row(first, down, up)
        return self._chosen[key]

    def _going(self, at: int, asks: int, way: int) -> int:
        return self.rows[at][way] if self.rows[at].asks == asks else at

    def _row(self, asks: int, down: int, up: int) -> int:
        if down == up:
            return down
        row = Row(asks, down, up)
        if row not in self._known:
            if len(self.rows) >= MOST_ROWS:
                raise TooLarge(f"{MOST_ROWS} questions")
            self._known[row] = len(self.rows)
            self.rows.append(row)
        return self._known[row]
