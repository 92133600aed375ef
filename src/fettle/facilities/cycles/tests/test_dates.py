"""Laws of what is due again when."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.facilities.cycles.dates import after

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
EVERY = st.integers(1, 366)
UNIT = st.sampled_from(["days", "weeks", "months", "years"])


@given(DAYS, EVERY, UNIT)
def test_it_is_due_later(day: date, every: int, unit: str) -> None:
    assert after(day, every, unit) > day


@given(DAYS, DAYS, EVERY, UNIT)
def test_whoever_is_earlier_is_not_due_later(one: date, other: date, every: int, unit: str) -> None:
    first, second = sorted((one, other))
    assert after(first, every, unit) <= after(second, every, unit)


@given(DAYS, EVERY)
def test_days_and_weeks_are_counted(day: date, every: int) -> None:
    assert after(day, every, "weeks") == after(day, 7 * every, "days") == day + timedelta(days=7 * every)


@given(DAYS, EVERY)
def test_a_month_keeps_its_day_or_ends_with_the_month(day: date, every: int) -> None:
    found = after(day, every, "months")
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == every
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@given(DAYS, st.integers(1, 100))
def test_a_year_is_twelve_months(day: date, every: int) -> None:
    assert after(day, every, "years") == after(day, 12 * every, "months")


def test_month_ends_and_the_leap_day() -> None:
    assert after(date(2026, 1, 31), 1, "months") == date(2026, 2, 28)
    assert after(date(2028, 1, 31), 1, "months") == date(2028, 2, 29)
    assert after(date(2028, 2, 29), 1, "years") == date(2029, 2, 28)
    assert after(date(2028, 2, 29), 4, "years") == date(2032, 2, 29)
    with pytest.raises(ValueError, match="fortnights"):
        after(date(2026, 1, 1), 1, "fortnights")
