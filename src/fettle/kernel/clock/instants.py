"""Instants as whole seconds since 1970-01-01 UTC, so that sums are exact.

A clock reads whole seconds: what happened within a second happened at its beginning.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from time import gmtime

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_SECOND = timedelta(seconds=1)


def to_seconds(moment: datetime) -> int:
    """Whole seconds since the epoch. Raises ValueError for a time without a zone, which names no instant."""
    if moment.tzinfo is None:
        raise ValueError(f"The time {moment.isoformat()} has no time zone. Give an aware time, for example in UTC.")
    return (moment - EPOCH) // _SECOND


def to_moment(seconds: int) -> datetime:
    """The aware UTC time of this second."""
    return EPOCH + timedelta(seconds=seconds)


def day_number(day: date) -> int:
    """Days since 1970-01-01; on the wall clock of any zone, `day_number * DAY` is that day's midnight."""
    return day.toordinal() - _EPOCH_ORDINAL


def day_of(number: int) -> date:
    """The inverse of `day_number`."""
    return date.fromordinal(number + _EPOCH_ORDINAL)


def year_of(seconds: int) -> int:
    """The UTC year of this second."""
    return gmtime(seconds).tm_year
