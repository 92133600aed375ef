"""Stored values as words."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils.translation import override

from fettle.edges.pages import values
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Day, Text

HOLDS = Field("holds_from", Day(), "holds from")


def kind_with(value: Any) -> Any:
    return SimpleNamespace(value=lambda record, name: value, by_name={"holds_from": HOLDS})


def test_a_day_stands_in_the_rail_as_people_say_it() -> None:
    record: Any = None
    kind, record = kind_with(date(2026, 11, 5)), Record(number="DOC-000001")
    assert values.cell(kind, record, HOLDS).value == "5 Nov 2026"
    with override("de"):
        assert values.cell(kind, record, HOLDS).value == "5. Nov 2026"


def test_a_day_stands_in_the_history_as_people_say_it() -> None:
    assert values.changed(kind_with(None), {"holds_from": [None, "2026-11-05"]}, {}, ()) == [
        ("Holds from", "", "5 Nov 2026")
    ]


def test_the_history_tells_a_text_without_the_marks_of_markdown() -> None:
    minutes: Any = SimpleNamespace(by_name={"minutes": Field("minutes", Text(2000), "minutes")})
    said = values.changed(minutes, {"minutes": ["", "## Said\n\nIt **holds**, #4 too.\n### Decided"]}, {}, ())
    assert said == [("Minutes", "", "Said\n\nIt holds, #4 too.\nDecided")]
