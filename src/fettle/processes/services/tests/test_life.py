"""The life of a service, and of what is asked for before there is one: each step in its order, each refusal with what
mends it; and nobody whom we serve sees what is only planned.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fettle.facilities.documents import actions as texts
from fettle.facilities.search import documents as indexing
from fettle.facilities.search import queries as search
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.services import actions
from fettle.processes.services.demands import actions as demands
from fettle.processes.services.packages import actions as packages
from fettle.processes.services.packages import criteria, standing
from fettle.processes.services.packages.tests.approved import approve, show_all
from fettle.processes.services.records import SERVICE
from fettle.processes.services.specifications import actions as specifications
from fettle.site.testing.api import Caller
from fettle.site.testing.world import World

WEIGHED = dict.fromkeys(("need", "value", "resources", "limits"), "Three schools ask for it.")


def propose(world: World, **values: Any) -> Record:
    return actions.propose(world.actor("manager"), title="Video rooms", organisation=world.provider, **values)


def state(record: Record) -> str:
    return str(Record.objects.get(pk=record.pk).state)


def test_from_the_proposal_to_its_end(world: World) -> None:
    manager = world.actor("manager")
    made = propose(world, **WEIGHED)
    assert (made.state, made.is_open) == ("proposal", True)
    assert actions.accept(manager, made.number, reason="Worth it").state == "design"
    with pytest.raises(Refusal, match="draw one up"):
        actions.start_transition(manager, made.number)
    package = packages.register(manager, service=made, title="By June")
    with pytest.raises(Refusal, match=f"{package.number} is not approved yet"):
        actions.start_transition(manager, made.number)
    approve(world, package)
    assert actions.start_transition(manager, made.number).state == "transition"
    with pytest.raises(Refusal, match=r"have no evidence yet: (“[^”]+”, ){3}and 3 more\. Show"):
        actions.go_live(manager, made.number)
    browser = Client()
    browser.force_login(world.people["manager"])
    page = browser.get(f"/services/{made.number}").content.decode()
    assert "acceptance criteria met: 0/6" in page, "which is why it cannot go live yet"
    show_all(world, package)
    live = actions.go_live(manager, made.number)
    assert (live.state, live.is_open, state(package)) == ("live", False, "completed")
    assert actions.retire(manager, made.number, reason="Replaced").state == "retired"
    assert actions.revive(manager, made.number, reason="Missed").state == "live"
    told = [entry.fact for entry in Entry.objects.filter(record=made).order_by("seq")]
    assert told == [
        f"services.{word}" for word in ("proposed", "accepted", "transition_started", "went_live", "retired", "revived")
    ]


@pytest.mark.parametrize("missing", list(WEIGHED))
def test_a_proposal_is_accepted_once_it_is_weighed(world: World, missing: str) -> None:
    made = propose(world, **{name: text for name, text in WEIGHED.items() if name != missing})
    label = str(SERVICE.by_name[missing].label)
    with pytest.raises(Refusal, match=f"fill in {label}\\."):
        actions.accept(world.actor("manager"), made.number, reason="Worth it")
    actions.revise(world.actor("manager"), made.number, **{missing: "So it is."})
    assert actions.accept(world.actor("manager"), made.number, reason="Worth it").state == "design"


def test_whatever_was_never_live_is_given_up(world: World) -> None:
    made = propose(world)
    assert actions.withdraw(world.actor("manager"), made.number, reason="Too dear").state == "withdrawn"
    with pytest.raises(Refusal, match="Withdrawn"):
        actions.accept(world.actor("manager"), made.number, reason="After all")


def test_a_design_that_fails_in_transition_goes_back(world: World) -> None:
    manager, made = world.actor("manager"), propose(world, **WEIGHED)
    actions.accept(manager, made.number, reason="Worth it")
    approve(world, packages.register(manager, service=made, title="By June"))
    actions.start_transition(manager, made.number)
    assert actions.give_back(manager, made.number, reason="Echo in every room").state == "design"


def test_services_are_added_live_until_that_is_switched_off(world: World) -> None:
    manager = world.actor("manager")
    assert actions.register(manager, title="Printing").state == "live"
    settings.redefine(manager, "services.portfolio", value={"add_live": False}, reason="The portfolio is built")
    with pytest.raises(Refusal, match="propose it instead"):
        actions.register(manager, title="Scanning")
    assert actions.propose(manager, title="Scanning").state == "proposal"


def test_what_is_planned_is_for_staff(world: World, caller: Any) -> None:
    """Customers see it neither in lists nor by its number, nor do they find it; once it is live they do."""
    made = propose(world, **WEIGHED)
    indexing.index(made.pk)
    customer = world.actor("requester")
    assert made not in visible(customer, SERVICE) and made in visible(world.actor("agent"), SERVICE)
    with pytest.raises(NotSeen):
        get(customer, made.number, SERVICE)
    assert not search.search(customer, "Video rooms") and search.search(world.actor("agent"), "Video rooms")
    ask: Caller = caller("requester")
    assert ask("GET", f"/services/{made.number}").status_code == 404
    assert made.number not in ask("GET", "/services").content.decode()
    assert world.service in visible(customer, SERVICE)
    actions.retire(world.actor("manager"), world.service.number, reason="Old")
    assert world.service in visible(customer, SERVICE), "what was recorded for it goes on naming it"


def test_what_a_service_was_weighed_by_is_for_staff(world: World, caller: Any) -> None:
    actions.revise(world.actor("manager"), world.service.number, resources="Two people", contact="room 7")
    told = caller("requester")("GET", f"/services/{world.service.number}").json()
    assert told["contact"] == "room 7" and "resources" not in told and "customers" not in told
    for below in ("map", "components", "parties"):
        assert caller("requester")("GET", f"/services/{world.service.number}/{below}").status_code == 404
    for over in ("completeness", "parties"):
        assert caller("requester")("GET", f"/services/{over}").status_code == 403


def test_a_demand_is_recorded_at_the_desk_and_decided_by_the_manager(world: World) -> None:
    agent, manager = world.actor("agent"), world.actor("manager")
    made = demands.register(agent, title="Lessons by video", nature="demand", organisation=world.provider)
    with pytest.raises(Forbidden):
        demands.take_up(agent, made.number, service=world.service)
    service = propose(world)
    taken = demands.take_up(manager, made.number, service=service)
    assert (taken.state, taken.service, taken.is_open) == ("taken_up", service, True)
    assert demands.meet(manager, made.number, remark="Two rooms").state == "met"
    assert demands.reopen(manager, made.number, reason="One is broken").state == "new"
    assert demands.decline(manager, made.number, reason="Too dear").is_open is False


def test_a_service_has_one_specification(world: World) -> None:
    """It begins with the text of the setting, is approved by somebody else, and is asked for once."""
    manager = world.actor("manager")
    made = specifications.register(manager, service=world.service, title="In full")
    assert made.item.draft == 1 and "In the words of its users" in made.versions.get().text
    with pytest.raises(Invalid, match=f"{made.number} is the specification"):
        specifications.register(manager, service=world.service, title="In full again")
    texts.submit(manager, made.number)
    with pytest.raises(Forbidden):
        texts.approve(manager, made.number)
    assert texts.approve(world.actor("head"), made.number).item.in_force == 1
    texts.withdraw(manager, made.number, reason="Begun anew")
    assert specifications.register(manager, service=world.service, title="In full, anew").number != made.number


def test_a_step_leaves_one_entry_on_each_record_that_it_changes(world: World) -> None:
    manager, made = world.actor("manager"), propose(world, **WEIGHED)
    actions.accept(manager, made.number, reason="Worth it")
    package = packages.register(manager, service=made, title="By June")
    approve(world, package)
    show_all(world, package)
    actions.start_transition(manager, made.number)
    before = {record.pk: Entry.objects.filter(record=record).count() for record in (made, package)}
    packages.complete(manager, package.number)
    after = {record.pk: Entry.objects.filter(record=record).count() for record in (made, package)}
    assert {pk: after[pk] - before[pk] for pk in after} == {made.pk: 1, package.pk: 1}
    assert state(made) == "live" and standing.newest(made) is None
    with pytest.raises(Refusal, match="is over"):
        criteria.reopen(manager, package.number, criterion=standing.criteria(package)[0].pk)
