"""Delivering the report of a period: what is kept, who is told, that the duty is done; and the periods themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import NotificationDecision
from fettle.facilities.cycles import actions as cycles
from fettle.facilities.cycles.models import Duty
from fettle.kernel.access.models import Grant
from fettle.kernel.errors import Forbidden, Invalid, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.reporting import actions
from fettle.processes.reporting.due import last_whole, period_after
from fettle.site.testing.api import caller_of
from fettle.site.testing.cast import SPECIFIED
from fettle.site.testing.world import World

JANUARY = {"period_from": date(2026, 1, 1), "period_until": date(2026, 1, 31)}
DELIVER = actions.VERBS["deliver"]


@pytest.fixture
def report(world: World) -> Record:
    wish = {"told_role": "incident_manager", "layout": "incidents", "owner": world.people["agent"]}
    return actions.register(
        world.actor("manager"), **SPECIFIED, **wish, title="Incidents", identifier="incidents-monthly"
    )


@pytest.mark.parametrize("frequency", ["weekly", "monthly", "quarterly", "yearly"])
def test_the_last_whole_period_is_over_and_touches_the_running_one(frequency: str) -> None:
    for at in range(800):
        today = date(2023, 12, 25) + timedelta(days=at)
        first, last = last_whole(frequency, today)
        assert first <= last < today and period_after(frequency, first) == last + timedelta(days=1)
        assert period_after(frequency, today) == period_after(frequency, last + timedelta(days=1))


def test_what_is_delivered_is_kept_and_those_it_is_for_are_told(world: World, report: Record) -> None:
    Grant.objects.create(person=world.people["colleague"], role="incident_manager", organisation=world.provider)
    Grant.objects.create(person=world.people["stranger"], role="incident_manager", organisation=world.rival)
    done = DELIVER(world.actor("manager"), report.number, **JANUARY, remark="Look at the network")
    assert done.item.delivered_until == date(2026, 1, 31)
    entry = Entry.objects.filter(record=report).latest("seq")
    (fact,) = entry.said()
    told = {world.people[who].pk for who in ("agent", "colleague", "manager")}
    assert set(fact.people) == told and fact.rows({})[0][2] == "1 – 31 January 2026"
    decide(entry)
    decided = NotificationDecision.objects.filter(entry=entry)
    assert set(decided.values_list("person_id", flat=True)) == told
    assert decided.filter(person=world.people["colleague"], told=True, way="screen").exists()
    DELIVER(world.actor("manager"), report.number, period_from=date(2025, 12, 1), period_until=date(2025, 12, 31))
    assert Record.objects.get(pk=report.pk).item.delivered_until == date(2026, 1, 31), "an older one moves nothing back"


def test_with_it_the_duty_to_make_it_is_done(world: World, report: Record) -> None:
    manager = world.actor("manager")
    cycles.set_duty(manager, report.number, code="report.make", due_on=date(2026, 2, 3), role="report_owner")
    before = Entry.objects.filter(record=report).count()
    DELIVER(manager, report.number, **JANUARY)
    duty = Duty.objects.get(record=report)
    assert duty.last_done_on == timezone.localdate() and duty.due_on > duty.last_done_on
    assert Entry.objects.filter(record=report).count() == before + 1
    assert [fact.name for fact in Entry.objects.filter(record=report).latest("seq").said()] == [
        "reporting.delivered",
        "cycles.done",
    ]


def test_it_is_refused_for_what_is_not_over_or_ended_or_not_theirs(world: World, report: Record) -> None:
    today, manager = timezone.localdate(), world.actor("manager")
    with pytest.raises(Invalid, match="not over yet"):
        DELIVER(manager, report.number, period_from=today, period_until=today)
    with pytest.raises(Forbidden):
        DELIVER(world.actor("agent"), report.number, **JANUARY)
    actions.terminate(manager, report.number, reason="Nobody reads it")
    with pytest.raises(Refusal):
        DELIVER(manager, report.number, **JANUARY)


def test_over_rest_a_report_of_this_kind_is_made_and_delivered(world: World) -> None:
    call = caller_of(world, "manager")
    wish = {
        **SPECIFIED,
        "starts_on": "2026-01-01",
        "title": "Incidents",
        "identifier": "monthly",
        "layout": "incidents",
    }
    made = call("POST", "/reports", wish)
    assert made.status_code == 201, made.content
    number = made.json()["number"]
    days = {name: day.isoformat() for name, day in JANUARY.items()}
    done = call("POST", f"/reports/{number}/deliver", days)
    assert done.status_code == 200 and done.json()["delivered_until"] == "2026-01-31", done.content
    wrong = call("POST", "/reports", {**wish, "identifier": "other", "layout": "weather"})
    assert wrong.status_code == 422 and "layout" in wrong.content.decode()
