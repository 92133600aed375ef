"""What agreements do not cover: counted over services and customers, and named component by component."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from fettle.kernel.orgs import actions as orgs
from fettle.processes.levels import actions, lacking
from fettle.processes.levels.feasible import judging
from fettle.processes.levels.models import Agreement
from fettle.processes.levels.tests.agreed import in_force, renewed, written
from fettle.processes.levels.tests.test_feasible import behind, made_of, share
from fettle.processes.services import actions as services
from fettle.processes.services.structure import components
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def test_services_times_customers(world: World) -> None:
    manager = world.actor("manager")
    services.register(manager, title="Mail")
    orgs.add_organisation("Year 7", world.school, is_customer=True)
    before = lacking.pairs(manager)
    assert (before.services, before.customers, before.own, before.covered) == (2, 3, 0, 6)
    in_force(world, covers=[world.service])
    assert lacking.pairs(manager).own == 2, "the school, and what is below it"
    in_force(world, title="All of it")
    assert lacking.pairs(manager).own == 4
    Agreement.objects.filter(is_default=True).update(is_default=False)
    without = lacking.pairs(manager)
    assert (without.covered, without.rest) == (4, 2)


def test_a_component_is_covered_by_its_name_or_as_a_service(world: World) -> None:
    manager = world.actor("manager")
    mail = services.register(manager, title="Mail")
    made_of(world, "Web", "Store")
    components.add(manager, world.service.number, service=mail, role="enabling")
    components.add(manager, world.service.number, name="Statistics", role="enhancing")
    assert lacking.held(manager) == lacking.Held(3, 3)
    behind(world, "web", share(99))
    (left, other) = lacking.components(manager)
    assert (left.name, other.service) == ("Store", mail)
    ola = in_force(world, type="ola", organisation=None, team=world.desk, covers=[mail])
    assert [row.name for row in lacking.components(manager)] == ["Store"]
    actions.terminate(manager, ola.number, reason="x")
    assert lacking.held(manager).percent == 33


def test_page_and_rest(world: World) -> None:
    made_of(world, "Web")
    client = Client()
    client.force_login(world.people["auditor"])
    page = client.get("/agreements/gaps").content.decode()
    assert "Web" in page and "0 of 1 are covered" in page and "By the default agreement" in page
    told = caller_of(world, "auditor")("GET", "/agreements/gaps").json()
    assert told["lacking"] == [{"service": world.service.number, "component": "Web", "criticality": ""}]
    client.force_login(world.people["requester"])
    assert client.get("/agreements/gaps").status_code == 403


def test_a_renewal_that_is_signed_ahead_leaves_no_gap(world: World) -> None:
    """Until its first day the version before it holds, for customers and for components alike."""
    manager, today = world.actor("manager"), timezone.localdate()
    made_of(world, "Web")
    sla, ola = in_force(world, covers=[world.service]), behind(world, "web", share(99))
    for record in (sla, ola):
        renewed(world, record, today + timedelta(days=30))
    assert lacking.pairs(manager).own == 1 and lacking.held(manager) == lacking.Held(1, 0)
    client = Client()
    client.force_login(world.people["manager"])
    page = client.get(f"/agreements/{sla.number}").content.decode()
    assert page.count("Begins later") == 1 and "Replaced" not in page


def test_an_sla_is_held_against_what_holds_when_it_begins(world: World) -> None:
    manager, later = world.actor("manager"), timezone.localdate() + timedelta(days=30)
    made_of(world, "Web")
    behind(world, "web", share(99), valid_from=later)
    for begins, says in ((timezone.localdate(), "unknown"), (later, "feasible")):
        sla = written(world, covers=[world.service], targets=[], valid_from=begins)
        actions.revise(manager, sla.number, promises=share(98))
        assert judging.of_version(manager, sla.item.versions.get()).says == says
