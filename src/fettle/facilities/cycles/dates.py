"""When something is due again. Pure: dates in, dates out."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

UNITS = ("days", "weeks", "months", "years")
MOST = 366
"""Of a unit."""


def after(day: date, every: int, unit: str) -> date:
    """The day so many days, weeks, months or years later. A month that is too short ends it: 31 January and one month
    is the last of February. Raises ValueError for another unit, OverflowError beyond the year 9999.
    """
    if unit in ("days", "weeks"):
        return day + timedelta(days=every * (7 if unit == "weeks" else 1))
    if unit not in UNITS:
        raise ValueError(f"no unit {unit}")
    months = day.year * 12 + day.month - 1 + every * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    if year > date.max.year:
        raise OverflowError("beyond the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
