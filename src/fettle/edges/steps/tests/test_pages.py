"""Pages and REST of steps."""

from __future__ import annotations

import pytest
from django.test import Client

from fettle.facilities.tasks import queries
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as desk
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


@pytest.fixture
def record(world: World) -> Record:
    made = desk.register(
        world.actor("requester"), INCIDENT, title="Cannot sign in", category="account", service=world.service
    )
    return desk.take(world.actor("agent"), made.number)


def client(world: World, who: str) -> Client:
    made = Client()
    made.force_login(world.people[who])
    return made


def test_from_the_first_click_to_the_last_step(world: World, record: Record) -> None:
    agent, page = client(world, "agent"), f"/incidents/{record.number}"
    assert "Follow these steps" in agent.get(page).content.decode()
    agent.post(f"/steps/{record.number}/follow", {"workflow": "locked_account"})
    rows = queries.steps(record)
    shown = agent.get(page).content.decode()
    assert "0 of 5 steps" in shown
    assert "Follow these steps" not in shown
    again = agent.post(f"/steps/{record.number}/follow", {"workflow": "locked_account"}, follow=True)
    assert "laid out already" in again.content.decode()
    one = f"/steps/{record.number}/{rows[0].pk}/"
    agent.post(f"{one}done", {"remark": "Called back"})
    assert "Called back" in agent.get(page).content.decode()
    agent.post(f"{one}reopen")
    agent.post(f"{one}skip", {"reason": "Known"})
    agent.post(f"/steps/{record.number}/{rows[1].pk}/down")
    assert [row.pk for row in queries.steps(record)][2] == rows[1].pk
    assert agent.get(f"/steps/{record.number}/{rows[2].pk}/").status_code == 200
    sent = {"title": "See whether it is locked", "team": f"team:{world.network.pk}"}
    assert agent.post(f"/steps/{record.number}/{rows[2].pk}/", sent).status_code == 303
    assert agent.post(f"/steps/{record.number}/add", {"title": ""}).status_code == 422
    added = agent.post(f"/steps/{record.number}/add", {"title": "Tell them", "person": "colleague@example.org"})
    assert added.status_code == 303
    assert "Tell them" in client(world, "colleague").get("/my-work/").content.decode()
    assert "Tell them" in client(world, "colleague").get("/steps/").content.decode()
    refused = agent.get(f"{page}/do/resolve").content.decode()
    assert "are still open" in refused


def test_the_requester_sees_no_steps_and_others_nothing(world: World, record: Record) -> None:
    agent = client(world, "agent")
    agent.post(f"/steps/{record.number}/follow", {"workflow": "locked_account"})
    assert (
        "Ask for the name" not in client(world, "requester").get(f"/portal/requests/{record.number}").content.decode()
    )
    assert caller_of(world, "requester")("GET", f"/steps/{record.number}").json()["items"] == []
    stranger = client(world, "stranger")
    key = queries.steps(record)[0].pk
    for end in ("add", f"{key}/"):
        assert stranger.get(f"/steps/{record.number}/{end}").status_code == 404
    assert stranger.post(f"/steps/{record.number}/{key}/done").status_code == 404
    assert caller_of(world, "stranger")("GET", f"/steps/{record.number}").status_code == 404


def test_over_rest(world: World, record: Record) -> None:
    call, path = caller_of(world, "agent"), f"/steps/{record.number}"
    assert call("GET", path).json()["workflows"][0]["code"] == "locked_account"
    shown = call("POST", f"{path}/follow", {"workflow": "locked_account"}).json()
    assert shown["progress"] == "0/5"
    step = shown["items"][0]["id"]
    assert call("POST", f"{path}/done", {"step": step, "remark": "Called"}).json()["progress"] == "1/5"
    assert call("POST", f"{path}/redo", {"step": step}).json()["progress"] == "0/5"
    assert call("POST", f"{path}/move", {"step": step, "place": 2}).json()["items"][1]["id"] == step
    assert call("POST", f"{path}/change", {"step": step, "person": "head@example.org"}).status_code == 200
    assert caller_of(world, "head")("GET", "/steps").json()["items"][0]["id"] == step
    assert call("POST", f"{path}/skip", {"step": step, "reason": "Known"}).status_code == 200
    again = call("POST", f"{path}/skip", {"step": step, "reason": "Known"})
    assert (again.status_code, again.json()["rule"]) == (409, "it_is")
    assert call("POST", f"{path}/add", {"title": "Tell them"}).json()["progress"] == "1/6"
    assert call("POST", f"{path}/withdraw", {"step": 10**9}).status_code == 422
