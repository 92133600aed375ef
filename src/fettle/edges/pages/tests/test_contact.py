"""How the desk is reached: where it stands, what is refused, and that it is only ever text."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from fettle.edges.pages import errors
from fettle.edges.pages.contact import CONTACT, Desk, is_page
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Forbidden, Invalid
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.models import Setting
from fettle.kernel.settings.read import current, look_again
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

SAID = {
    "phone": "+420 (2) 555-0100",
    "mail": "desk@school.example.org",
    "words": "Mon–Fri 8–16, room B-12",
    "link": "https://www.example.org/help",
}


def define(**values: str | None) -> None:
    given = {**dict.fromkeys(SAID), **values}
    settings.redefine(Actor.house("test", CONTACT.may), CONTACT.key, value=given, reason="So")


def browser(world: World, who: str = "requester") -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def pages(world: World) -> dict[str, str]:
    """Where it stands: the portal, the page after sending, an address that does not exist, the sign-in."""
    number = incidents.register(world.actor("requester"), INCIDENT, title="Broken", service=world.service).number
    client = browser(world)
    asked = {
        "portal": client.get("/portal/"),
        "sent": client.get(f"/portal/requests/{number}/sent"),
        "wrong": client.get("/portal/requests/INC-999999"),
        "nowhere": client.get("/no-such-page"),
        "sign-in": Client().get("/sign-in/"),
    }
    return {name: answer.content.decode() for name, answer in asked.items()}


def test_it_stands_wherever_somebody_may_need_it(world: World) -> None:
    define(**SAID)
    for name, page in pages(world).items():
        assert 'href="tel:+42025550100"' in page and 'href="mailto:desk@school.example.org"' in page, name
        assert "Mon–Fri 8–16, room B-12" in page and 'href="https://www.example.org/help"' in page, name
    signing = pages(world)["sign-in"]
    assert signing.index("You cannot sign in?") < signing.index("Have a link sent instead")


def test_what_is_empty_is_not_shown(world: World) -> None:
    for name, page in pages(world).items():
        assert "x-desk" not in page and "You cannot sign in?" not in page and "If it cannot wait" not in page, name
    define(words="Room B-12")
    for name, page in pages(world).items():
        assert "Room B-12" in page and "tel:" not in page and "mailto:" not in page, name


def test_the_page_for_what_failed_here_asks_nothing(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    define(**SAID)
    with django_assert_num_queries(0):
        page = errors.failed(RequestFactory().get("/portal/")).content.decode()
    assert "x-desk" not in page


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("mail", "desk"),
        ("mail", "desk@"),
        ("mail", "a@example.org, b@example.org"),
        ("mail", "desk@example.org?bcc=x@example.org"),
        ("link", "javascript:alert(1)"),
        ("link", "JAVASCRIPT://x/%0aalert(1)"),
        ("link", "data:text/html,<script>alert(1)</script>"),
        ("link", "//example.org/help"),
        ("link", "www.example.org"),
        ("link", "https://"),
        ("link", "https://desk:secret@example.org/"),
        ("link", "https://example.org/a b"),
        ("link", "http://[::1"),
        ("phone", "1" * 61),
    ],
)
def test_a_wrong_address_is_refused_with_a_sentence(world: World, name: str, given: str) -> None:
    with pytest.raises(Invalid) as problem:
        define(**{name: given})
    label = str(next(field.label for field in CONTACT.shape.fields if field.name == name))
    assert label in " ".join(map(str, problem.value.errors.values()))
    assert current()[CONTACT.key][name] is None


@pytest.mark.parametrize("stored", ["javascript:alert(1)", '"><script>alert(1)</script>', "x' onmouseover='alert(1)"])
def test_what_came_into_the_database_otherwise_is_text_all_the_same(world: World, stored: str) -> None:
    Setting.objects.filter(key=CONTACT.key).update(value=dict.fromkeys(SAID, stored))
    connection.cursor().execute("UPDATE records_record SET version = version + 1 WHERE kind = 'setting'")
    look_again()
    for name, page in pages(world).items():
        assert "<script>alert" not in page and not re.search(r'href="[^"]*alert', page), name
        assert re.search("alert", page), name


def test_a_phone_that_cannot_be_dialled_is_words() -> None:
    assert Desk(phone="extension 12").phone_url == "" and Desk(phone="extension 12")
    assert Desk(phone="0555 12-34").phone_url == "tel:05551234" and not Desk()
    assert not is_page("ftp://example.org/") and is_page("http://intranet/help?q=1#top")


def test_it_is_changed_by_those_who_keep_the_teams(world: World) -> None:
    with pytest.raises(Forbidden):
        settings.redefine(world.actor("agent"), CONTACT.key, value=SAID, reason="So")
    for who in ("manager", "keeper"):
        client = browser(world, who)
        if client.get("/settings/desk.contact/").status_code == 200:
            break
    given = {f"v-{name}": text for name, text in SAID.items()} | {"reason": "Asked for", "do": "save"}
    wrong = client.post("/settings/desk.contact/", {**given, "v-mail": "desk"})
    assert wrong.status_code == 422 and "is no e-mail address" in wrong.content.decode()
    assert client.post("/settings/desk.contact/", given).status_code in (302, 303)
    assert current()[CONTACT.key] == SAID
