"""Complaints (PR7.A2): recorded, answered in time or late, followed up, closed; blind between customers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import audiences, get, visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.figures import Period, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.customers.complaints import actions
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.figures import FIGURES
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def complained(world: World, who: str = "requester", **values: Any) -> Record:
    return actions.register(world.actor(who), title="Nobody calls back", **values)


def facts(record: Record) -> list[str]:
    return list(Entry.objects.filter(record=record).order_by("seq").values_list("fact", flat=True))


def test_whoever_is_not_content_says_so_and_sees_the_answer(world: World) -> None:
    made = complained(world, details="Three times I asked.")
    assert (made.organisation, made.item.requester, made.item.channel) == (
        world.school,
        world.people["requester"],
        "portal",
    )
    assert timedelta(days=9) < made.due_at - timezone.now() < timedelta(days=11)
    manager = world.actor("manager")
    actions.take(manager, made.number)
    actions.answer(manager, made.number, answer="We call back within a day.", outcome="justified")
    made.refresh_from_db()
    assert (made.state, made.due_at, made.assignee) == ("answered", None, world.people["manager"])
    actions.close(manager, made.number)
    made.refresh_from_db()
    assert (made.state, made.is_open) == ("closed", False) and made.closed_at is not None
    assert facts(made) == [f"complaints.{name}" for name in ("received", "taken", "answered", "closed")]
    requester = world.actor("requester")
    assert "staff" not in audiences(requester, get(requester, made.number))
    hidden = {field.name for field in COMPLAINT.fields if field.audience == "staff"}
    assert {"notes", "outcome", "progress"} <= hidden


def test_customers_are_blind_to_each_other(world: World) -> None:
    made = complained(world)
    for who in ("stranger", "classmate"):
        with pytest.raises(NotSeen):
            get(world.actor(who), made.number)
    Grant.objects.create(person=world.people["classmate"], role="representative", organisation=world.school)
    Grant.objects.create(person=world.people["stranger"], role="representative", organisation=world.rival)
    assert get(world.actor("classmate"), made.number) == made
    assert not visible(world.actor("stranger"), COMPLAINT).exists()
    with pytest.raises(Forbidden):
        actions.withdraw(world.actor("classmate"), made.number, reason="Not mine")


def test_staff_write_down_what_they_hear_and_others_speak_for_themselves(world: World) -> None:
    made = complained(world, "agent", organisation=world.rival, channel="phone")
    assert (made.organisation, made.item.requester, made.item.channel) == (world.rival, None, "phone")
    made = complained(world, "agent", requester=world.people["stranger"])
    assert made.organisation == world.rival
    assert get(world.actor("stranger"), made.number) == made
    for values in ({"organisation": world.rival}, {"requester": world.people["stranger"]}, {"channel": "phone"}):
        with pytest.raises(Forbidden):
            complained(world, **values)
    with pytest.raises(Forbidden):
        complained(world, "auditor", organisation=world.rival)


def test_it_is_linked_with_what_it_is_about(world: World) -> None:
    ticket = incidents.register(world.actor("requester"), INCIDENT, title="No network", service=world.service)
    made = complained(world, about=ticket)
    assert made.service == world.service
    assert Entry.objects.filter(record=ticket, fact="links.linked").count() == 1
    with pytest.raises(NotSeen):
        complained(world, "stranger", about=ticket)


def test_what_follows_from_it_is_done_before_it_is_closed(world: World) -> None:
    made, manager = complained(world), world.actor("manager")
    actions.take(manager, made.number)
    tasks.add(manager, made.number, title="Train the desk")
    actions.answer(manager, made.number, answer="We train the desk.", outcome="partly")
    with pytest.raises(Refusal, match="Train the desk"):
        actions.close(manager, made.number)
    tasks.done(manager, made.number, step=steps.steps(made)[0].pk)
    actions.close(manager, made.number)


def test_the_answer_was_not_the_end_of_it(world: World) -> None:
    made, manager, today = complained(world), world.actor("manager"), timezone.localdate()
    actions.answer(manager, made.number, answer="So it is.", outcome="unjustified")
    with pytest.raises(Invalid, match="still to come"):
        actions.follow_up(manager, made.number, reason="They ask again", until=today - timedelta(days=1))
    actions.follow_up(manager, made.number, reason="They ask again", until=today + timedelta(days=3))
    made.refresh_from_db()
    assert made.state == "in_work" and timezone.localtime(made.due_at).date() == today + timedelta(days=3)
    actions.answer(manager, made.number, answer="We looked again.", outcome="partly")
    actions.close(manager, made.number)
    with pytest.raises(Refusal, match="reopen it"):
        actions.revise(manager, made.number, notes="Late")
    actions.reopen(manager, made.number, reason="It happened once more")
    made.refresh_from_db()
    assert made.is_open and made.closed_at is None and made.due_at is not None


def test_what_is_not_due_does_not_loom(world: World) -> None:
    """Without a day to answer by it went on looming, and one given after the answer outlived its end."""
    made, manager = complained(world), world.actor("manager")
    actions.revise(manager, made.number, due_at=None)
    made.refresh_from_db()
    assert (made.due_at, made.soon_at) == (None, None)
    actions.answer(manager, made.number, answer="Yes.", outcome="justified")
    actions.revise(manager, made.number, due_at=timezone.now() - timedelta(days=1))
    actions.close(manager, made.number)
    made.refresh_from_db()
    assert (made.state, made.due_at, made.soon_at) == ("closed", None, None)


def test_a_day_to_answer_by_can_be_a_moment_everywhere(world: World) -> None:
    """The last day of all is no moment where the sun rises earlier: the page of the complaint was an error."""
    made, call = complained(world), caller_of(world, "head")
    actions.answer(world.actor("manager"), made.number, answer="So it is.", outcome="partly")
    for day in ("9999-12-31", "0001-01-01"):
        answer = call("POST", f"/complaints/{made.number}/follow_up", {"reason": "They ask again", "until": day})
        assert answer.status_code == 422 and "from 1800 to 2199" in answer.json()["errors"]["until"]


def test_those_who_ask_complain_of_what_they_asked_for(world: World) -> None:
    """Who saw a service wrote into its history, and everybody who just worked on it had to begin anew."""
    was = world.service.version
    with pytest.raises(Invalid, match="that was asked of us"):
        complained(world, about=world.service)
    world.service.refresh_from_db()
    assert world.service.version == was
    assert complained(world, "agent", organisation=world.school, about=world.service).service is None


def test_staff_of_another_place_speak_for_themselves_too(world: World) -> None:
    Grant.objects.filter(person=world.people["agent"]).update(organisation=world.rival)
    assert complained(world, "agent").organisation == world.provider
    me = Person.objects.get(mail="agent@example.org")
    assert complained(world, "agent", requester=me).organisation == world.provider
    with pytest.raises(Forbidden):
        complained(world, "agent", requester=me, organisation=world.school)


def test_whoever_complained_may_take_it_back(world: World) -> None:
    made = complained(world)
    actions.withdraw(world.actor("requester"), made.number, reason="It was a misunderstanding")
    made.refresh_from_db()
    assert (made.state, made.is_open, made.due_at) == ("withdrawn", False, None)


def test_only_those_who_handle_complaints_answer(world: World) -> None:
    made = complained(world)
    for who in ("agent", "requester", "auditor"):
        with pytest.raises(Forbidden):
            actions.answer(world.actor(who), made.number, answer="No.", outcome="unjustified")
    with pytest.raises(Invalid, match="who complains"):
        actions.register(world.actor("manager").house("tests", "complaints.register", "complaints.record"), title="?")


def read(world: World, period: Period, who: str = "auditor") -> dict[str, Any]:
    scope = Scope(world.actor(who))
    return {figure.code: figure.compute(period, scope).value for figure in FIGURES}


def test_the_figures_of_a_period(world: World) -> None:
    manager, now = world.actor("manager"), timezone.now()
    late, soon, open_one = (complained(world) for _each in range(3))
    Record.objects.filter(pk=late.pk).update(due_at=now - timedelta(days=1))
    for made in (late, soon):
        actions.answer(manager, made.number, answer="Yes.", outcome="justified")
    actions.close(manager, soon.number)
    period = Period(now - timedelta(days=1), now + timedelta(days=1))
    said = {"CMP-1": 3, "CMP-2": 2, "CMP-3": 50.0, "CMP-4": 1, "CMP-5": 0, "CMP-6": 2}
    assert read(world, period) == said
    assert read(world, Period(now - timedelta(days=9), now - timedelta(days=8)))["CMP-1"] is None
    assert read(world, period, "stranger")["CMP-1"] == 0
    first = FIGURES[0].compute(period, Scope(world.actor("auditor")))
    assert (
        first.by["customer"] == {"Riverside School": 3} and len(first.within("customer", [str(world.school.pk)])) == 3
    )
    actions.reopen(manager, soon.number, reason="Again")
    assert read(world, period)["CMP-6"] == 3 and open_one.is_open
    before = Period(now - timedelta(days=1), timezone.now())
    actions.withdraw(manager, open_one.number, reason="All is well")
    actions.answer(manager, soon.number, answer="Yes.", outcome="justified")
    actions.close(manager, soon.number)
    assert read(world, before)["CMP-6"] == 3 and read(world, period)["CMP-6"] == 1


def test_a_figure_reads_no_more_of_many_complaints_than_it_counts(world: World) -> None:
    """Fifty thousand rows took four seconds; how many are open was looked for among all entries."""
    complained(world, service=world.service)
    complained(world, "stranger")
    now = timezone.now()
    period, scope = Period(now - timedelta(days=1), now + timedelta(days=1)), Scope(world.actor("auditor"))
    figures = {figure.code: figure for figure in FIGURES}
    with CaptureQueriesContext(connection) as asked:
        readings = [figures[code].compute(period, scope) for code in ("CMP-1", "CMP-6")]
    assert not [query["sql"] for query in asked if '"due_at"' in query["sql"]]
    assert all('"history_entry"."fact"' in query["sql"] for query in asked if "DISTINCT ON" in query["sql"])
    for reading in readings:
        assert reading.by["service"] == {"Campus network": 1, "not given": 1}
        assert reading.by["customer"] == {"Riverside School": 1, "Hilltop School": 1}
        assert reading.keys["service"] == {"Campus network": str(world.service.pk), "not given": ""}


def settled(world: World, key: str, unused: str) -> None:
    """One row more, and one that is no longer in use."""
    rows = [{**row, "active": row["code"] != unused} for row in current()[key]]
    rows.append({"code": "own", "label": "As we call it", "active": True})
    settings.redefine(world.actor("manager"), key, value=rows)


def test_the_manager_settles_by_which_ways_complaints_come(world: World) -> None:
    settled(world, "customers.complaint_channels", "meeting")
    made = complained(world, "manager", requester=world.people["requester"], channel="own")
    field = COMPLAINT.by_name["channel"].type
    assert field.text(made.item.channel) == "As we call it" and field.text("meeting") == "In a meeting"
    assert "meeting" not in [option.code for option in field.options() if option.active]
    body = {"title": "Nobody", "requester": "requester@example.org", "channel": "meeting"}
    refused = caller_of(world, "manager")("POST", "/complaints", body)
    assert refused.status_code == 422 and "channel" in refused.json()["errors"]


def test_the_manager_settles_what_may_come_of_complaints(world: World) -> None:
    settled(world, "customers.complaint_outcomes", "partly")
    made, ask = complained(world), caller_of(world, "manager")
    refused = ask("POST", f"/complaints/{made.number}/answer", {"answer": "So", "outcome": "partly"})
    assert refused.status_code == 422 and "outcome" in refused.json()["errors"]
    assert ask("POST", f"/complaints/{made.number}/answer", {"answer": "So", "outcome": "own"}).status_code == 200
    assert COMPLAINT.by_name["outcome"].type.text("own") == "As we call it"
