"""Laws of the arithmetic: nothing is lost and nothing counts twice, to the last minor unit."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fettle.processes.money.periods import MONTHS, PARTS, QUARTERS, WHOLE, days_of, year_of, years_later
from fettle.processes.money.reckoning import Days, Item, over_services, spent, split, worn

DATES = st.dates(date(2000, 1, 1), date(2060, 1, 1))
SPANS = st.builds(lambda first, more: Days(first, first + timedelta(days=more)), DATES, st.integers(0, 4000))
AMOUNTS = st.integers(1, 10**12)
WEIGHTS = st.dictionaries(st.integers(1, 50), st.integers(0, 1000), max_size=12)


@st.composite
def items(draw: st.DrawFn) -> Item:
    paid, life = draw(SPANS), draw(SPANS)
    service = draw(st.none() | st.integers(1, 9))
    component = "" if service else draw(st.sampled_from(["line", "room", "disk"]))
    nature = draw(st.sampled_from(["purchase", "operation", "maintenance"]))
    return Item(0, draw(AMOUNTS), nature, "spent", paid, life, service, component)


@given(AMOUNTS, WEIGHTS)
def test_parts_add_up_to_the_whole(minor: int, weights: dict[int, int]) -> None:
    parts = split(minor, weights)
    assert sum(parts.values()) == (minor if sum(weights.values()) else 0)
    whole = sum(weights.values())
    assert all(abs(part * whole - minor * weights[key]) < whole for key, part in parts.items())


@given(AMOUNTS, st.integers(1, 20))
def test_equal_weights_differ_by_one_unit_at_most(minor: int, count: int) -> None:
    parts = split(minor, dict.fromkeys(range(count), 1))
    assert max(parts.values()) - min(parts.values()) <= 1


@given(st.lists(items(), max_size=20), st.dictionaries(st.sampled_from(["line", "room"]), WEIGHTS))
def test_services_and_what_none_bears_are_the_whole(found: list[Item], weights: dict[str, dict[int, int]]) -> None:
    amounts = [(item, item.minor) for item in found]
    rows, unallocated = over_services(amounts, weights)
    assert sum(row.total for row in rows.values()) + unallocated == sum(item.minor for item in found)


@given(st.lists(items(), max_size=20), st.dictionaries(st.sampled_from(["line", "room"]), WEIGHTS))
def test_the_kinds_of_a_service_are_what_it_costs(found: list[Item], weights: dict[str, dict[int, int]]) -> None:
    whole, _none = over_services([(item, item.minor) for item in found], weights)
    for service, row in whole.items():
        kinds = (
            over_services([(item, item.minor) for item in found if item.nature == nature], weights)[0]
            for nature in ("purchase", "operation", "maintenance")
        )
        assert sum(rows[service].total for rows in kinds if service in rows) == row.total


@given(items(), st.lists(DATES, min_size=2, max_size=9, unique=True))
def test_neighbouring_spans_add_up(item: Item, cuts: list[date]) -> None:
    cuts.sort()
    for of in (spent, worn):
        pieces = [of(item, Days(a, b - timedelta(days=1))) for a, b in itertools.pairwise(cuts)]
        assert sum(pieces) == of(item, Days(cuts[0], cuts[-1] - timedelta(days=1)))


@given(items())
def test_all_days_bear_it_all(item: Item) -> None:
    ever = Days(date(1990, 1, 1), date(2199, 1, 1))
    assert worn(item, ever) == spent(item, ever) == item.minor


@given(st.integers(1990, 2100), st.integers(1, 12))
def test_the_parts_of_a_year_are_the_year(year: int, first_month: int) -> None:
    whole = days_of(year, WHOLE, first_month)
    for parts in (QUARTERS, MONTHS):
        spans = [days_of(year, part, first_month) for part in parts]
        assert spans[0].first == whole.first and spans[-1].last == whole.last
        assert all(a.last + timedelta(days=1) == b.first for a, b in itertools.pairwise(spans))
    assert len(PARTS) == 17
    assert year_of(whole.first, first_month) == year_of(whole.last, first_month) == year


def test_a_leap_day_comes_again_in_leap_years_alone() -> None:
    assert years_later(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)
