"""Time zones, seen as stretches of constant offset: between two changes of the offset, wall time is plain addition."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from fettle.kernel.clock.instants import DAY, day_number
from fettle.kernel.clock.wording import BadCalendar, unknown_zone

# No zone has changed its offset twice within six hours, so a change between two probes is the only one there.
_PROBE = 6 * 3600


class Stretch(NamedTuple):
    """From `start` until before `end` (seconds since the epoch) wall time is UTC plus `offset` seconds."""

    start: int
    end: int
    offset: int


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def known_zone(name: object) -> str:
    """The name itself. Raises BadCalendar when it is not one of the IANA time zone database."""
    if not isinstance(name, str) or name not in _names():
        raise BadCalendar(unknown_zone(name))
    return name


@lru_cache(maxsize=1024)
def stretches(zone: str, year: int) -> tuple[Stretch, ...]:
    """The UTC year, cut where the offset of the zone changes."""
    start, end = day_number(date(year, 1, 1)) * DAY, day_number(date(year + 1, 1, 1)) * DAY
    info, found, since = ZoneInfo(zone), [], start
    for before, after in pairwise([*range(start, end, _PROBE), end - 1]):
        if _offset(info, before) != _offset(info, after):
            change = _change(info, before, after)
            found.append(Stretch(since, change, _offset(info, before)))
            since = change
    return (*found, Stretch(since, end, _offset(info, end - 1)))


def _change(info: ZoneInfo, before: int, after: int) -> int:
    """The first second with the new offset, between two seconds whose offsets differ."""
    old = _offset(info, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(info, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(info: ZoneInfo, seconds: int) -> int:
    shift = datetime.fromtimestamp(seconds, info).utcoffset() or timedelta(0)
    return shift.days * DAY + shift.seconds
