"""How far a measured value is from its estimate, against an oracle in fractions; the edges of what is allowed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.kernel.figures import Period
from fettle.processes.levels.estimates.counting import Cell, Limits, cell, cells, mean_off, percent_off, worst
from fettle.processes.levels.estimates.figures import months_of
from fettle.processes.levels.estimates.measures import COUNT, MEASURES, SHARE, Measure
from fettle.processes.levels.evaluation.spans import MONTH, QUARTER, Span

BY_NAME = {each.name: each for each in MEASURES}
USUAL = Limits(Decimal(30), Decimal(2), Decimal(4))
MONTH_OF_HOURS = Decimal(720)


def held(name: str, expected: str | None, measured: str | None, months: int = 1) -> Cell:
    read = [None if each is None else Decimal(each) for each in (expected, measured)]
    return cell(BY_NAME[name], *read, Decimal(months), MONTH_OF_HOURS * months, USUAL)


AMOUNTS = st.decimals(0, 10_000, places=2)


@given(st.sampled_from(MEASURES), AMOUNTS, AMOUNTS, st.integers(1, 12))
def test_it_is_what_fractions_say(measure: Measure, expected: Decimal, measured: Decimal, months: int) -> None:
    """A second computation that knows nothing of the first but the sentences in the handbook."""
    if measure.unit == SHARE:
        expected, measured = min(expected, Decimal(100)), min(measured, Decimal(100))
    got = cell(measure, expected, measured, Decimal(months), MONTH_OF_HOURS * months, USUAL)
    whole = Fraction(expected) * (months if measure.unit == COUNT else 1)
    apart = Fraction(measured) - whole
    if measure.unit == SHARE:
        off, far = apart, abs(apart) * 720 * months / 100 > 4 * months
    else:
        off = 100 * apart / whole if whole else Fraction(100 if measured else 0)
        far = abs(off) > 30 and not (measure.unit == COUNT and abs(apart) <= 2 * months)
    assert got.off is not None and abs(Fraction(got.off) - off) < Fraction(1, 10**12)
    if not abs(abs(off) - 30) < Fraction(1, 10**12):
        assert got.far == far


@pytest.mark.parametrize(
    ("name", "expected", "measured", "off", "far"),
    [
        ("incidents", "10", "13", "30", False),
        ("incidents", "10", "14", "40", True),
        ("incidents", "1", "3", "200", False),
        ("incidents", "1", "4", "300", True),
        ("incidents", "10", "6", "-40", True),
        ("incidents", "0", "0", "0", False),
        ("incidents", "0", "3", "100", True),
        ("respond", "30", "39", "30", False),
        ("respond", "30", "40", None, True),
        ("respond", "1", "3", "200", True),
        ("availability", "99.5", "99.0", "-0.5", False),
        ("availability", "99.5", "98.9", "-0.6", True),
        ("availability", "98", "99", "1", True),
        ("changes", "3", None, None, False),
        ("requests", None, "9", None, False),
    ],
)
def test_where_it_is_too_far(name: str, expected: str, measured: str, off: str | None, far: bool) -> None:
    got = held(name, expected, measured)
    assert got.far is far
    if off is not None:
        assert got.off == Decimal(off)


def test_counts_add_up_over_months_and_times_do_not() -> None:
    assert held("incidents", "10", "30", 3).off == 0 and held("incidents", "10", "30", 3).expected == 30
    assert held("respond", "10", "10", 3).off == 0
    assert not held("incidents", "1", "9", 3).far and held("incidents", "1", "10", 3).far


def test_a_running_period_is_not_compared() -> None:
    got = cell(BY_NAME["incidents"], Decimal(10), Decimal(1), Decimal(1), MONTH_OF_HOURS, None)
    assert (got.off, got.far, got.expected, got.measured) == (None, False, 10, 1)


def test_the_worst_is_furthest_for_what_is_allowed() -> None:
    estimated = {"incidents": Decimal(10), "respond": Decimal(30), "availability": Decimal(99)}
    measured = {"incidents": Decimal(15), "respond": Decimal(60), "availability": Decimal(96)}
    found = cells(estimated, measured, {}, Decimal(1), MONTH_OF_HOURS, USUAL)
    first = worst(found)
    assert first is not None and first.measure.name == "availability", "21.6 of 4 hours, 100 of 30 %"
    assert mean_off(found) == Decimal(75), "an availability is off by points, and no part of the mean"
    assert [held(name, "10", "12").worse for name in ("incidents", "respond", "availability")] == [True, True, False]
    assert [held(name, "10", "8").worse for name in ("incidents", "respond", "availability")] == [False, False, True]
    assert worst([]) is None and mean_off([]) is None
    assert percent_off(Decimal(4), Decimal(1)) == -75


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Auckland", "America/New_York", "UTC"])
def test_a_month_is_a_month_in_every_zone(zone: str) -> None:
    for start in (date(2026, 2, 1), date(2026, 3, 1), date(2026, 10, 1), date(2028, 2, 1)):
        assert months_of(Span(MONTH, start).moments(zone), zone) == 1
    assert months_of(Span(QUARTER, date(2026, 1, 1)).moments(zone), zone) == 3
    there = ZoneInfo(zone)
    half = Period(datetime(2026, 11, 1, tzinfo=there), datetime(2026, 11, 16, tzinfo=there))
    assert abs(months_of(half, zone) - Decimal("0.5")) < Decimal("0.001")
    across = Period(datetime(2026, 6, 16, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC))
    assert abs(months_of(across, "UTC") - Decimal("1.5")) < Decimal("0.001")
