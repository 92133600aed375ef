"""Folding, queries and reasons, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.facilities.search.words import Query, fold, match


@pytest.mark.parametrize(
    ("typed", "whole", "begins"),
    [
        ("printer jam", "printer", "jam"),
        ("Drucker", "", "drucker"),
        ('"paper jam"', '"paper jam"', ""),
        ('"paper jam" tray', '"paper jam"', "tray"),
        ('say "half', 'say "half', ""),
        ("wifi or lan", "wifi or lan", ""),
        ("wifi -guest", "wifi -guest", ""),
        ("Wi-Fi", "", "wi-fi"),
        ("", "", ""),
    ],
)
def test_the_last_plain_word_is_the_start_of_one(typed: str, whole: str, begins: str) -> None:
    assert Query.of(typed) == Query(whole, begins)


def test_accents_and_case_make_no_difference() -> None:
    assert fold("Öffentlich STRASSE Straße café") == "offentlich strasse strasse cafe"


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_why_it_matched_is_the_part_with_most_of_the_words() -> None:
    parts = [("title", "A", "Printer in B-104"), ("message", "D", "the " * 60 + "printer ate my thesis " + "and " * 60)]
    found = match(parts, Query.of("printer thesis"))
    assert found.label == "message" and "printer ate my thesis" in found.snippet
    assert found.snippet.startswith("… ") and found.snippet.endswith(" …") and len(found.snippet) < 200
    assert match(parts, Query.of("thesis -printer")).label == "message"
    assert match(parts, Query.of("print")).label == "title"


def test_a_hyphened_word_is_also_found_as_one() -> None:
    from fettle.facilities.search.words import findable

    assert findable("Wi-Fi in B-104") == "wi-fi in b-104 wifi"


@pytest.mark.parametrize(
    ("typed", "whole", "begins"),
    [
        ("Wi-Fi slow", "wifi", ""),
        ("slow Wi-Fi", "slow", "wifi"),
        ("lan -wi-fi down", "lan -wifi", ""),
        ("a_b-c-d door-to-door x", "a_b-c-d doortodoor", ""),
        ("b-104 wi-fi- -- x", "b-104 wi-fi- --", ""),
        ('"wi-fi slow" x', '"wi-fi slow"', ""),
    ],
)
def test_hyphened_words_are_asked_for_as_one(typed: str, whole: str, begins: str) -> None:
    query = Query.of(typed)
    assert (query.whole_joined, query.begins_joined) == (whole, begins)
