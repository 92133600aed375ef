"""Laws of the calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from fettle.edges.duties.ical import LONGEST, Event, calendar, escaped, folded

TEXTS = st.lists(st.sampled_from([*"aé€🙂 ,;\\\n", "Review"]), max_size=60).map("".join)


@given(TEXTS)
def test_lines_are_short_and_lose_nothing(text: str) -> None:
    line = escaped(text)
    made = folded(line)
    assert all(len(part.encode()) <= LONGEST for part in made.split("\r\n"))
    assert made.replace("\r\n ", "") == line


@given(TEXTS)
def test_a_value_ends_where_its_line_ends(text: str) -> None:
    file = calendar([Event("duty-1@here", date(2027, 2, 28), text, "https://here/DOC-000001")], datetime.now(UTC))
    lines = file.replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert [line for line in lines if line.startswith("SUMMARY:")] == [f"SUMMARY:{escaped(text)}"]
    assert "DTSTART;VALUE=DATE:20270228" in lines and "DTEND;VALUE=DATE:20270301" in lines
