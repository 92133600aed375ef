"""Financial years and their parts. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from fettle.processes.money.reckoning import Days

WHOLE = "year"
QUARTERS = tuple(f"q{n}" for n in range(1, 5))
MONTHS = tuple(f"m{n:02}" for n in range(1, 13))
PARTS = (WHOLE, *QUARTERS, *MONTHS)


def year_of(day: date, first_month: int) -> int:
    """The financial year of a day, named after the calendar year in which it begins."""
    return day.year if day.month >= first_month else day.year - 1


def days_of(year: int, part: str, first_month: int) -> Days:
    """The days of a financial year, or of its quarter or month, counted from its first month."""
    at, length = {WHOLE: (0, 12)}.get(part) or (
        ((int(part[1:]) - 1) * 3, 3) if part in QUARTERS else (int(part[1:]) - 1, 1)
    )
    return Days(_begin(year, first_month, at), _begin(year, first_month, at + length) - timedelta(days=1))


def _begin(year: int, first_month: int, later: int) -> date:
    month = first_month - 1 + later
    return date(year + month // 12, month % 12 + 1, 1)


def years_later(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the last of the month."""
    return date(day.year + years, day.month, min(day.day, monthrange(day.year + years, day.month)[1]))
