"""Every country that a holiday is known of has a name, in the language of whoever reads it."""

from __future__ import annotations

from django.utils.translation import override

from fettle.kernel.clock.countries import NAMES
from fettle.kernel.clock.holidays_of import countries, names


def test_each_known_country_has_its_name() -> None:
    assert set(countries()) <= set(NAMES)


def test_they_are_named_and_sorted_for_the_reader() -> None:
    with override("de"):
        german = names()
    assert german["AT"] == "Österreich" and german["DE"] == "Deutschland"
    order = list(german.values())
    assert order.index("Niederlande") < order.index("Österreich") < order.index("Polen")
    with override("en"):
        assert names()["AT"] == "Austria"
