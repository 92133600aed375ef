"""Ten ways in which other service desks get their clocks wrong. Each test is named after the report that tells of it.

All of them use office hours, 9 to 17 from Monday to Friday in Prague (UTC+2 in June 2026; 1 June is a Monday).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.replay import Mark, Reading, Terms, read

PRAGUE = ZoneInfo("Europe/Prague")
OFFICE = WorkingCalendar("Europe/Prague", (((540, 1020),),) * 5 + ((),) * 2)
HOUR = 3600


def at(day: int, time: str) -> datetime:
    """A day of June 2026 and a time on the wall in Prague."""
    hour, minute = time.split(":")
    return datetime(2026, 6, day, int(hour), int(minute), tzinfo=PRAGUE)


def within(hours: int | None, name: str = "resolution") -> Terms:
    return Terms(name, None if hours is None else hours * HOUR, OFFICE, label=f"{hours} h")


def clock(as_of: datetime, *marks: tuple) -> Reading:
    """The reading of (time, what, terms or reason) in the order given."""
    told = []
    for seq, (when, what, *more) in enumerate(marks):
        terms = next((value for value in more if isinstance(value, Terms)), None)
        reason = next((value for value in more if isinstance(value, str)), "")
        told.append(Mark(when, seq, what, reason, terms))
    return read(told, as_of)


def test_glpi_15605() -> None:
    """After a long pause the agreement changes, and it is due as if nobody had waited since the opening."""
    reading = clock(
        at(5, "10:00"),
        (at(1, "09:00"), "start", within(16)),
        (at(1, "11:00"), "pause", "waiting for the user"),
        (at(5, "09:00"), "resume"),
        (at(5, "10:00"), "retarget", within(4)),
    )
    assert reading.elapsed_seconds == 3 * HOUR
    assert reading.due_at == at(5, "11:00")
    assert reading.breached_at is None


def test_glpi_6902() -> None:
    """The urgency is raised while the record waits, and the waiting is not added to the new agreement's due time."""
    marks = (
        (at(1, "09:00"), "start", within(16)),
        (at(1, "10:00"), "pause", "waiting for the user"),
        (at(1, "15:00"), "retarget", within(2)),
    )
    waiting = clock(at(2, "12:00"), *marks)
    assert (waiting.state, waiting.breached_at, waiting.due_at) == ("paused", None, None)
    assert clock(at(3, "09:00"), *marks, (at(3, "09:00"), "resume")).due_at == at(3, "10:00")


def test_glpi_10594() -> None:
    """A pause over a weekend is credited with the whole weekend, although only its working hours were lost."""
    reading = clock(
        at(8, "10:00"),
        (at(5, "14:00"), "start", within(8)),
        (at(5, "16:00"), "pause", "waiting for the supplier"),
        (at(8, "10:00"), "resume"),
    )
    assert reading.elapsed_seconds == 2 * HOUR
    assert reading.due_at == at(8, "16:00")


def test_glpi_24481() -> None:
    """A record becomes overdue while it is pending for a given reason."""
    marks = ((at(1, "09:00"), "start", within(4)), (at(1, "12:00"), "pause", "waiting for the user"))
    for day in range(2, 30):
        reading = clock(at(day, "16:00"), *marks)
        assert (reading.state, reading.breached_at, reading.remaining_seconds) == ("paused", None, HOUR)


def test_frappe_1554() -> None:
    """The screen says paused, but the clock runs on unseen: after the pause the time left is that of the first day."""
    reading = clock(
        at(3, "09:00"),
        (at(1, "09:00"), "start", within(6)),
        (at(1, "13:00"), "pause", "replied"),
        (at(3, "09:00"), "resume"),
    )
    assert reading.remaining_seconds == 2 * HOUR
    assert reading.due_at == at(3, "11:00")


def test_frappe_3776() -> None:
    """An agent in another zone sees a fresh record as failed, and a pause that ends in the solution is not deducted."""
    start, kolkata = at(1, "09:00"), ZoneInfo("Asia/Kolkata")
    home = [Mark(start, 1, "start", terms=within(1)), Mark(at(1, "09:20"), 2, "pause", "on hold")]
    away = [replace(mark, at=mark.at.astimezone(kolkata)) for mark in home]
    assert read(away, start.astimezone(kolkata)) == read(home, start)
    assert read(away, start.astimezone(kolkata)).due_at == at(1, "10:00")
    solved = read([*home, Mark(at(26, "12:00"), 3, "stop")], at(30, "12:00"))
    assert (solved.state, solved.elapsed_seconds) == ("met", 20 * 60)


def test_zammad_5177() -> None:
    """A shorter target for updates takes the place of the one for the first response before anybody has responded."""
    marks = (
        (at(1, "09:00"), "start", within(4, "response")),
        (at(1, "10:00"), "start", within(1, "update")),
    )
    waiting = clock(at(1, "11:30"), *marks)
    assert (waiting.terms.name, waiting.due_at, waiting.breached_at) == ("response", at(1, "13:00"), None)
    responded = clock(at(2, "09:00"), *marks, (at(1, "12:00"), "stop"))
    assert (responded.state, responded.due_at) == ("met", at(1, "13:00"))


def test_zammad_4353() -> None:
    """An agreement ends, but what it had escalated stays escalated and goes on sending warnings."""
    marks = ((at(1, "09:00"), "start", within(1)), (at(2, "09:00"), "retarget", within(None)))
    assert clock(at(1, "15:00"), *marks).breached_at == at(1, "10:00")
    freed = clock(at(2, "09:00"), *marks)
    assert (freed.state, freed.due_at, freed.breached_at) == ("running", None, None)
    withdrawn = clock(at(2, "10:00"), marks[0], (at(2, "09:00"), "cancel"))
    assert (withdrawn.state, withdrawn.due_at, withdrawn.breached_at) == ("cancelled", None, None)


def test_ost_3034() -> None:
    """No state pauses the clock, so that what waits for a spare part is overdue, and so is what rests over night."""
    marks = (
        (at(1, "16:00"), "start", within(2)),
        (at(2, "09:30"), "pause", "waiting for a spare part"),
        (at(10, "09:00"), "resume"),
    )
    assert clock(at(2, "08:00"), *marks).breached_at is None
    assert clock(at(9, "12:00"), *marks).state == "paused"
    assert clock(at(10, "09:30"), *marks, (at(10, "09:30"), "stop")).state == "met"


def test_znuny_514() -> None:
    """A record that a process opens, classified and moved on in the same moment, never starts its response clock."""
    opened = at(1, "09:00")
    by_phone = clock(opened, (opened, "start", within(2, "response")))
    by_process = clock(
        opened,
        (opened, "retarget", within(8, "response")),
        (opened, "resume"),
        (opened, "start"),
        (opened, "retarget", within(2, "response")),
    )
    assert by_process == by_phone
    assert (by_process.state, by_process.due_at) == ("running", at(1, "11:00"))
