"""Saved answers: those that suit, filled in literally; and one's own, which nobody else sees."""

from __future__ import annotations

from typing import Any

import pytest

from fettle.edges.pages.tests.test_frame import client
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Forbidden, Invalid, NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions, own_answers, placeholders
from fettle.processes.incidents.answers import answers
from fettle.processes.incidents.models import OwnAnswer
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.hostile import PROOF, TEMPLATES
from fettle.site.testing.world import World


def define(*rows: dict[str, Any]) -> None:
    value = [{"label": row["code"], "active": True, **row} for row in rows]
    settings.redefine(Actor.house("tests", "incidents.work"), "incidents.canned_replies", value=value)


def test_they_suit_kind_service_and_team_and_are_filled_in(world: World, record: Record) -> None:
    define(
        {"code": "hello", "text": "Hello {caller}, {number} “{title}” is with {team}. {agent} {nonsense} {0} {{x}}"},
        {"code": "service", "text": "x", "service": world.service.number},
        {"code": "other", "text": "x", "kind": "request"},
        {"code": "team", "text": "x", "team": "Network team"},
        {"code": "old", "text": "x", "active": False},
    )
    found = {code: text for code, _name, text in answers(world.actor("agent"), record)}
    assert list(found) == ["hello", "service"]
    assert found["hello"] == (
        f"Hello Requester, {record.number} “Wi-Fi down” is with Campus desk. Agent {{nonsense}} {{0}} {{{{x}}}}"
    )


@pytest.mark.parametrize("text", TEMPLATES[::7])
def test_what_somebody_wrote_stays_the_letters_that_it_is(world: World, text: str) -> None:
    record = actions.register(world.actor("agent"), INCIDENT, title=text, requester=world.people["requester"])
    own_answers.keep(world.actor("agent"), name="a", text="{title}")
    (filled,) = [said for code, _name, said in answers(world.actor("agent"), record) if code.startswith("own-")]
    assert filled == text and PROOF not in client(world, "agent").get(f"/incidents/{record.number}").content.decode()
    assert placeholders.fill("{title}", {"title": "{number}", "number": "N"}) == "{number}", "once"


def test_ones_own_are_ones_own(world: World, record: Record, caller: Any) -> None:
    agent, colleague = world.actor("agent"), world.actor("colleague")
    row = own_answers.keep(agent, name="Thanks", text="Thank you, {caller}.")
    with pytest.raises(NotSeen):
        own_answers.own(colleague, row.pk)
    with pytest.raises(Invalid, match="of this name"):
        own_answers.keep(agent, name="Thanks", text="x")
    with pytest.raises(Forbidden):
        own_answers.keep(world.actor("requester"), name="x", text="x")
    assert "Thank you, Requester." in client(world, "agent").get(f"/incidents/{record.number}").content.decode()
    assert "Thank you" not in client(world, "colleague").get(f"/incidents/{record.number}").content.decode()
    filled = client(world, "agent").get(f"/incidents/{record.number}?answer=own-{row.pk}").content.decode()
    assert ">Thank you, Requester.</textarea>" in filled, "without scripts"
    call = caller("agent")
    made = call("POST", "/answers", {"name": "Bye", "text": "Bye"})
    assert made.status_code == 201 and made["Location"].endswith(f"/answers/{made.json()['id']}")
    assert caller("colleague")("GET", f"/answers/{made.json()['id']}").status_code == 404
    tag = call("GET", f"/answers/{made.json()['id']}")["ETag"]
    assert (
        call("PATCH", f"/answers/{made.json()['id']}", {"text": "Good bye"}, If_Match=tag).json()["text"] == "Good bye"
    )
    assert [each["name"] for each in call("GET", "/answers").json()["items"]] == ["Bye", "Thanks"]
    suits = call("GET", f"/incidents/{record.number}/answers").json()["items"]
    assert {"code": f"own-{row.pk}", "name": "Thanks", "text": "Thank you, Requester."} in suits
    assert len(suits) == 2 + len(current()["incidents.canned_replies"])
    assert call("POST", f"/answers/{made.json()['id']}/delete").json()["items"][0]["name"] == "Thanks"


def test_they_are_made_and_changed_on_a_page(world: World) -> None:
    browser = client(world, "agent")
    assert (
        browser.get("/answers/").status_code == 200 and client(world, "requester").get("/answers/").status_code == 403
    )
    assert browser.post("/answers/new", {"name": "", "text": "x"}).status_code == 422
    assert browser.post("/answers/new", {"name": "Hi", "text": "Hello {caller}"}).status_code == 303
    row = OwnAnswer.objects.get()
    assert browser.post(f"/answers/{row.pk}", {"name": "Hi", "text": "Dear {caller}"}).status_code == 303
    assert "Dear {caller}" in browser.get("/answers/").content.decode()
    assert client(world, "colleague").post(f"/answers/{row.pk}/delete").status_code == 404
    assert browser.post(f"/answers/{row.pk}/delete").status_code == 303 and not OwnAnswer.objects.exists()
    assert "/answers/" in browser.get("/me/").content.decode()
