"""What else is promised: each row that cannot be is refused by row and field."""

from __future__ import annotations

from typing import Any

import pytest

from fettle.kernel.errors import Invalid
from fettle.processes.levels import version_form
from fettle.processes.levels.promises import Promises

GOOD: list[dict[str, Any]] = [
    {"kind": "availability", "percent": 99.5, "period": "month"},
    {"kind": "reliability", "interruptions": 3, "period": "quarter", "hours_between": None},
    {"kind": "capacity", "name": "storage", "amount": 500, "unit": "GB"},
    {"kind": "capacity", "name": "seats", "amount": 30.5, "unit": "places"},
    {"kind": "notice", "hours": 48},
    {"kind": "reporting", "days": 31},
]


def test_what_can_be_promised_is_kept_as_it_is() -> None:
    assert Promises().clean(GOOD, None) == GOOD


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"kind": "availability", "percent": 101, "period": "month"}, "Row 1: percent: give a number from 0 to 100"),
        ({"kind": "availability", "percent": True, "period": "month"}, "Row 1: percent"),
        ({"kind": "availability", "percent": float("nan"), "period": "month"}, "Row 1: percent"),
        ({"kind": "availability", "percent": 99, "period": "week"}, "Row 1: period: give one of month, quarter, year"),
        ({"kind": "availability", "percent": 99}, "Give an object with kind, percent, period"),
        (
            {"kind": "reliability", "interruptions": 1.5, "period": "year", "hours_between": 3},
            "interruptions: give a whole",
        ),
        ({"kind": "reliability", "interruptions": 1, "period": "year", "hours_between": 0}, "hours_between"),
        ({"kind": "capacity", "name": "", "amount": 1, "unit": "GB"}, "name: give a text"),
        ({"kind": "capacity", "name": "a\nb", "amount": 1, "unit": "GB"}, "name: give a text"),
        ({"kind": "notice", "hours": 0}, "hours: give a whole number from 1"),
        ({"kind": "luck"}, "kind: give one of availability"),
        ("availability", "kind: give one of"),
    ],
)
def test_what_cannot_be_promised_is_refused_by_row_and_field(row: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Promises().clean([row], None)


def test_each_is_promised_once() -> None:
    with pytest.raises(ValueError, match="Row 2: this is promised in an earlier row"):
        Promises().clean([GOOD[4], {"kind": "notice", "hours": 24}], None)
    with pytest.raises(ValueError, match="Row 2"):
        Promises().clean([GOOD[2], {**GOOD[2], "name": "Storage"}], None)


def given(**values: Any) -> dict[str, Any]:
    return dict.fromkeys(field.name for field in version_form.FIELDS) | values


def test_the_form_says_the_same_as_the_rows() -> None:
    said = given(
        percent=99.5,
        percent_period="month",
        interruptions=3,
        interruptions_period="quarter",
        capacity="storage; 500; GB\nseats; 30,5; places",
        notice_hours=48,
        report_days=31,
    )
    assert version_form.promised(said, None) == GOOD


@pytest.mark.parametrize("line", ["storage", "storage; much; GB", "storage; 500;", "; 5; GB"])
def test_a_line_of_capacity_names_its_number(line: str) -> None:
    with pytest.raises(Invalid, match="Line 2"):
        version_form.promised(given(capacity=f"seats; 3; places\n{line}"), None)


def test_the_time_between_interruptions_needs_their_number() -> None:
    with pytest.raises(Invalid, match="how many interruptions"):
        version_form.promised(given(hours_between=5), None)
