"""Working calendars: examples that a person can check by hand, and what is refused with which words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from fettle.kernel.clock.calendar import (
    ALWAYS,
    WorkingCalendar,
    add_working,
    due_after,
    working_intervals,
    working_seconds,
)
from fettle.kernel.clock.wording import NoWorkingTime

HOUR = 3600
OFFICE = {
    day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
}
NIGHTS = {day: [["01:30", "02:30"]] for day in (*OFFICE, "saturday", "sunday")}


def calendar(week: dict, zone: str = "Europe/Prague", **more: dict) -> WorkingCalendar:
    return WorkingCalendar.from_data({"zone": zone, "week": week, **more})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_eight_hours_go_over_lunch_and_night() -> None:
    assert add_working(calendar(OFFICE), utc("2026-06-03T09:00"), 8 * HOUR) == utc("2026-06-04T10:00")


def test_a_holiday_is_skipped_and_a_special_day_replaces_everything() -> None:
    cal = calendar(
        OFFICE, holidays={"2026-12-24": "Eve", "2026-12-25": "Christmas"}, special={"2026-12-24": [["09:00", "10:00"]]}
    )
    assert working_seconds(cal, utc("2026-12-24T00:00"), utc("2026-12-27T00:00")) == HOUR
    assert cal.holiday_on(date(2026, 12, 25)) == "Christmas"
    assert cal.holiday_on(date(2026, 12, 24)) is None


def test_an_hour_that_the_clock_skips_gives_no_working_time() -> None:
    spans = working_intervals(calendar(NIGHTS), utc("2026-03-28T12:00"), utc("2026-03-29T12:00"))
    assert spans == ((utc("2026-03-29T00:30"), utc("2026-03-29T01:00")),)


def test_an_hour_that_the_clock_repeats_gives_both() -> None:
    spans = working_intervals(calendar(NIGHTS), utc("2026-10-24T12:00"), utc("2026-10-25T12:00"))
    assert spans == (
        (utc("2026-10-24T23:30"), utc("2026-10-25T00:30")),
        (utc("2026-10-25T01:00"), utc("2026-10-25T01:30")),
    )


def test_a_day_that_a_zone_left_out_has_no_working_time() -> None:
    always = calendar(
        {day: [["00:00", "24:00"]] for day in NIGHTS}, zone="Pacific/Apia", holidays={"2011-12-30": "Left out"}
    )
    assert working_seconds(always, utc("2011-12-28T00:00"), utc("2012-01-02T00:00")) == 5 * 24 * HOUR


def test_the_end_of_a_day_is_when_its_hours_are_used_up() -> None:
    assert add_working(calendar(OFFICE), utc("2026-06-03T20:00"), 7 * HOUR) == utc("2026-06-04T15:00")


def test_always_is_plain_time_across_years() -> None:
    start, end = utc("2023-12-31T12:00"), utc("2026-01-01T12:00")
    assert working_intervals(ALWAYS, start, end) == ((start, end),)
    assert working_seconds(ALWAYS, start, end) == (end - start).total_seconds()


def test_nothing_is_worked_backwards() -> None:
    assert working_seconds(ALWAYS, utc("2026-01-02T00:00"), utc("2026-01-01T00:00")) == 0
    assert working_intervals(ALWAYS, utc("2026-01-02T00:00"), utc("2026-01-01T00:00")) == ()


def test_a_calendar_that_never_works_says_so() -> None:
    over = calendar({}, special={"2020-01-01": [["09:00", "10:00"]]})
    assert add_working(over, utc("2019-01-01T00:00"), HOUR) == utc("2020-01-01T09:00")
    with pytest.raises(NoWorkingTime, match="no working time within 10 years"):
        add_working(over, utc("2021-01-01T00:00"), HOUR)
    assert due_after(over, utc("2021-01-01T00:00"), HOUR) is None
    assert due_after(over, utc("2019-01-01T00:00"), HOUR) == utc("2020-01-01T09:00")


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        working_seconds(ALWAYS, datetime(2026, 1, 1), utc("2026-01-02T00:00"))


def test_data_go_there_and_back() -> None:
    cal = calendar(
        OFFICE, holidays={"2026-12-25": "Christmas"}, special={"2026-12-24": [["09:00", "12:00"]], "2026-12-31": []}
    )
    again = WorkingCalendar.from_data(cal.to_data())
    assert again == cal
    assert hash(again) == hash(cal)
    assert again.to_data() == cal.to_data()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (7, "must be an object with the fields zone"),
        ({"week": {}}, "zone: “None” is not a known time zone. Give an IANA name"),
        ({"zone": "Middle/Earth"}, "zone: “Middle/Earth” is not a known time zone"),
        ({"zone": "../UTC"}, "is not a known time zone"),
        ({"zone": "UTC", "weak": {}}, "weak: there is no such field"),
        ({"zone": "UTC", "week": []}, "week: must be an object"),
        ({"zone": "UTC", "week": {"mon": []}}, "week.mon: there is no such field"),
        ({"zone": "UTC", "week": {"monday": "09:00-17:00"}}, "week.monday: must be a list of spans"),
        ({"zone": "UTC", "week": {"monday": [["09:00"]]}}, "week.monday: must be a list of spans"),
        ({"zone": "UTC", "week": {"monday": [["9:00", "17:00"]]}}, "week.monday: “9:00” is not a time of day"),
        ({"zone": "UTC", "week": {"monday": [["09:00", "24:01"]]}}, "week.monday: “24:01” is not a time of day"),
        ({"zone": "UTC", "week": {"monday": [[9, 17]]}}, "week.monday: “9” is not a time of day"),
        ({"zone": "UTC", "week": {"friday": [["22:00", "06:00"]]}}, "week.friday: the span 22:00–06:00 must end after"),
        ({"zone": "UTC", "week": {"friday": [["09:00", "09:00"]]}}, "week.friday: the span 09:00–09:00 must end after"),
        (
            {"zone": "UTC", "week": {"friday": [["12:00", "17:00"], ["09:00", "13:00"]]}},
            "week.friday: the spans 09:00–13:00 and 12:00–17:00 overlap. Join them",
        ),
        ({"zone": "UTC", "holidays": {"24.12.2026": "Eve"}}, "holidays: “24.12.2026” is not a date"),
        ({"zone": "UTC", "holidays": {"20261224": "Eve"}}, "holidays: “20261224” is not a date"),
        ({"zone": "UTC", "holidays": {"2026-12-24": 5}}, "holidays.2026-12-24: the name must be text"),
        ({"zone": "UTC", "holidays": ["2026-12-24"]}, "holidays: must be an object"),
        ({"zone": "UTC", "special": {"2026-02-29": []}}, "special: “2026-02-29” is not a date"),
        ({"zone": "UTC", "special": {"2026-12-24": None}}, "special.2026-12-24: must be a list of spans"),
    ],
)
def test_bad_data_are_refused_with_field_and_remedy(data: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        WorkingCalendar.from_data(data)
    assert sentence in str(refused.value)


def test_a_calendar_made_in_code_is_checked_too() -> None:
    with pytest.raises(ValueError, match="must have seven days"):
        WorkingCalendar("UTC", ())
    with pytest.raises(ValueError, match=r"week\.monday: the span"):
        WorkingCalendar("UTC", (((600, 500),), *((),) * 6))
