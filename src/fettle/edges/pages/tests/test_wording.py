"""Times and numbers in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from fettle.edges.pages import wording
from fettle.edges.pages.sla import SlaView

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2025, 11, 24, 9, 44, tzinfo=BERLIN)


@given(st.integers(0, 10**7))
def test_time_over_reads_like_time_left_with_a_minus(seconds: int) -> None:
    assert wording.left(-seconds).removeprefix("−") == wording.left(seconds)


@given(st.integers(0, 86399))
def test_below_a_day_the_clock_face_gives_the_minutes_back(seconds: int) -> None:
    hours, minutes = wording.left(seconds).split(":")
    assert len(minutes) == 2
    assert int(hours) * 60 + int(minutes) == seconds // 60


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (7800, "2:10"),
        (1080, "0:18"),
        (-2520, "−0:42"),
        (93600, "1 d 2 h"),
        (172800, "2 d"),
        (0, "0:00"),
        (-97200, "−1 d 3 h"),
    ],
)
def test_left(seconds: int, words: str) -> None:
    assert wording.left(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(240, "4 min"), (7080, "1 h 58 min"), (3600, "1 h"), (176400, "2 d 1 h"), (30, "0 min")]
)
def test_span(seconds: int, words: str) -> None:
    assert wording.span(seconds) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "just now"),
        (6, "6 min ago"),
        (-20, "in 20 min"),
        (102, "today 08:02"),
        (-480, "today 17:44"),
        (1440, "yesterday 09:44"),
        (-1440, "tomorrow 09:44"),
        (14400, "14 Nov 2025, 09:44"),
    ],
)
def test_relative(minutes: int, words: str) -> None:
    assert wording.relative(NOW - timedelta(minutes=minutes), NOW) == words


def test_yesterday_is_the_readers_yesterday() -> None:
    just_before_midnight = datetime(2025, 11, 23, 23, 59, tzinfo=BERLIN)
    assert wording.relative(just_before_midnight, NOW).startswith("yesterday")
    assert wording.relative(just_before_midnight.astimezone(ZoneInfo("UTC")).astimezone(BERLIN), NOW).startswith(
        "yesterday"
    )


def test_only_a_clock_with_a_due_time_runs() -> None:
    assert SlaView("warn", 60, NOW).runs
    assert not SlaView("warn", 60).runs
    assert not SlaView("paused", 60, NOW).runs
    assert SlaView("paused").text == "Paused"
    assert SlaView("met", 240).text == "4 min"
    assert SlaView("late", -60, NOW).spoken == "overdue by"


@pytest.mark.parametrize(
    ("value", "english", "german"), [(1234567.0, "1234567", "1234567"), (7.25, "7.2", "7,2"), (0.0, "0", "0")]
)
def test_a_number_is_written_out_with_the_readers_decimal_sign(value: float, english: str, german: str) -> None:
    assert wording.number(value) == english
    with translation.override("de"):
        assert wording.number(value) == german
