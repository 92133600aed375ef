"""The period that a report is about, and when its check is due: pure days, from its frequency and the last day that was
checked (PR3.A2).
"""

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


def last_whole(frequency: str, today: date) -> tuple[date, date]:
    """First and last day of the newest period that is over."""
    if frequency == "weekly":
        end = today - today.weekday() * DAY
        return end - 7 * DAY, end - DAY
    span = MONTHS[frequency]
    end = date(today.year, (today.month - 1) // span * span + 1, 1)
    months = end.year * 12 + end.month - 1 - span
    return date(months // 12, months % 12 + 1, 1), end - DAY


def check_due(frequency: str, starts_on: date, checked_until: date | None, days: int) -> date:
    """The day until which the first period that nobody has checked is to be checked: ``days`` after its end."""
    first = max(starts_on, checked_until + DAY) if checked_until else starts_on
    return period_after(frequency, first) + days * DAY
