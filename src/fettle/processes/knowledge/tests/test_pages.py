"""The staff's pages of articles, and what stands on the pages of the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.knowledge import tallies
from fettle.processes.knowledge.tests.test_articles import solved
from fettle.processes.knowledge.tests.writing import PRINTER, article
from fettle.site.testing.world import World


@pytest.fixture
def agent(world: World) -> Client:
    return signed_in(world, "agent")


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def body(answer: Any) -> str:
    return answer.content.decode()


def test_write_article_is_one_step_from_a_solved_record(world: World, agent: Client) -> None:
    source = solved(world)
    assert f"/knowledge/new?of={source.number}" in body(agent.get(f"/incidents/{source.number}"))
    page = body(agent.get(f"/knowledge/new?of={source.number}"))
    assert PRINTER in page and "New drum." in page and not Record.objects.filter(kind="article").exists()
    sent = agent.post(
        f"/knowledge/new?of={source.number}", {"title": PRINTER, "audience": "everyone", "text": "New drum."}
    )
    made = Record.objects.get(kind="article")
    assert sent.status_code == 303 and sent["Location"] == f"/knowledge/{made.number}"
    assert made.number in body(agent.get(f"/incidents/{source.number}"))


def test_an_open_record_offers_no_article_and_its_page_says_why(world: World, agent: Client) -> None:
    record = incidents.register(world.actor("agent"), INCIDENT, title="Dark")
    assert "/knowledge/new" not in body(agent.get(f"/incidents/{record.number}"))
    assert agent.get(f"/knowledge/new?of={record.number}").status_code == 409


def test_articles_stand_beside_the_record_and_beside_what_is_typed(world: World, agent: Client) -> None:
    found = article(world)
    record = incidents.register(world.actor("agent"), INCIDENT, title="Stripes from the printer")
    assert f"/knowledge/{found.number}/used" in body(agent.get(f"/incidents/{record.number}/helping"))
    assert found.number in body(agent.get("/incidents/similar", {"title": "printer stripes"}))
    assert agent.post(f"/knowledge/{found.number}/used", {"on": record.number}).status_code == 303
    assert tallies.of([found.pk])[found.pk]["used"] == 1
    reader = signed_in(world, "auditor")
    page = body(reader.get(f"/incidents/{record.number}/helping"))
    assert found.number in page and f"/knowledge/{found.number}/used" not in page


def test_a_record_waits_for_no_search(world: World, agent: Client) -> None:
    """What may help comes after the page: as a piece for a script, as a page of its own without."""
    found = article(world)
    record = incidents.register(world.actor("agent"), INCIDENT, title="Stripes from the printer")
    other = incidents.register(world.actor("agent"), INCIDENT, title="Zebra")
    at = f"/incidents/{record.number}/helping"
    page = body(agent.get(f"/incidents/{record.number}"))
    assert f'hx-get="{at}"' in page and f'href="{at}"' in page and found.number not in page
    piece, alone = body(agent.get(at, headers={"HX-Request": "true"})), body(agent.get(at))
    assert found.number in piece and "<html" not in piece
    assert found.number in alone and f'href="/incidents/{record.number}"' in alone
    assert not body(agent.get(f"/incidents/{other.number}/helping", headers={"HX-Request": "true"})).strip()
    assert "Nothing was found" in body(agent.get(f"/incidents/{other.number}/helping"))
    theirs = signed_in(world, "requester")
    assert theirs.get(at).status_code == 404


def test_a_reply_with_an_article_is_read_through_first(world: World, agent: Client) -> None:
    found = article(world)
    record = incidents.register(
        world.actor("agent"), INCIDENT, title=PRINTER, requester=world.people["requester"], channel="phone"
    )
    address = f"/knowledge/{found.number}/send?on={record.number}"
    assert f"/portal/knowledge/{found.number}" in body(agent.get(address)) and not record.comments.exists()
    assert agent.post(address, {"text": "Look here."}).status_code == 303
    assert record.comments.get().text == "Look here."
    assert agent.get(f"/knowledge/{found.number}/send").status_code == 404


def test_the_figures_of_all(world: World, agent: Client) -> None:
    found = article(world)
    tallies.add(found.pk, tallies.HELPED)
    page = body(agent.get("/knowledge/figures"))
    assert found.title in page and "Solved it" in page
    assert found.title not in body(agent.get("/knowledge/figures?review=late"))
    assert found.title in body(agent.get("/knowledge/figures?owner=me"))
    assert found.title not in body(signed_in(world, "manager").get("/knowledge/figures?owner=me"))
    assert "What it brought" in body(agent.get(f"/knowledge/{found.number}"))


def test_those_we_serve_get_none_of_these_pages(world: World) -> None:
    found, requester = article(world), signed_in(world, "requester")
    for rest in ("", "/versions", "/versions/1", "/compare", "/pdf", "/used-by", "/timeline", "/distribution", "/send"):
        assert requester.get(f"/knowledge/{found.number}{rest}").status_code in (403, 404), rest
    assert requester.get(f"/{found.number}").status_code == 404
    assert requester.get("/knowledge/figures").status_code == 403
    for address in ("/api/v1/knowledge", "/api/v1/search?q=printer", "/search?q=printer", "/palette?q=printer"):
        assert found.number not in body(requester.get(address)), address
