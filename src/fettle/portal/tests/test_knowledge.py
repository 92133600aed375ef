"""Articles in the portal: found before anything is sent, counted once a click, and nothing of the staff's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from fettle.facilities.documents import actions as texts
from fettle.facilities.tasks import actions as steps
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.knowledge import tallies
from fettle.processes.knowledge.tests.writing import PRINTER, article, draft
from fettle.site.testing.world import World


@pytest.fixture
def requester(world: World) -> Client:
    client = Client()
    client.force_login(world.people["requester"])
    return client


def body(answer: Any) -> str:
    return answer.content.decode()


def word_of(page: str, address: str) -> str:
    """The word that the form which leads there carries."""
    form = page[page.index(f'action="{address}"') :]
    found = re.search(r'name="once" value="(\w+)"', form)
    assert found
    return found[1]


def counted(found: Record, what: str) -> int:
    return tallies.of([found.pk])[found.pk][what]


def test_articles_come_before_everything_else(world: World, requester: Client) -> None:
    found = article(world)
    page = body(requester.get("/portal/search?q=printer+stripes"))
    assert f"/portal/knowledge/{found.number}?q=printer" in page
    assert page.index("Articles") < page.index("to the service desk</b>")
    assert found.number in body(requester.get(f"/portal/search?q={found.number}"))
    assert found.number in body(requester.get("/portal/new?q=printer+stripes"))


def test_it_is_read_and_the_reading_is_counted(world: World, requester: Client) -> None:
    found = article(world, text="Clean **it**. <script>alert(1)</script>")
    page = body(requester.get(f"/portal/knowledge/{found.number}"))
    assert "<strong>it</strong>" in page and "<script>alert" not in page
    requester.head(f"/portal/knowledge/{found.number}")
    assert counted(found, "shown") == 1


def test_this_solved_it_is_counted_once_and_opens_nothing(world: World, requester: Client) -> None:
    found = article(world)
    address = f"/portal/knowledge/{found.number}"
    word = word_of(body(requester.get(f"{address}?q=stripes")), f"{address}/helped")
    for _time in range(3):
        sent = requester.post(f"{address}/helped", {"once": word})
        assert sent.status_code == 303 and sent["Location"] == f"{address}/thanks"
    assert counted(found, "helped") == 1 and not Record.objects.filter(kind="incident").exists()
    assert "Nothing was sent" in body(requester.get(f"{address}/thanks"))


def test_did_not_help_opens_the_message_and_is_noted_on_it(world: World, requester: Client) -> None:
    found = article(world)
    address = f"/portal/knowledge/{found.number}"
    word = word_of(body(requester.get(f"{address}?q=stripes+on+paper")), f"{address}/not-helped")
    for _time in range(2):
        sent = requester.post(f"{address}/not-helped", {"once": word, "q": "stripes on paper"})
    assert sent["Location"] == f"/portal/new?q=stripes+on+paper&not_helped={found.number}"
    page = body(requester.get(sent["Location"]))
    assert "stripes on paper" in page and f'name="not_helped" value="{found.number}"' in page
    assert f"/portal/knowledge/{found.number}?" not in page
    wish = {"title": "stripes on paper", "kind": "incident", "not_helped": found.number}
    assert requester.post("/portal/new", wish).status_code == 302
    record = Record.objects.get(kind="incident")
    assert Entry.objects.filter(record=record, facts__contains=[{"name": "knowledge.did_not_help"}]).count() == 1
    assert counted(found, "failed") == 1


def test_a_message_is_sent_whatever_it_says_about_articles(world: World, requester: Client) -> None:
    number = draft(world)
    for read in (number, "KB-999999", "nonsense"):
        wish = {"title": "stripes", "kind": "incident", "not_helped": read}
        assert requester.post("/portal/new", wish).status_code == 302
    assert not Entry.objects.filter(facts__contains=[{"name": "knowledge.did_not_help"}]).exists()


def test_ones_own_open_record_is_closed_by_it(world: World, requester: Client) -> None:
    found = article(world)
    record = incidents.register(world.actor("requester"), INCIDENT, title=PRINTER)
    page = body(requester.get(f"/portal/requests/{record.number}"))
    assert f"/portal/knowledge/{found.number}?of={record.number}" in page
    page = body(requester.get(f"/portal/knowledge/{found.number}?of={record.number}"))
    assert f'name="of" value="{record.number}"' in page
    sent = requester.post(f"/portal/knowledge/{found.number}/helped", {"of": record.number})
    assert sent["Location"] == f"/portal/requests/{record.number}"
    assert Record.objects.get(pk=record.pk).state == "closed"
    page = body(requester.get(f"/portal/requests/{record.number}"))
    assert PRINTER in page and f"/portal/knowledge/{found.number}?" not in page


@pytest.mark.parametrize("first", ["category", "steps", "review"])
def test_where_something_is_to_be_done_first_staff_hear_that_it_solved_it(
    world: World, requester: Client, first: str
) -> None:
    """Whoever pressed it read a sentence for staff instead, with the titles of their steps."""
    found, agent = article(world), world.actor("agent")
    number = incidents.register(world.actor("requester"), INCIDENT, title=PRINTER).number
    incidents.take(agent, number)
    if first == "category":
        needs = {**current()["incidents.handling"], "category_needed": True}
        settings.redefine(world.actor("manager"), "incidents.handling", value=needs)
    elif first == "steps":
        steps.add(agent, number, title="Look behind the printer", person=world.people["agent"])
    else:
        incidents.declare_major(agent, number, criterion=current()["incidents.major"][0]["code"], reason="All of them")
    for _ in range(2):
        sent = requester.post(f"/portal/knowledge/{found.number}/helped", {"of": number})
        assert (sent.status_code, sent["Location"]) == (303, f"/portal/requests/{number}")
    record = Record.objects.get(number=number)
    assert record.state == "in_progress" and counted(found, "helped") == 1
    assert [said.text for said in record.comments.all()] == [f"The article “{PRINTER}” ({found.number}) solved it."]


def test_a_record_of_somebody_else_is_neither_named_nor_closed(world: World, requester: Client) -> None:
    found = article(world)
    record = incidents.register(world.actor("classmate"), INCIDENT, title="Secret stripes")
    assert "Secret" not in body(requester.get(f"/portal/knowledge/{found.number}?of={record.number}"))
    assert requester.post(f"/portal/knowledge/{found.number}/helped", {"of": record.number}).status_code == 404
    assert Record.objects.get(pk=record.pk).state == "new" and counted(found, "helped") == 0


@pytest.mark.parametrize("how", ["draft", "staff", "withdrawn"])
def test_what_is_not_for_them_is_not_there(world: World, requester: Client, how: str) -> None:
    if how == "draft":
        number = draft(world)
    else:
        number = article(world, audience="staff" if how == "staff" else "everyone").number
    if how == "withdrawn":
        texts.withdraw(world.actor("agent"), number, reason="Old.")
    record = incidents.register(world.actor("requester"), INCIDENT, title=PRINTER)
    incidents.take(world.actor("agent"), record.number)
    for address in ("", "?q=printer", "/thanks"):
        assert requester.get(f"/portal/knowledge/{number}{address}").status_code == 404
    for rest in ("helped", "not-helped"):
        assert requester.post(f"/portal/knowledge/{number}/{rest}", {}).status_code == 404
    for address in (
        f"/portal/requests/{record.number}",
        f"/portal/search?q={number}",
        "/portal/search?q=printer+prints+stripes",
        "/portal/new?q=printer+prints+stripes",
    ):
        page = body(requester.get(address))
        assert f"knowledge/{number}" not in page, address


def test_the_same_over_rest(world: World, requester: Client) -> None:
    found, hidden = article(world), article(world, "Printer secrets", audience="staff")
    told = requester.get("/api/v1/help?q=printer+stripes").json()
    assert told == {"items": [{"number": found.number, "title": PRINTER}]}
    assert requester.get(f"/api/v1/help/{found.number}").json()["text"].startswith("Clean")
    assert requester.get(f"/api/v1/help/{hidden.number}").status_code == 404
