"""Clocks by example: the corners that the conventions decide, and what the explanation says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.replay import Mark, Reading, Terms, at_fraction, read

OFFICE = WorkingCalendar.from_data(
    {
        "zone": "UTC",
        "week": {day: [["09:00", "17:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")},
        "holidays": {"2026-12-25": "Christmas Day"},
    }
)
CLOSED = WorkingCalendar("UTC", ((),) * 7)


def at(day: int, hour: int, second: float = 0) -> datetime:
    """An hour of December 2026 in UTC; the 21st is a Monday."""
    return datetime(2026, 12, day, hour, tzinfo=UTC) + timedelta(seconds=second)


def started(hours: int | None, calendar: WorkingCalendar = OFFICE) -> Mark:
    return Mark(at(21, 9), 1, "start", terms=Terms("resolution", None if hours is None else hours * 3600, calendar))


def reading(as_of: datetime, hours: int | None, *marks: tuple) -> Reading:
    return read([started(hours), *(Mark(when, seq, what) for seq, (when, what) in enumerate(marks, 2))], as_of)


def test_who_stops_in_the_due_second_has_kept_the_promise_and_who_stops_after_it_has_not() -> None:
    assert reading(at(22, 9), 8, (at(21, 17), "stop")).state == "met"
    assert reading(at(22, 9), 8, (at(21, 17, 1), "stop")).state == "missed"


def test_after_hours_the_due_time_has_passed_although_no_more_work_was_counted() -> None:
    late = reading(at(21, 20), 8)
    assert (late.due_at, late.breached_at, late.remaining_seconds) == (at(21, 17), at(21, 17), 0)


def test_who_pauses_in_the_due_second_is_late_only_when_going_on() -> None:
    marks = ((at(21, 17), "pause"), (at(23, 9), "resume"))
    assert reading(at(22, 9), 8, *marks).breached_at is None
    assert reading(at(23, 9), 8, *marks).due_at == at(23, 9)
    assert reading(at(23, 9, 1), 8, *marks).breached_at == at(23, 9)


def test_a_part_of_a_second_counts_from_its_beginning() -> None:
    assert reading(at(21, 10, 0.999), 8).elapsed_seconds == 3600


def test_a_clock_without_target_measures_and_is_never_late() -> None:
    free = reading(at(28, 9), None, (at(22, 17), "stop"))
    assert (free.state, free.elapsed_seconds, free.remaining_seconds, free.due_at) == ("met", 16 * 3600, None, None)


def test_under_a_calendar_that_never_works_nothing_becomes_due() -> None:
    idle = read([started(8, CLOSED)], at(28, 9))
    assert (idle.state, idle.elapsed_seconds, idle.due_at) == ("running", 0, None)


def test_a_back_dated_pause_takes_the_breach_back() -> None:
    assert reading(at(22, 9), 4).breached_at == at(21, 13)
    assert reading(at(22, 9), 4, (at(21, 11), "pause")).breached_at is None


def test_the_explanation_names_every_rule() -> None:
    parts = reading(
        at(28, 12), 40, (at(22, 10), "pause"), (at(22, 11), "resume"), (at(24, 15), "stop"), (at(24, 16), "restart")
    ).intervals
    assert [(part.rule, part.seconds // 3600, part.day) for part in parts] == [
        ("working", 8, ""),
        ("outside_hours", 16, ""),
        ("working", 1, ""),
        ("paused", 1, ""),
        ("working", 6, ""),
        ("outside_hours", 16, ""),
        ("working", 8, ""),
        ("outside_hours", 16, ""),
        ("working", 6, ""),
        ("resolved", 1, ""),
        ("working", 1, ""),
        ("outside_hours", 7, ""),
        ("holiday", 24, "2026-12-25"),
        ("outside_hours", 57, ""),
        ("working", 3, ""),
    ]


def test_the_sentences_say_why() -> None:
    paused = Mark(at(24, 16), 2, "pause", "Waiting for the supplier")
    night, holiday = read([started(8)], at(28, 9)).intervals[-3:-1]
    assert str(night.sentence) == "Outside working hours, not counted"
    assert str(holiday.sentence) == "Holiday, not counted: Christmas Day (2026-12-25)"
    part = read([started(8), paused], at(28, 9)).intervals[-1]
    assert str(part.sentence) == "Paused, not counted: Waiting for the supplier"


def test_warnings_lie_before_and_behind() -> None:
    marks = [started(8), Mark(at(21, 15), 2, "pause"), Mark(at(22, 10), 3, "resume")]
    as_of = at(22, 10)
    assert at_fraction(marks, as_of, 0.5) == at(21, 13)
    assert at_fraction(marks, as_of, 0.9) == at(22, 11, 12 * 60)
    assert at_fraction(marks, at(21, 20), 0.9) is None
    assert at_fraction([started(None)], as_of, 0.5) is None
    with pytest.raises(ValueError, match="fraction: must be more than 0"):
        at_fraction(marks, as_of, 0)


def test_what_cannot_be_a_clock_is_refused() -> None:
    with pytest.raises(ValueError, match="started without terms"):
        read([Mark(at(21, 9), 1, "start")], at(22, 9))
    with pytest.raises(ValueError, match="must be longer than zero"):
        Terms("response", 0, OFFICE)
    with pytest.raises(ValueError, match="is not a mark"):
        Mark(at(21, 9), 1, "begin")
    with pytest.raises(ValueError, match="must say which terms"):
        Mark(at(21, 9), 1, "retarget")


def test_what_was_merged_into_another_stands_still_and_never_counts_as_resolved() -> None:
    """A clock is told of it by "cancel"; the other record's clock goes on."""
    marks = ((at(21, 12), "cancel"), (at(21, 13), "resume"), (at(21, 14), "stop"))
    for moment in (at(21, 12), at(22, 17), at(30, 17)):
        merged = reading(moment, 4, *marks)
        assert (merged.state, merged.due_at, merged.breached_at) == ("cancelled", None, None)
        assert merged.elapsed_seconds == 3 * 3600 and merged.stopped_at == at(21, 12)
