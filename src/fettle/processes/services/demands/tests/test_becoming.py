"""What becomes of demands: a proposal in one step (PR1.I1), targets of an agreement (PR2.I2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fettle.edges.notify.recipients import Recipients
from fettle.kernel.access.models import Grant
from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.customers import actions as customers
from fettle.processes.levels import actions as levels
from fettle.processes.services.demands import actions as demands
from fettle.processes.services.demands.records import DEMAND
from fettle.processes.suppliers import actions as suppliers
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def asked(world: World, title: str = "Lessons by video", **more: Any) -> Record:
    given = {"nature": "requirement", "organisation": world.school, "details": "Five are ill for months", **more}
    return demands.register(world.actor("agent"), title=title, **given)


def sla(world: World) -> Record:
    return levels.register(
        world.actor("manager"), title="For the school", type="sla", organisation=world.school, contact="the office"
    )


@pytest.fixture
def manager(world: World) -> Client:
    client = Client()
    client.force_login(world.people["manager"])
    return client


def test_a_proposal_begins_from_a_demand_and_takes_it_up(world: World, manager: Client) -> None:
    made = asked(world)
    address = f"/services/propose?demand={made.number}"
    assert address in manager.get(f"/demands/{made.number}").content.decode()
    page = manager.get(address).content.decode()
    assert "Lessons by video" in page and "Five are ill for months" in page
    there = manager.post(address, {"title": "Video rooms", "need": "Five are ill"})
    assert there.status_code == 302
    service = Record.objects.get(number=there["Location"].rpartition("/")[2])
    taken = Record.objects.get(pk=made.pk)
    assert (taken.state, taken.service, service.state) == ("taken_up", service, "proposal")
    assert address not in manager.get(f"/demands/{made.number}").content.decode()
    again = manager.post(address, {"title": "Video rooms once more"})
    assert again.status_code == 422 and "only what is new is taken up" in again.content.decode()
    assert not Record.objects.filter(title="Video rooms once more").exists(), "nothing is half done"


def test_over_rest_a_proposal_names_the_demand_that_it_answers(world: World, caller: Any) -> None:
    made = asked(world)
    told = caller("manager")("POST", "/services", {"title": "Video", "phase": "proposal", "demand": made.number})
    assert told.status_code == 201
    assert Record.objects.get(pk=made.pk).service.number == told.json()["number"]
    again = caller("manager")("POST", "/services", {"title": "Film", "phase": "proposal", "demand": made.number})
    assert again.status_code == 422 and "demand" in again.json()["errors"]


def test_targets_of_an_agreement_come_from_a_requirement(world: World, manager: Client) -> None:
    agreement, made, other = sla(world), asked(world), asked(world, "Longer hours")
    elsewhere = asked(world, "Of another school", organisation=world.rival)
    with pytest.raises(Invalid, match="service that is to meet it"):
        demands.take_up(world.actor("manager"), made.number)
    page = manager.get(f"/agreements/{agreement.number}").content.decode()
    assert "in no agreement yet" in page and made.number in page and elsewhere.number not in page
    manager.post(f"/demands/{made.number}/do/take_up", {"agreement": agreement.number})
    taken = Record.objects.get(pk=made.pk)
    assert (taken.state, taken.item.agreement, taken.service) == ("taken_up", agreement, None)
    page = manager.get(f"/agreements/{agreement.number}").content.decode()
    assert "its targets come from it" in page and other.number in page
    assert agreement.number in manager.get(f"/demands/{made.number}").content.decode()
    Grant.objects.create(person=world.people["classmate"], role="representative", organisation=world.school)
    levels.change_version(world.actor("manager"), agreement.number, valid_from=made.opened_at.date())
    levels.negotiate(world.actor("manager"), agreement.number)
    reader = Client()
    reader.force_login(world.people["classmate"])
    theirs = reader.get(f"/portal/agreements/{agreement.number}").content.decode()
    assert "For the school" in theirs and made.number not in theirs, "what we make of it is ours"


def test_a_service_that_was_named_stays_when_an_agreement_takes_it_up(world: World) -> None:
    made = asked(world, service=world.service)
    taken = demands.take_up(world.actor("manager"), made.number, agreement=sla(world))
    assert taken.service == world.service


def test_a_party_shows_what_is_agreed_with_it_and_leads_to_an_agreement(world: World, manager: Client) -> None:
    said: dict[str, Any] = {"assignee": world.people["manager"], "importance": "normal", "contact_point": "the office"}
    customer = customers.register(world.actor("manager"), organisation=world.school, **said)
    address = f"/agreements/new?with={customer.number}"
    page = manager.get(f"/customers/{customer.number}").content.decode()
    assert "Nothing is agreed with them yet." in page and address in page
    form = manager.get(address).content.decode()
    assert "the office" in form and "Riverside School" in form
    agreement = sla(world)
    assert f"/agreements/{agreement.number}" in manager.get(f"/customers/{customer.number}").content.decode()
    rival = suppliers.register(world.actor("manager"), organisation=world.rival, **said)
    assert agreement.number not in manager.get(f"/suppliers/{rival.number}").content.decode()
    reader = Client()
    reader.force_login(world.people["agent"])
    assert address not in reader.get(f"/customers/{customer.number}").content.decode(), "who may not draw one up"


def test_the_portfolio_manager_settles_how_much_demands_matter(world: World) -> None:
    rows = [*current()["services.demand_weights"], {"code": "law", "label": "The law asks for it", "active": True}]
    settings.redefine(world.actor("manager"), "services.demand_weights", value=rows)
    made = asked(world, weight="law")
    assert DEMAND.by_name["weight"].type.text(made.item.weight) == "The law asks for it"
    body = {"title": "Colour", "nature": "demand", "weight": "dire"}
    refused = caller_of(world, "manager")("POST", "/demands", body)
    assert refused.status_code == 422 and "weight" in refused.json()["errors"]


def test_whoever_wrote_a_demand_down_is_told_what_becomes_of_it(world: World) -> None:
    manager = world.actor("manager")
    taken, declined = asked(world), asked(world, "Films in every break")
    demands.take_up(manager, taken.number, service=world.service)
    demands.meet(manager, taken.number, remark="Two rooms")
    demands.decline(manager, declined.number, reason="One line")
    for record, names in ((taken, ("taken_up", "met")), (declined, ("declined",))):
        for name in names:
            entry = Entry.objects.get(record=record, fact=f"services.demand_{name}")
            rows = [row for row in current()["notify.rules"] if row["fact"] == f"services.demand_{name}"]
            who = {pk for row in rows for pk in Recipients(record, entry.facts).of(row["who"])}
            assert world.people["agent"].pk in who, name
