"""Clocks of a record that is being worked: another priority, a reason that does not stop them, another team; and the
due times that are told before it is saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fettle.kernel.clock import actions as calendars
from fettle.kernel.clock.models import Calendar
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.tests.desk import HX, fresh
from fettle.processes.services import actions as services
from fettle.site.testing.world import WORKDAYS, World

Then = Callable[[datetime], datetime]
DAYS = (*WORKDAYS, "saturday", "sunday")
NINE = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)
"""A Monday, nine o'clock in Prague."""


@pytest.fixture
def low(world: World, then: Then) -> Record:
    """A fourth priority, reported by mail at nine: to be answered in 8 working hours, resolved in 40."""
    then(NINE)
    who = world.people["requester"]
    return actions.register(world.actor("agent"), INCIDENT, title="Printer", requester=who, channel="mail", priority=4)


def test_another_priority_moves_the_due_times_and_the_first_one_stays(
    world: World, low: Record, then: Then, caller: Callable[..., Callable], signed_in: Any
) -> None:
    """From the opening on, as if the new target had always held."""
    call, path = caller("agent"), f"/incidents/{low.number}"
    before = call("GET", path).json()
    assert datetime.fromisoformat(before["response_due_at"]) == NINE + timedelta(hours=8)
    then(NINE + timedelta(minutes=10))
    raised = call("POST", f"{path}/prioritise", {"priority": 1, "reason": "The whole school"}).json()
    assert datetime.fromisoformat(raised["response_due_at"]) == NINE + timedelta(minutes=15)
    assert datetime.fromisoformat(raised["resolution_due_at"]) == NINE + timedelta(hours=4)
    assert datetime.fromisoformat(raised["due_at"]) == NINE + timedelta(minutes=15)
    assert (raised["priority"], raised["first_priority"]) == (1, 4)
    after = fresh(low)
    assert (after.rank, after.item.first_priority) == (1, 4) and check(after) == []
    table = b"".join(signed_in("agent").get("/incidents/export?format=csv").streaming_content).decode("utf-8-sig")
    names, values = (line.split(",") for line in table.splitlines()[:2])
    row = dict(zip(names, values, strict=False))
    assert (row["priority"], row["first_priority"]) == ("1", "4")


def test_a_reason_that_does_not_stop_the_clock_keeps_it_running(world: World, low: Record, then: Then) -> None:
    due = fresh(low).item.resolution_due_at
    then(NINE + timedelta(hours=1))
    actions.wait(world.actor("agent"), low.number, pause_reason="change")
    waiting = fresh(low)
    assert waiting.state == "waiting" and waiting.item.resolution_due_at == due and waiting.soon_at is not None
    then(NINE + timedelta(hours=2))
    actions.resume(world.actor("agent"), low.number)
    assert fresh(low).item.resolution_due_at == due and check(fresh(low)) == []
    then(NINE + timedelta(hours=3))
    actions.wait(world.actor("agent"), low.number, pause_reason="supplier")
    then(NINE + timedelta(hours=4))
    actions.resume(world.actor("agent"), low.number)
    assert fresh(low).item.resolution_due_at == due + timedelta(hours=1), "one that does"


def test_another_team_takes_over_by_functional_escalation(world: World, low: Record) -> None:
    actions.take(world.actor("agent"), low.number)
    values = {"way": "functional", "team": world.network, "reason": "A matter of the switch"}
    actions.escalate(world.actor("agent"), low.number, **values)
    after = fresh(low)
    assert (after.team, after.assignee, after.item.escalation) == (world.network, None, 1)
    assert after.item.handed_over == 0 and after.state == "in_progress" and check(after) == []
    (fact,) = Entry.objects.get(record=low, seq=after.version).said()
    assert (fact.way, fact.reason) == ("functional", "A matter of the switch")  # type: ignore[attr-defined]


def test_the_preview_tells_due_times_by_the_agreements_calendar(signed_in: Any, world: World, then: Then) -> None:
    """In the reader's zone: Friday at four, one hour before the office closes, and what a service's own hours make."""
    then(datetime(2026, 6, 5, 14, 0, tzinfo=UTC))
    form = {
        "requester": f"person:{world.people['requester'].pk}",
        "title": "Exam stops",
        "impact": "service",
        "urgency": "stopped",
        "channel": "mail",
        "service": world.service.number,
    }

    def foreseen() -> str:
        html = signed_in("agent").post("/incidents/preview", form, **HX).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))

    assert "respond by 5 Jun 2026, 16:15, restore by 8 Jun 2026, 11:00" in foreseen()
    Person.objects.filter(pk=world.people["agent"].pk).update(zone="America/New_York")
    assert "respond by 5 Jun 2026, 10:15, restore by 8 Jun 2026, 05:00" in foreseen()
    Person.objects.filter(pk=world.people["agent"].pk).update(zone="Europe/Prague")
    week = {day: [["00:00", "24:00"]] for day in DAYS}
    calendars.define("always", "Always", {"zone": "Europe/Prague", "week": week}, "tests")
    services.revise(world.actor("manager"), world.service.number, calendar=Calendar.objects.get(key="always"))
    assert "respond by 5 Jun 2026, 16:15, restore by 5 Jun 2026, 20:00" in foreseen()
