"""What several services stand on without being a service is one thing and counts once: over stored agreements."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.levels import actions, lacking
from fettle.processes.levels.feasible import judging
from fettle.processes.levels.standing import shown_version
from fettle.processes.levels.tests.agreed import sign, written
from fettle.processes.levels.tests.test_feasible import made_of, promised, row, share
from fettle.processes.services import actions as services
from fettle.processes.services.structure import components, graph
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def made(world: World, title: str, *names: str, home: Any = None, **more: Any) -> Record:
    """A service below the network, of named components."""
    manager = world.actor("manager")
    record = services.register(manager, title=title, organisation=home or world.provider)
    for name in names:
        components.add(manager, record.number, name=name, role="enabling")
    components.add(manager, world.service.number, service=record, role="enabling", **more)
    return record


def supplied(world: World, service: Record, component: str, promises: Any = (), **more: Any) -> Record:
    """A UA in force for a component of this service."""
    at = Organisation.objects.count()
    supplier = orgs.add_organisation(f"Supplier {at}", world.provider, is_supplier=True)
    manager = world.actor("manager")
    ua = written(world, type="ua", organisation=supplier, targets=more.pop("targets", []), title=component, **more)
    actions.revise(manager, ua.number, promises=list(promises))
    actions.cover(manager, ua.number, service=service, component=component)
    actions.negotiate(manager, ua.number)
    sign(world, ua)
    return actions.put_in_force(manager, ua.number)


def test_a_power_feed_that_two_services_name_counts_once_in_a_row(world: World) -> None:
    mail, _web = made(world, "Mail", "Power feed"), made(world, "Web", "power feed")
    supplied(world, mail, "Power feed", share(99))
    found = row(world, promised(world, share(99)), "Availability")
    assert (found.says, found.reached, found.gaps) == ("feasible", "99 %", ())


def test_nor_does_it_stand_in_for_itself(world: World) -> None:
    """Two sites that stand in for each other, on one feed: what both need fails for both."""
    left = made(world, "Left", "Power feed", group="Sites")
    made(world, "Right", "Power feed", group="Sites")
    supplied(world, left, "Power feed", share(99))
    found = row(world, promised(world, share(99.9)), "Availability")
    assert (found.says, found.reached) == ("infeasible", "99 %")
    assert found.proposal == ("Power feed (AGR-000002): 99.9 % instead of 99 %",)


def test_what_has_another_name_or_another_provider_is_another_thing(world: World) -> None:
    mail, web = made(world, "Mail", "Feed east"), made(world, "Web", "Feed west")
    lab = made(world, "Lab", "Feed east", home=world.school)
    for service, name in ((mail, "Feed east"), (web, "Feed west"), (lab, "Feed east")):
        supplied(world, service, name, share(90))
    assert row(world, promised(world, share(95)), "Availability").reached == "72.9 %"


def test_what_a_service_names_twice_are_two(world: World) -> None:
    manager = world.actor("manager")
    mail = made(world, "Mail")
    for _twice in range(2):
        components.add(manager, mail.number, name="Line", role="enabling", group="Lines", needed=1)
    made(world, "Web", "Line")
    supplied(world, mail, "Line", share(90))
    found = row(world, promised(world, share(99)), "Availability")
    assert found.reached == "90 %", "one of the two is that of the other service, without which nothing works"


def test_where_several_agreements_promise_it_all_of_them_have_to_be_kept(world: World) -> None:
    """Never too good: should one name mean two things after all, both are counted."""
    left = made(world, "Left", "Power feed", group="Sites")
    right = made(world, "Right", "Power feed", group="Sites")
    for service in (left, right):
        supplied(world, service, "Power feed", share(90))
    supplied(world, left, "Power feed", [{"kind": "notice", "hours": 48}])
    found = row(world, promised(world, share(95)), "Availability")
    assert (found.says, found.reached, found.gaps) == ("infeasible", "81 %", ())
    assert "Power feed 90 %, Power feed 90 %" in found.why
    assert {line.split(":")[0] for line in found.proposal} == {"Power feed (AGR-000002)", "Power feed (AGR-000003)"}


def test_all_kinds_of_targets_count_it_once(world: World) -> None:
    mail, _web = made(world, "Mail", "Power feed"), made(world, "Web", "Power feed")
    promises = [
        {"kind": "reliability", "interruptions": 3, "period": "month"},
        {"kind": "capacity", "name": "Load", "unit": "kW", "amount": 60},
    ]
    times = [{"kind": "incident", "priority": 1, "response_minutes": None, "resolution_minutes": 480}]
    supplied(world, mail, "Power feed", promises, targets=times)
    sla = promised(world, promises, times)
    for what in ("Interruptions", "Capacity", "Resolution", "Support hours"):
        found = row(world, sla, what)
        assert (found.says, found.gaps) == ("feasible", ()), what


def test_the_picture_has_one_box_for_it(world: World) -> None:
    made(world, "Mail", "Power feed"), made(world, "Web", "power feed")
    part = graph.around(world.actor("manager"), world.service)
    (feed,) = [box for box in part.boxes.values() if box.record is None]
    assert len([line for line in part.lines if line.below == feed.key]) == 2


@pytest.mark.parametrize("home", ["provider", "school"])
def test_what_is_promised_for_it_is_not_listed_as_lacking(world: World, home: str) -> None:
    manager = world.actor("manager")
    mail = made(world, "Mail", "Power feed")
    made(world, "Web", "power feed", home=getattr(world, home))
    supplied(world, mail, "Power feed", share(99))
    lack = [found.name for found in lacking.components(manager) if found.name]
    assert lack == ([] if home == "provider" else ["power feed"])


def test_page_and_rest_say_what_counts_once(world: World) -> None:
    mail, _web = made(world, "Mail", "Power feed", "Disk"), made(world, "Web", "Power feed")
    supplied(world, mail, "Power feed", share(99))
    sla = promised(world, share(99))
    (judged,) = judging.of_version(world.actor("manager"), shown_version(sla)).services
    assert judged.shared == ("Power feed",)
    client = Client()
    client.force_login(world.people["auditor"])
    address = f"/agreements/{sla.number}/feasibility"
    page = client.get(address).content.decode()
    assert "Several services stand on it, and it counts once: Power feed." in page
    told = caller_of(world, "auditor")("GET", address).json()
    assert told["services"][0]["shared"] == ["Power feed"]
    form = Client()
    form.force_login(world.people["manager"])
    assert "the same name means the same thing" in form.get(f"/services/{mail.number}/components/add").content.decode()


def test_nothing_is_said_where_nothing_is_shared(world: World) -> None:
    made_of(world, "Web", "Store")
    sla = promised(world, share(99))
    client = Client()
    client.force_login(world.people["auditor"])
    assert "counts once" not in client.get(f"/agreements/{sla.number}/feasibility").content.decode()
