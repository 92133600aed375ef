"""The pages of a service: made, revised, retired and brought back by who may; read by those who may not."""

from __future__ import annotations

import pytest
from django.test import Client

from fettle.kernel.records.models import Record
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
