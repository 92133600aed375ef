"""The pages of a service: made, revised, retired and brought back by who may; read by those who may not."""

from __future__ import annotations

import pytest
from django.test import Client

from fettle.edges.pages.inputs import LISTED
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels import lacking
from fettle.processes.services import actions
from fettle.processes.services.structure import components
from fettle.site.testing.world import World


@pytest.fixture
def manager(world: World) -> Client:
    client = Client()
    client.force_login(world.people["manager"])
    return client


def test_a_service_is_added_and_revised(manager: Client, world: World) -> None:
    assert manager.get("/services/new").status_code == 200
    empty = manager.post("/services/new", {"description": "Kept"})
    assert empty.status_code == 422 and "Kept" in empty.content.decode()
    answer = manager.post("/services/new", {"title": "Printing", "team": f"team:{world.desk.pk}"})
    assert answer.status_code == 302 and answer["Location"] == "/services/SVC-000002"
    form = {"title": "Printing and scanning", "team": f"team:{world.desk.pk}", "version": 1}
    assert manager.post("/services/SVC-000002/edit", form).status_code == 302
    assert "Printing and scanning" in manager.get("/services/SVC-000002").content.decode()


def test_a_service_is_retired_with_a_reason_and_comes_back(manager: Client, world: World) -> None:
    page = f"/services/{world.service.number}"
    assert manager.post(f"{page}/do/retire", {}).status_code == 422
    assert manager.post(f"{page}/do/retire", {"reason": "Replaced by eduroam"}).status_code == 303
    html = manager.get(page).content.decode()
    assert "Replaced by eduroam" in html and Record.objects.get(pk=world.service.pk).state == "retired"
    assert manager.get(f"{page}/do/retire").status_code == 409
    assert manager.post(f"{page}/do/revive", {"reason": "Still needed"}).status_code == 303


@pytest.mark.parametrize("who", ["agent", "auditor", "requester"])
def test_others_read_it_and_change_nothing(world: World, who: str) -> None:
    client = Client()
    client.force_login(world.people[who])
    page = f"/services/{world.service.number}"
    html = client.get(page).content.decode()
    assert "Campus network" in html and "/do/retire" not in html and "/edit" not in html
    for below in ("/edit", "/do/retire"):
        assert client.post(page + below, {"title": "Mine", "reason": "x"}).status_code == 403
    assert client.post("/services/new", {"title": "Mine"}).status_code == 403


def test_whom_we_serve_is_offered_no_view_that_is_always_empty(world: World, manager: Client) -> None:
    customer = Client()
    customer.force_login(world.people["requester"])
    html = customer.get("/services").content.decode()
    assert "state=live&quot;" not in html and 'href="/services?state=live"' in html and world.service.title in html
    assert "Proposals" not in html and "Design and transition" not in html and "Portfolio" not in html
    assert "Retired or withdrawn" in html
    assert "Proposals" in (html := manager.get("/services").content.decode()) and "Portfolio" in html


def test_the_desk_is_offered_live_services_and_the_one_that_stands_there(world: World) -> None:
    agent = world.actor("agent")
    planned = actions.propose(world.actor("manager"), title="Video rooms", organisation=world.provider)
    client = Client()
    client.force_login(world.people["agent"])
    html = client.get("/incidents/new").content.decode()
    assert f'value="{world.service.number}"' in html and f'value="{planned.number}"' not in html
    asked = {"requester": world.people["requester"], "impact": "person", "urgency": "soon"}
    made = incidents.register(agent, INCIDENT, title="Pilot", service=planned, **asked)
    html = client.get(f"/incidents/{made.number}/edit").content.decode()
    assert f'value="{planned.number}" selected' in html and f'value="{world.service.number}"' in html


def test_of_many_services_the_desk_looks_up_live_ones_alone(world: World) -> None:
    for at in range(LISTED):
        actions.register(world.actor("manager"), title=f"Service {at}", organisation=world.provider)
    planned = actions.propose(world.actor("manager"), title="Service to come", organisation=world.provider)
    client = Client()
    client.force_login(world.people["manager"])
    html = client.get("/incidents/new").content.decode()
    assert 'data-picker="/pick/records/services?state=live"' in html
    assert planned.number not in client.get("/pick/records/services?state=live&q=Service+to").content.decode()
    assert planned.number in client.get("/pick/records/services?q=Service+to").content.decode()


def test_how_critical_a_service_is_stands_in_the_catalogue_and_orders_what_is_lacking(
    manager: Client, world: World
) -> None:
    """Customers read it where that is settled; components that nobody has promised come in this order (PR2.S4)."""
    made = manager.post("/services/new", {"title": "Zeal", "criticality": "high", "requestable": "on"})
    zeal = Record.objects.get(number=made["Location"].rpartition("/")[2])
    assert "High" in manager.get(made["Location"]).content.decode()
    for service, name in ((world.service, "Fibre"), (zeal, "Engine")):
        components.add(world.actor("manager"), service.number, name=name, role="enabling")
    assert [row.name for row in lacking.components(world.actor("manager"))] == ["Engine", "Fibre"]
    assert "High" in manager.get("/agreements/gaps").content.decode()
    caught = Client()
    caught.force_login(world.people["requester"])
    assert "Criticality: High" not in caught.get("/portal/services/").content.decode()
    rows = [{**row, "active": True} for row in current()["services.catalogue_entry"]]
    settings.redefine(world.actor("manager"), "services.catalogue_entry", value=rows)
    assert "Criticality: High" in caught.get("/portal/services/").content.decode()
    own = [{"code": "life", "label": "Lives depend on it", "active": True}]
    settings.redefine(world.actor("manager"), "services.criticalities", value=own)
    refused = manager.post(f"/services/{zeal.number}/edit", {"title": "Zeal", "criticality": "medium"})
    assert refused.status_code == 422
    manager.post(f"/services/{zeal.number}/edit", {"title": "Zeal", "criticality": "life"})
    assert "Lives depend on it" in manager.get(f"/services/{zeal.number}").content.decode()
