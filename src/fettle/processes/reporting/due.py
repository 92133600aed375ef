"""When the check of a report is due: pure days, from its frequency and the last day that was checked (PR3.A2)."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
DAY = timedelta(days=1)


def period_after(frequency: str, day: date) -> date:
    """The first day after the period in which ``day`` lies: a week from Monday, a month, a quarter or a year."""
    if frequency == "weekly":
        return day + (7 - day.weekday()) * DAY
    span = MONTHS[frequency]
    month = day.month - (day.month - 1) % span + span
    return date(day.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def check_due(frequency: str, starts_on: date, checked_until: date | None, days: int) -> date:
    """The day until which the first period that nobody has checked is to be checked: ``days`` after its end."""
    first = max(starts_on, checked_until + DAY) if checked_until else starts_on
    return period_after(frequency, first) + days * DAY
