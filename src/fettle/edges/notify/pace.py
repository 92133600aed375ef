"""When a mail that is not urgent leaves: not in quiet hours, or once a day with the digest. Pure.

Wall time is that of the reader. Inside a stretch of constant offset it is plain addition, so both questions are asked
stretch by stretch: what a change to summer time skips or repeats needs no rule of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fettle.kernel.clock.instants import DAY, to_moment, to_seconds, year_of
from fettle.kernel.clock.zones import stretches

MINUTE = 60
SATURDAY = 5
EPOCH_WEEKDAY = 3
"""1 January 1970 was a Thursday."""
LOOK_AHEAD_DAYS = 15
"""More than a week and whatever a zone may skip."""


@dataclass(frozen=True)
class Quiet:
    """No mail from minute ``begins`` of a day until ``ends``, of the next day if that is earlier; the same: no such
    hours. ``weekends``: none on Saturdays and Sundays either.
    """

    begins: int = 0
    ends: int = 0
    weekends: bool = False

    def until(self, wall: int) -> int:
        """The first second of wall time from ``wall`` on that is not quiet."""
        while (later := self._next(wall)) != wall:
            wall = later
        return wall

    def _next(self, wall: int) -> int:
        day, second = divmod(wall, DAY)
        if self.weekends and weekday(day) >= SATURDAY:
            return (day + 1) * DAY
        begins, ends = self.begins * MINUTE, self.ends * MINUTE
        if begins < ends:
            return day * DAY + ends if begins <= second < ends else wall
        if begins > ends and second >= begins:
            return (day + 1) * DAY + ends
        return day * DAY + ends if begins > ends and second < ends else wall


@dataclass(frozen=True)
class Digest:
    """Once at minute ``at`` of each of ``days`` (Monday is 0)."""

    at: int
    days: frozenset[int]


def weekday(day: int) -> int:
    """Of a number of days since 1970; Monday is 0."""
    return (day + EPOCH_WEEKDAY) % 7


def after_quiet(moment: datetime, quiet: Quiet, zone: str) -> datetime:
    """The first moment from ``moment`` on that is not quiet."""
    now = to_seconds(moment)
    for start, end, offset in _stretches(now, zone):
        found = quiet.until(start + offset) - offset
        if found < end:
            return moment if found == now else to_moment(found)
    return moment


def next_digest(moment: datetime, digest: Digest, zone: str) -> datetime | None:
    """The first moment after ``moment`` at which a day's digest leaves: as soon as the clock of a chosen day shows its
    time or a later one, and once a day. None without days.
    """
    if not digest.days:
        return None
    now, seen = to_seconds(moment), -1
    for start, end, offset in _stretches(now - 2 * DAY, zone):
        wall, last = start + offset, end + offset
        for day in range(max(wall // DAY, seen + 1), min(-(-last // DAY), (now + LOOK_AHEAD_DAYS * DAY) // DAY)):
            found = max(day * DAY + digest.at * MINUTE, wall)
            if found >= last or found // DAY != day or weekday(day) not in digest.days:
                continue
            seen = day
            if found - offset > now:
                return to_moment(found - offset)
    return None


def _stretches(since: int, zone: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and offset from ``since`` on, in seconds since 1970."""
    for year in (year_of(since), year_of(since) + 1):
        for start, end, offset in stretches(zone, year):
            if end > since:
                yield max(start, since), end, offset
