"""Sums of money are read, written and converted exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from fettle.processes.money.currency import MOST, Money, converted, digits, parse, rate_of, words

CURRENCIES = st.sampled_from(["EUR", "USD", "JPY", "KWD", "CHF", "CZK"])
SUMS = st.builds(Money, st.integers(0, MOST - 1), CURRENCIES)


@given(SUMS, CURRENCIES)
def test_what_is_written_plainly_is_read_back(money: Money, base: str) -> None:
    assert parse(money.plain(), base) == money


@given(SUMS, st.sampled_from(["en", "de"]))
def test_what_people_are_shown_is_read_back(money: Money, language: str) -> None:
    with override(language):
        shown = money.words()
    if money.currency in ("EUR", "CHF", "CZK") and digits(money.currency) == 2:
        told = shown.replace("Kč", "CZK")
        assert parse(told, "EUR") == money


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        *(("1234.5", 123450), ("1.234,50", 123450), ("1,234.50", 123450), ("1 234,5", 123450), ("1'234.50", 123450)),
        *(("1.234", 123400), ("1,234,567", 123456700), ("0,5", 50), ("7", 700), ("€ 12,30", 1230), ("12,30 eur", 1230)),
    ],
)
def test_sums_are_read_as_people_write_them(text: str, minor: int) -> None:
    assert parse(text, "EUR") == Money(minor, "EUR")


def test_a_minor_unit_of_three_digits_is_no_group() -> None:
    assert parse("1.234", "KWD") == Money(1234, "KWD")
    assert parse("1.234.567", "KWD") == Money(1234567000, "KWD")
    assert parse("120", "JPY") == Money(120, "JPY")


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "-5", "1e5", "1.2345", "12.345.6", "1,23.4,5", "0.123", "1.23.456", "12 XXX", "12 XAU", "EUR", "١٢"),
        *("12,34 USD EUR", "9" * 30),
    ],
)
def test_what_is_no_sum_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z].*[.]$"):
        parse(text, "EUR")


@given(st.integers(1, 10**12), st.decimals("0.0001", "1000", places=4))
def test_a_conversion_is_off_by_half_a_unit_at_most(minor: int, rate: Decimal) -> None:
    exact = Decimal(minor) * rate  # cents to cents
    assert abs(converted(Money(minor, "USD"), str(rate), "EUR") - exact) <= Decimal("0.5")


def test_half_a_unit_goes_to_the_even_one() -> None:
    assert converted(Money(1, "USD"), "0.5", "EUR") == 0
    assert converted(Money(3, "USD"), "0.5", "EUR") == 2
    assert converted(Money(100, "JPY"), "0.0061", "EUR") == 61


@pytest.mark.parametrize("text", ["0", "-1", "x", "NaN", "Infinity", "1e9", "0.00000000001"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="rate"):
        rate_of(text)


def test_a_rate_is_kept_exactly() -> None:
    assert (rate_of("0,92"), rate_of("1.10"), rate_of("10")) == ("0.92", "1.1", "10")


def test_each_language_writes_it_its_own_way() -> None:
    with override("de"):
        assert words(123450, "EUR") == "1.234,50\u00a0€"
    with override("en"):
        assert words(123450, "EUR") == "€1,234.50"
