"""One year of working time as a table, so that counting over weeks is two look-ups and not a walk."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

from fettle.kernel.clock.hours import Hours
from fettle.kernel.clock.instants import DAY
from fettle.kernel.clock.zones import stretches


class Piece(NamedTuple):
    """Instants from `start` until before `end` (seconds since the epoch) that lie on the local day with this number."""

    start: int
    end: int
    day: int


def laid_out(zone: str, year: int, hours_on: Callable[[int], Hours]) -> Iterator[Piece]:
    """The instants of a UTC year whose local wall time lies in the hours of its local day, in order of time.

    Within a stretch of constant offset this is plain addition. An hour that the clock skips therefore gives no
    instant, and an hour that it repeats gives both.
    """
    for since, until, offset in stretches(zone, year):
        for day in range((since + offset) // DAY, (until + offset - 1) // DAY + 1):
            midnight = day * DAY - offset
            for first, last in hours_on(day):
                start, end = max(midnight + first * 60, since), min(midnight + last * 60, until)
                if start < end:
                    yield Piece(start, end, day)


class WorkingYear:
    """The working spans of one UTC year, with the seconds worked in the year until each one ends."""

    __slots__ = ("ends", "starts", "sums", "total")

    def __init__(self, pieces: Iterator[Piece]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end, _day in pieces:
            if self.ends and self.ends[-1] == start:
                self.ends[-1] = end
            else:
                self.starts.append(start)
                self.ends.append(end)
        self.sums = list(accumulate(end - start for start, end in zip(self.starts, self.ends, strict=True)))
        self.total = self.sums[-1] if self.sums else 0

    def before(self, moment: int) -> int:
        """Seconds worked in this year before this second."""
        index = bisect_right(self.starts, moment) - 1
        return 0 if index < 0 else self.sums[index] - max(0, self.ends[index] - moment)

    def when(self, seconds: int) -> int:
        """The first second at which this much of the year has been worked; `seconds` is 1 to `total`."""
        index = bisect_left(self.sums, seconds)
        return self.ends[index] - (self.sums[index] - seconds)

    def between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The working spans, cut to start and end."""
        for index in range(max(0, bisect_right(self.starts, start) - 1), bisect_left(self.starts, end)):
            first, last = max(start, self.starts[index]), min(end, self.ends[index])
            if first < last:
                yield first, last
