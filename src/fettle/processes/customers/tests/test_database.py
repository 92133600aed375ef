"""The customer database (PR7.S1, PR7.A1): entered, updated, ended; and that of suppliers, which does the same (PR8)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fettle.facilities.cycles import actions as cycles
from fettle.facilities.cycles import queries as duties
from fettle.facilities.links import actions as links
from fettle.facilities.relationships import queries
from fettle.facilities.relationships.actions import Database
from fettle.facilities.search.jobs import catch_up
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.customers.actions import DATABASE as CUSTOMERS
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels.tests.test_served import browser
from fettle.processes.suppliers.actions import DATABASE as SUPPLIERS
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

BOTH = pytest.mark.parametrize("database", [CUSTOMERS, SUPPLIERS], ids=["customers", "suppliers"])


def entered(world: World, database: Database, **values: Any) -> Record:
    values = {"organisation": world.school, "assignee": world.people["agent"], "importance": "high"} | values
    values.setdefault("contact_point", "the office")
    return database.register(world.actor("manager"), **values)


@BOTH
def test_a_party_is_entered_and_its_review_comes_due(world: World, database: Database) -> None:
    made = entered(world, database)
    assert (made.title, made.organisation, made.state, made.is_open) == (
        "Riverside School",
        world.school,
        "active",
        False,
    )
    duty = duties.of_record(made)[0]
    assert (duty.code, duty.every, duty.unit, duty.person) == (database.duty, 3, "months", world.people["agent"])
    assert duty.due_on > timezone.localdate() + timedelta(days=85)
    entry = Entry.objects.get(record=made)
    assert [fact["name"] for fact in entry.facts] == ["relationships.entered", "cycles.set"]


@BOTH
def test_a_party_that_nobody_can_reach_is_refused(world: World, database: Database) -> None:
    with pytest.raises(Invalid, match="how this party is reached") as problem:
        entered(world, database, contact_point=" ")
    assert "contact" in problem.value.errors
    made = entered(world, database, contact=world.people["requester"], contact_point="")
    with pytest.raises(Invalid, match="how this party is reached"):
        database.revise(world.actor("manager"), made.number, contact=None)
    database.revise(world.actor("manager"), made.number, contact=None, contact_point="office@riverside.example")


@BOTH
def test_an_organisation_stands_once_and_an_ended_one_is_taken_up_again(world: World, database: Database) -> None:
    made, manager = entered(world, database), world.actor("manager")
    with pytest.raises(Invalid, match=f"entered already, as {made.number}"):
        entered(world, database)
    database.end(manager, made.number, reason="Nothing is agreed any more")
    made.refresh_from_db()
    assert made.state == "ended" and duties.of_record(made) == []
    with pytest.raises(Invalid, match="take that up again"):
        entered(world, database)
    with pytest.raises(Refusal, match="take the relationship up again first"):
        database.revise(manager, made.number, notes="Late")
    database.take_up(manager, made.number, reason="They are back")
    made.refresh_from_db()
    assert made.state == "active" and len(duties.of_record(made)) == 1
    assert Entry.objects.filter(record=made).count() == 3


@BOTH
def test_the_review_follows_whoever_looks_after_the_party(world: World, database: Database) -> None:
    made, manager = entered(world, database), world.actor("manager")
    database.revise(manager, made.number, assignee=world.people["head"])
    assert duties.of_record(made)[0].person == world.people["head"]
    with pytest.raises(Invalid, match="Name who looks after"):
        database.revise(manager, made.number, assignee=None)


@BOTH
def test_another_importance_is_another_rhythm(world: World, database: Database) -> None:
    """It decides how often a party is reviewed, and did so on the day alone on which the party was entered."""
    made, manager, today = entered(world, database, importance="low"), world.actor("manager"), timezone.localdate()
    database.revise(manager, made.number, importance="high")
    duty = duties.of_record(made)[0]
    assert (duty.every, duty.unit) == (3, "months") and duty.due_on < today + timedelta(days=95)
    assert [fact["name"] for fact in Entry.objects.filter(record=made).latest("seq").facts][1:] == ["cycles.set"]
    cycles.set_duty(manager, made.number, code=database.duty, due_on=today, every=2, person=world.people["agent"])
    database.revise(manager, made.number, importance="normal", assignee=world.people["head"])
    duty = duties.of_record(made)[0]
    assert (duty.every, duty.due_on, duty.person) == (2, today, world.people["head"])


def test_how_often_is_settled_by_importance(world: World) -> None:
    rows = [{"code": "high", "label": "Vital", "months": 1, "active": True}]
    settings.redefine(world.actor("manager"), CUSTOMERS.importances, value=rows)
    assert duties.of_record(entered(world, CUSTOMERS))[0].every == 1


@BOTH
def test_only_its_manager_writes_and_only_staff_read(world: World, database: Database) -> None:
    made = entered(world, database)
    assert get(world.actor("agent"), made.number) == made
    for who in ("requester", "classmate", "stranger"):
        with pytest.raises(NotSeen):
            get(world.actor(who), made.number)
    with pytest.raises(Forbidden):
        database.revise(world.actor("agent"), made.number, notes="Hello")
    with pytest.raises(Forbidden):
        database.register(
            world.actor("auditor"), organisation=world.rival, assignee=world.people["agent"], importance="low"
        )


def test_who_is_marked_in_the_tree_and_not_entered_is_named(world: World) -> None:
    manager = world.actor("manager")
    assert list(queries.left_out(manager, CUSTOMERS.kind, "is_customer")) == [world.rival, world.school]
    entered(world, CUSTOMERS)
    assert list(queries.left_out(manager, CUSTOMERS.kind, "is_customer")) == [world.rival]


def test_what_there_was_with_a_party_is_told_page_by_page(world: World) -> None:
    made, manager, requester = entered(world, CUSTOMERS), world.actor("manager"), world.actor("requester")
    numbers = [incidents.register(requester, INCIDENT, title=f"Printer {at}").number for at in range(3)]
    incidents.register(world.actor("stranger"), INCIDENT, title="Of the others")
    found = queries.met(manager, made, None, 10)
    assert [each.record.number for each in found] == numbers[::-1]
    assert found[0].last is not None and found[0].last.fact == "incidents.registered"
    place = (found[0].record.opened_at, found[0].record.pk)
    assert [each.record.number for each in queries.met(manager, made, place, 10)] == numbers[1::-1]
    links.link(manager, made.number, world.service.number, "related")
    assert world.service in [each.record for each in queries.met(manager, made, None, 10)]


def test_the_last_thing_told_of_a_record_is_for_the_reader(world: World) -> None:
    """Who is on a record of elsewhere sees it among those of a customer, and nothing of it that is for staff there."""
    made, agent = entered(world, CUSTOMERS, organisation=world.rival), world.people["agent"]
    ticket = incidents.register(world.actor("agent"), INCIDENT, title="Printer jams", requester=agent)
    links.link(world.actor("manager"), made.number, ticket.number, "related")
    assert queries.met(world.actor("manager"), made, None, 9)[0].last.fact == "links.linked"  # type: ignore[union-attr]
    Grant.objects.filter(person=agent).update(organisation=world.rival)
    found = queries.met(world.actor("agent"), made, None, 9)
    assert [(each.record, each.last and each.last.fact) for each in found] == [(ticket, "incidents.registered")]


def test_nothing_of_a_relationship_leaks_by_lists(world: World) -> None:
    entered(world, CUSTOMERS)
    assert not visible(world.actor("requester"), CUSTOMERS.kind).exists()
    assert visible(world.actor("auditor"), CUSTOMERS.kind).count() == 1


def test_key_data_are_entered_found_exported_and_changed(world: World) -> None:
    """PR7.S1, PR8.S1."""
    client, call = browser(world, "manager"), caller_of(world, "manager")
    key = {"reference": "K4711", "address": "Lane 3\nTown", "website": "https://riverside.example"}
    party = {"organisation": world.school.name, "assignee": "agent@example.org", "importance": "normal"}
    made = call("POST", "/customers", {**party, "contact_point": "the office", **key})
    assert made.status_code == 201 and {name: made.json()[name] for name in key} == key
    number = made.json()["number"]
    page = client.get(f"/customers/{number}").content.decode()
    assert "K4711" in page and "Lane 3" in page
    assert b"K4711" in b"".join(call("GET", "/customers/export?format=csv"))
    catch_up.run(timestamp=0)
    for found in ("/search?q=K4711&kind=customer", "/customers?q=k4711"):
        assert [row["number"] for row in call("GET", found).json()["items"]] == [number], found
    assert call("GET", "/customers?q=K471").json()["items"] == []
    client.post(
        f"/customers/{number}/edit?section=0",
        {"title": "The school", "importance": "normal", **key, "reference": "K-1"},
    )
    assert call("GET", f"/customers/{number}").json()["reference"] == "K-1"
