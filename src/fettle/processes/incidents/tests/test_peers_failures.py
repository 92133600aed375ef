"""The ten failures of other service desks (``kernel/clock/tests/test_peers_failures.py``) on whole records: through the
actions of the desk, the clockwork and the columns that screens and REST show.

Office hours are 8 to 17 from Monday to Friday in Prague (UTC+2 in June 2026; 1 June is a Monday). Targets in working
hours: P1 answers in a quarter, resolves in 4; P2 in 1 and 8; P3 in 4 and 24; P4 in 8 and 40.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check, in_order
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions, jobs
from fettle.processes.incidents.panels import readings
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.tests.desk import fresh, page
from fettle.site.testing.world import World

PRAGUE = ZoneInfo("Europe/Prague")
HOUR = 3600


def at(day: int, time: str) -> datetime:
    hour, minute = time.split(":")
    return datetime(2026, 6, day, int(hour), int(minute), tzinfo=PRAGUE)


class Desk:
    """One incident over days: ``desk(at(...), verb, values)`` does something to it at that time."""

    def __init__(self, world: World, then: Callable[[datetime], datetime]) -> None:
        self.world, self.then, self.number = world, then, ""

    def opened(self, moment: datetime, priority: int) -> None:
        self.then(moment)
        agent, requester = self.world.actor("agent"), self.world.people["requester"]
        made = actions.register(
            agent, INCIDENT, title="Wi-Fi down", requester=requester, channel="mail", priority=priority
        )
        self.number = made.number

    def __call__(self, moment: datetime, verb: str, who: str = "agent", **values: Any) -> Record:
        self.then(moment)
        getattr(actions, verb)(self.world.actor(who), self.number, **values)
        assert check(self.record) == []
        return self.record

    @property
    def record(self) -> Record:
        return fresh(Record.objects.get(number=self.number))

    def used(self, moment: datetime) -> int:
        """Seconds that the resolution's clock has counted, by the explanation."""
        reading = dict(readings(in_order(self.record), self.then(moment)))["Resolution"]
        return sum(each.seconds for each in reading.intervals if each.counted)

    def watched(self, moment: datetime) -> list[str]:
        """What the clockwork has said until then."""
        self.then(moment)
        jobs.watch_targets.run()
        facts = [fact for entry in Entry.objects.filter(record=self.record) for fact in entry.facts]
        return sorted(f"{fact['name']} {fact['data']['clock']}" for fact in facts if fact.get("data", {}).get("clock"))


@pytest.fixture
def desk(world: World, then: Callable[[datetime], datetime]) -> Desk:
    return Desk(world, then)


def test_glpi_15605(desk: Desk) -> None:
    """After a long pause another target holds, and it is due as if nobody had waited since the opening."""
    desk.opened(at(1, "08:00"), 3)
    desk(at(1, "10:00"), "wait", pause_reason="supplier")
    desk(at(5, "08:00"), "resume")
    record = desk(at(5, "09:00"), "prioritise", priority=1, reason="Exam")
    assert record.item.resolution_due_at == at(5, "10:00") and desk.used(at(5, "09:00")) == 3 * HOUR


def test_glpi_6902(desk: Desk) -> None:
    """The priority is raised while the record waits, and the waiting is not added to the new due time."""
    desk.opened(at(1, "08:00"), 3)
    desk(at(1, "08:10"), "reply", text="We look at it.")
    desk(at(1, "09:00"), "wait", pause_reason="requester")
    assert desk(at(1, "14:00"), "prioritise", priority=1, reason="Exam").due_at is None
    assert desk.watched(at(2, "12:00")) == []
    assert desk(at(3, "08:00"), "resume").item.resolution_due_at == at(3, "11:00")


def test_glpi_10594(desk: Desk) -> None:
    """A pause over a weekend is credited with the whole weekend, although only its working hours were lost."""
    desk.opened(at(5, "13:00"), 2)
    desk(at(5, "15:00"), "wait", pause_reason="supplier")
    assert desk(at(8, "09:00"), "resume").item.resolution_due_at == at(8, "15:00")
    assert desk.used(at(8, "09:00")) == 2 * HOUR


def test_glpi_24481(desk: Desk) -> None:
    """A record becomes overdue while it is pending for a given reason."""
    desk.opened(at(1, "08:00"), 1)
    desk(at(1, "08:10"), "reply", text="We look at it.")
    desk(at(1, "10:00"), "wait", pause_reason="supplier")
    for day in (2, 8, 15, 29):
        assert desk.watched(at(day, "16:00")) == [] and desk.record.due_at is None


