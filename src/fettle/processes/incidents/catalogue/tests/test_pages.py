"""The catalogue in the portal, on the desk and over REST, without scripts."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fettle.facilities.tasks import queries as steps
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.catalogue.tests.test_ordering import GUEST, catalogue, told
from fettle.processes.incidents.records import REQUEST
from fettle.site.testing.api import caller_of
from fettle.site.testing.forms import Forms
from fettle.site.testing.world import World

ORDER = "/portal/order/new_account"
SENT = {f"custom.{name}": value for name, value in GUEST.items()}


def client(world: World, who: str) -> Client:
    made = Client()
    made.force_login(world.people[who])
    return made


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_found_in_the_portal_and_ordered_without_scripts(world: World) -> None:
    browser = client(world, "requester")
    assert f'href="{ORDER}"' in text(browser.get("/portal/services/"))
    assert f'href="{ORDER}"' in text(browser.get("/portal/search", {"q": "account for a colleague"}))
    page = text(browser.get(ORDER))
    assert "Until when?" in page and "Only if “Who is it?”: guest." in page
    assert 'data-asked-after="custom.who" data-asked-for="guest"' in page
    file = SimpleUploadedFile("contract.txt", b"signed")
    answer = browser.post(ORDER, {**SENT, "details": "By the back door", "attached": file})
    record = Record.objects.get(kind="request")
    assert answer["Location"] == f"/portal/requests/{record.number}/sent"
    assert record.item.custom == GUEST and record.item.details == "By the back door"
    assert record.attachments.count() == 1
    assert "31 Mar 2027" in text(browser.get(f"/portal/requests/{record.number}"))
    assert "Ada L." in text(client(world, "agent").get(f"/requests/{record.number}"))


def test_what_is_wrong_stands_under_its_question_and_nothing_is_lost(world: World) -> None:
    answer = client(world, "requester").post(ORDER, {**SENT, "custom.last_day": "", "custom.first_day": "soon"})
    page = text(answer)
    assert answer.status_code == 422 and not Record.objects.filter(kind="request").exists()
    wrong = set(re.findall(r'id="id_custom.(\w+)_error"', page))
    assert wrong == {"first_day", "last_day"} and 'value="Ada L."' in page


def test_a_question_that_is_not_asked_is_not_needed(world: World) -> None:
    sent = {**SENT, "custom.who": "colleague", "custom.last_day": ""}
    assert client(world, "requester").post(ORDER, sent).status_code == 302
    assert "last_day" not in Record.objects.get(kind="request").item.custom


def test_what_is_not_offered_has_no_page(world: World) -> None:
    browser = client(world, "requester")
    assert browser.get("/portal/order/nothing").status_code == 404
    catalogue(offered=False)
    assert browser.get(ORDER).status_code == 404
    assert browser.post(ORDER, SENT).status_code == 404
    assert ORDER not in text(browser.get("/portal/services/"))


def test_staff_record_an_order_for_somebody(world: World) -> None:
    agent = client(world, "agent")
    assert "From the request catalogue" in text(agent.get("/requests/new"))
    page = text(agent.get("/requests/new?standard=new_account"))
    assert 'name="standard" value="new_account"' in page and "Name of the new person" in page
    requester = world.people["requester"]
    sent = {**SENT, "standard": "new_account", "requester": f"person:{requester.pk}", "channel": "phone", "title": ""}
    answer = agent.post("/requests/new", sent)
    assert answer.status_code == 303, text(answer)
    record = Record.objects.get(kind="request")
    assert (record.title, record.item.standard, record.item.category) == (
        "Account for Ada L.",
        "new_account",
        "account",
    )
    assert record.item.requester == requester and record.item.channel == "phone"
    refused = agent.post("/requests/new", {**sent, "custom.person": ""})
    assert refused.status_code == 422 and Record.objects.filter(kind="request").count() == 1


def standing(page: str) -> dict[str, str]:
    """What stands in the form in which a request is classified."""
    return next(dict(form.values) for form in Forms(page).found if "standard" in form.names)


def test_an_existing_request_becomes_a_standard_one_where_it_is_classified(world: World) -> None:
    """The page comes back with the questions, and what was chosen is kept; saved, its steps are laid out."""
    agent = client(world, "agent")
    record = actions.register(world.actor("requester"), REQUEST, title="Ada needs an account", category="account")
    edit = f"/requests/{record.number}/edit"
    sent = standing(text(agent.get(edit))) | {"standard": "new_account"}
    asking = agent.post(edit, sent)
    page = text(asking)
    assert asking.status_code == 422 and "Name of the new person" in page
    assert re.search(r'value="new_account"\s+selected', page)
    assert agent.post(edit, sent | SENT).status_code == 302
    assert [step.workflow for step in steps.steps(told(record))] == ["new_account"] * 4
    stays = standing(text(agent.get(edit))) | {"standard": ""}
    refused = agent.post(edit, stays)
    assert refused.status_code == 422 and "take the steps away first" in text(refused)


@pytest.mark.parametrize("who", ["requester", "agent"])
def test_over_rest(world: World, who: str) -> None:
    call = caller_of(world, who)
    found = {item["code"]: item for item in call("GET", "/catalogue").json()["items"]}
    question = found["new_account"]["questions"][3]
    assert (question["code"], question["if_question"], question["if_answer"]) == ("last_day", "who", ["guest"])
    made = call("POST", "/catalogue/new_account/order", {"answers": GUEST})
    assert made.status_code == 201 and made.json()["standard"] == "new_account"
    assert made.json()["custom"] == GUEST
    refused = call("POST", "/catalogue/new_account/order", {"answers": {**GUEST, "first_day": 7}})
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"answers.first_day"}, "by the name under which it was given"
    assert call("POST", "/catalogue/nothing/order", {"answers": {}}).status_code == 404


def test_a_new_incident_begins_from_a_well_known_one(world: World) -> None:
    agent = client(world, "agent")
    assert 'href="/incidents/new?known=locked_account"' in text(agent.get("/incidents/new"))
    page = text(agent.get("/incidents/new?known=locked_account"))
    assert 'value="Somebody cannot sign in"' in page and '<option value="account" selected>' in page
    assert (
        "Somebody cannot sign in"
        not in re.findall(r'<input[^>]*name="title"[^>]*>', text(agent.get("/incidents/new?known=x")))[0]
    )
