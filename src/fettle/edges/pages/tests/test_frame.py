"""The shared base of all pages: sign-in, frames, errors with a way on, short addresses."""

from __future__ import annotations

import pytest
from django.test import Client

from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


def client(world: World, who: str) -> Client:
    """A browser in which somebody is signed in."""
    made = Client()
    made.force_login(world.people[who])
    return made


def test_nobody_is_sent_to_sign_in_and_back(world: World) -> None:
    answer = Client().get("/INC-1?x=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=/INC-1%3Fx%3D1"


def test_a_script_without_a_session_hears_401(world: World) -> None:
    assert Client().get("/INC-1", headers={"HX-Request": "true"}).status_code == 401


def test_a_short_address_leads_to_the_record(world: World) -> None:
    number = actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi down").number
    assert client(world, "agent").get("/inc-1")["Location"] == f"/incidents/{number}"


@pytest.mark.parametrize("address", ["/INC-1", "/INC-999", "/nothing/here"])
def test_what_one_may_not_see_looks_like_what_is_not_there(world: World, address: str) -> None:
    actions.register(world.actor("requester"), INCIDENT, title="Secret of the school")
    answer = client(world, "stranger").get(address, headers={"X-Request-ID": "quote-me-1234"})
    text = answer.content.decode()
    assert answer.status_code == 404
    assert "quote-me-1234" in text and "Secret" not in text
    assert 'href="/"' in text


def test_a_new_record_is_offered_to_whoever_records_one(world: World) -> None:
    for who in ("agent", "auditor", "administrator"):
        browser = client(world, who)
        offered = 'href="/new"' in browser.get("/my-work/").content.decode()
        named = "New record" in browser.get("/palette?q=").content.decode()
        assert offered == named == (browser.get("/new").status_code == 200), who


def test_what_a_requester_does_not_find_is_searched_for_in_the_portal(world: World) -> None:
    page = client(world, "requester").get("/incidents/INC-999999")
    assert page.status_code == 404 and 'action="/portal/search"' in page.content.decode()
    assert 'action="/search"' in client(world, "agent").get("/incidents/INC-999999").content.decode()