def test_frappe_1554(desk: Desk) -> None:
    """The screen says paused, but the clock runs on unseen: after the pause the time left is that of the first day."""
    desk.opened(at(1, "08:00"), 2)
    desk(at(1, "12:00"), "reply", text="Which room?", then="wait")
    record = desk(at(3, "08:00"), "reply", who="requester", text="B-104")
    assert record.state == "new" and record.item.resolution_due_at == at(3, "12:00")


def test_frappe_3776(desk: Desk, world: World, signed_in: Any) -> None:
    """An agent in another zone sees a fresh record as failed, and a pause that ends in the solution is not deducted."""
    Person.objects.filter(pk=world.people["agent"].pk).update(zone="Asia/Kolkata")
    desk.opened(at(1, "08:00"), 1)
    html = signed_in("agent").get(page(desk.record)).content.decode()
    clocks = html.partition('<section id="clocks"')[2].partition("</section>")[0]
    assert "due soon, time left" in clocks and "on track, time left" in clocks, clocks
    assert "missed" not in clocks and "overdue" not in clocks
    assert desk.record.item.resolution_due_at == at(1, "12:00")
    desk(at(1, "08:10"), "reply", text="We wait for the part.", then="wait")
    solved = desk(at(26, "12:00"), "resolve", resolution="Done", closure_code="solved")
    assert solved.item.within_target is True and desk.used(at(30, "12:00")) == 10 * 60


def test_zammad_5177(desk: Desk) -> None:
    """Another target takes the place of the one for the first response before anybody has responded."""
    desk.opened(at(1, "08:00"), 2)
    for moment, verb, values in (
        (at(1, "08:20"), "take", {}),
        (at(1, "08:30"), "note", {"text": "The switch again."}),
        (at(1, "08:40"), "reply", {"who": "requester", "text": "Room B-104, too."}),
    ):
        record = desk(moment, verb, **values)
        assert (record.item.response_due_at, record.item.resolution_due_at) == (at(1, "09:00"), at(1, "16:00"))
        assert record.due_at == at(1, "09:00") and record.item.responded_at is None
    answered = desk(at(1, "08:50"), "reply", text="We are on our way.")
    assert answered.item.responded_at == at(1, "08:50") and answered.item.response_due_at is None
    assert answered.due_at == answered.item.resolution_due_at == at(1, "16:00")


def test_zammad_4353(desk: Desk) -> None:
    """A target no longer holds, but what it had escalated stays escalated and goes on sending warnings."""
    desk.opened(at(1, "08:00"), 1)
    desk(at(1, "08:10"), "reply", text="We look at it.")
    late = desk.watched(at(1, "13:00"))
    assert "levels.breached resolution" in late
    freed = desk(at(1, "14:00"), "prioritise", priority=4, reason="Only one person")
    assert freed.item.resolution_due_at == at(5, "12:00") and desk.watched(at(3, "12:00")) == late
    gone = desk(at(3, "13:00"), "withdraw", reason="By itself")
    assert gone.due_at is None and gone.item.within_target is None and desk.watched(at(30, "12:00")) == late


def test_ost_3034(desk: Desk) -> None:
    """No state pauses the clock, so that what waits for a spare part is overdue, and so is what rests over night."""
    desk.opened(at(1, "16:00"), 1)
    desk(at(1, "16:05"), "reply", text="We look at it.")
    assert desk.watched(at(2, "07:59")) == []
    desk(at(2, "08:30"), "wait", pause_reason="supplier")
    assert desk.watched(at(9, "12:00")) == []
    desk(at(10, "08:00"), "resume")
    solved = desk(at(10, "09:30"), "resolve", resolution="New part", closure_code="solved")
    assert solved.item.within_target is True and desk.used(at(10, "12:00")) == 3 * HOUR


def test_znuny_514(desk: Desk) -> None:
    """A record that is opened, classified and moved on in the same moment never starts its response clock."""
    moment = at(1, "08:00")
    desk.opened(moment, 4)
    desk(moment, "revise", category="network")
    desk(moment, "take")
    record = desk(moment, "prioritise", priority=1, reason="Exam")
    assert record.item.response_due_at == at(1, "08:15") and record.item.resolution_due_at == at(1, "12:00")
    assert timezone.now() == moment and record.item.responded_at is None
