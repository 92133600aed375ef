"""When something is done, as a function of when it began: pieces of straight lines that stand still or go with time.

Every function here is exact on whole seconds. A piece reaches from after the end of the one before up to and with its
own end: a time that just fits into a working day ends with that day, and a second later it ends on the next one. So the
worst start of a piece is its last second or its first, and no others have to be tried.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fettle.kernel.clock.calendar import WorkingCalendar, after_working, spans_between
from fettle.kernel.clock.worked import Piece, WorkingYear

MINUTE = 60


@dataclass(frozen=True)
class Line:
    """`ends[0]` is the first start; piece `i` has `values[i]` at `ends[i]` and rises to it by `slopes[i]` a second."""

    ends: tuple[int, ...]
    values: tuple[int, ...]
    slopes: tuple[int, ...]

    def at(self, moment: int) -> int:
        piece = bisect_left(self.ends, moment)
        return self.values[piece] - self.slopes[piece] * (self.ends[piece] - moment)

    def slope_at(self, moment: int) -> int:
        """How it rises in the second that leads to this one."""
        return self.slopes[bisect_left(self.ends, moment)]


def _line(ends: Iterable[int], at: Callable[[int], int], slope_at: Callable[[int], int]) -> Line:
    ordered = tuple(sorted(ends))
    return Line(ordered, tuple(map(at, ordered)), tuple(map(slope_at, ordered)))


def unchanged(first: int, last: int) -> Line:
    """Done at once."""
    return Line((first, last), (first, last), (1, 1))


def worked_off(calendar: WorkingCalendar, seconds: int, first: int, last: int) -> Line:
    """Done after so many seconds (more than 0) of working time. Raises NoWorkingTime as `add_working` does."""
    spans = spans_between(calendar, first, after_working(calendar, last, seconds))
    table = WorkingYear(Piece(start, end, 0) for start, end in spans)
    ends = {first, last, *table.starts, *table.ends}
    # What begins when so much is worked that the rest of a span just suffices is the last that ends in that span.
    ends |= {table.when(worked - seconds) for worked in table.sums if worked > seconds}
    return _line(
        (end for end in ends if first <= end <= last),
        lambda moment: table.when(table.before(moment) + seconds),
        lambda moment: table.before(moment) - table.before(moment - 1),
    )


def one_after_another(then: Line, before: Line) -> Line:
    """`then` begins when `before` is done; it must reach as far."""
    ends = set(before.ends)
    for end, value, slope, since in zip(before.ends, before.values, before.slopes, _since(before), strict=True):
        if slope:
            low, high = bisect_right(then.ends, value - (end - since)), bisect_left(then.ends, value)
            ends |= {end - (value - inner) for inner in then.ends[low:high]}
    return _line(
        ends,
        lambda moment: then.at(before.at(moment)),
        lambda moment: before.slope_at(moment) and then.slope_at(before.at(moment)),
    )


def at_rank(lines: Sequence[Line], rank: int) -> Line:
    """When `rank` of them are done: the first for 1, all for their number."""
    if len(lines) == 1:
        return lines[0]
    last = min(line.ends[-1] for line in lines)
    ends = sorted({end for line in lines for end in line.ends if end < last} | {last})
    crossings = {
        end - (rises - stands)
        for since, end in pairwise(ends)
        for rises in (line.at(end) for line in lines if line.slope_at(end))
        for stands in (line.at(end) for line in lines if not line.slope_at(end))
        if 0 < rises - stands < end - since
    }
    ordered = sorted(crossings.union(ends))
    picked = [
        sorted((line.at(end) - line.slope_at(end) * (end - since), line.at(end), line.slope_at(end)) for line in lines)[
            rank - 1
        ]
        for since, end in zip([ordered[0] - 1, *ordered], ordered, strict=False)
    ]
    return Line(tuple(ordered), tuple(at for _left, at, _slope in picked), tuple(slope for _left, _at, slope in picked))


def latest_behind(done: Line, due: Line) -> tuple[int, int]:
    """By how many seconds `done` is after `due` at most, and the earliest start at which it is.

    A whole minute is named when there is one that is as bad, else the second.
    """
    most, starts = None, [0]
    for late, start in _behind(done, due):
        if most is None or late > most:
            most, starts = late, [start]
        elif late == most:
            starts.append(start)
    whole = [start for start in starts if start % MINUTE == 0]
    return most or 0, min(whole or starts)


def _behind(done: Line, due: Line) -> Iterator[tuple[int, int]]:
    """Of each piece the starts that can be its worst: its first second and whole minute, and its last ones."""
    last = min(done.ends[-1], due.ends[-1])
    ends = sorted({end for end in (*done.ends, *due.ends) if end <= last})
    for since, end in zip([ends[0] - 1, *ends], ends, strict=False):
        for start in {since + 1, -(-(since + 1) // MINUTE) * MINUTE, end}:
            if start <= end:
                yield done.at(start) - due.at(start), start


def _since(line: Line) -> tuple[int, ...]:
    return (line.ends[0] - 1, *line.ends[:-1])
