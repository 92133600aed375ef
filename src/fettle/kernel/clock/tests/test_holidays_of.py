"""Proposed holidays are rows that fit into a calendar's data."""

from __future__ import annotations

from datetime import date

import pytest

from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.holidays_of import countries, propose


def test_a_part_of_a_country_has_its_own_days() -> None:
    days = {holiday.day for holiday in propose("DE", [2026], "BY")}
    assert date(2026, 1, 6) in days
    assert date(2026, 1, 6) not in {holiday.day for holiday in propose("DE", [2026], "HH")}


def test_names_come_in_the_language_asked_for_or_the_own_one() -> None:
    assert tuple(propose("DE", [2026], language=language)[0].name for language in ("", "en_US", "tlh")) == (
        "Neujahr",
        "New Year's Day",
        "Neujahr",
    )


def test_rows_become_the_holidays_of_a_calendar() -> None:
    rows = propose("CZ", [2026, 2027, 2026])
    assert [row.day for row in rows] == sorted({row.day for row in rows})
    cal = WorkingCalendar.from_data({"zone": "Europe/Prague", "holidays": {str(row.day): row.name for row in rows}})
    assert date(2027, 12, 24) in cal.holidays


def test_every_country_can_be_asked() -> None:
    assert countries()["US"][:2] == ("AK", "AL")
    for code in countries():
        propose(code, [2026])


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(ValueError, match="country: “XX” is not known"):
        propose("XX", [2026])
    with pytest.raises(ValueError, match="subdivision: “ZZ” is not a part of DE"):
        propose("DE", [2026], "ZZ")


def test_a_language_is_found_by_its_first_part() -> None:
    named = {language: propose("CZ", [2026], language=language)[0].name for language in ("en", "en_US", "")}
    assert named["en"] == named["en_US"] != named[""]
