"""What is announced in the portal: for whom it is, one press without a script, state in words, what is over."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fettle.edges.pages.tests.test_frame import client
from fettle.processes.announcements import actions, queries
from fettle.processes.announcements.tests.test_announcing import put_up
from fettle.site.testing.world import World


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def pupil(world: World) -> Client:
    return client(world, "requester")


def test_it_stands_on_every_page_where_one_would_ask(world: World, pupil: Client) -> None:
    record = put_up(world, service=world.service)
    for path in (
        "/portal/",
        "/portal/news/",
        f"/portal/news/{record.number}",
        f"/portal/new?service={world.service.number}",
    ):
        page = text(pupil.get(path))
        assert "Wi-Fi is down" in page and "Looking for the cause" in page and "Me too" in page, path
    assert "Looking for the cause" in text(pupil.get("/portal/services/"))
    assert "Wi-Fi" in text(pupil.get("/portal/search", {"q": "wifi"})) and "Happening now" in text(
        pupil.get("/portal/search", {"q": "wifi"})
    )


def test_nobody_else_finds_it(world: World) -> None:
    record = put_up(world)
    other = client(world, "stranger")
    for path in ("/portal/", "/portal/news/", "/portal/search?q=wifi", f"/api/v1/announcements/{record.number}"):
        assert "Wi-Fi is down" not in text(other.get(path)), path
    assert other.get(f"/portal/news/{record.number}").status_code == 404
    assert other.post(f"/portal/news/{record.number}/me-too").status_code == 404


def test_me_too_is_one_press_and_can_be_taken_back(world: World, pupil: Client) -> None:
    record = put_up(world)
    pressed = pupil.post(f"/portal/news/{record.number}/me-too", {"back": "/portal/"}, follow=True)
    page = text(pressed)
    assert pressed.redirect_chain == [("/portal/", 303)]
    assert "It affects you" in page and "1 person reports it" in page and "Me too" not in page
    pupil.post(f"/portal/news/{record.number}/me-too")
    assert len(queries.affected(record)) == 1
    assert "Me too" in text(pupil.post(f"/portal/news/{record.number}/no-longer", {"back": "/portal/"}, follow=True))
    away = pupil.post(f"/portal/news/{record.number}/me-too", {"back": "https://elsewhere.example/portal/"})
    assert away.headers["Location"] == f"/portal/news/{record.number}"


def test_its_news_is_read_by_everybody_and_names_no_agent(world: World, pupil: Client) -> None:
    record = put_up(world)
    actions.tell(world.actor("agent"), record.number, text="A switch is broken.", stage="identified")
    page = text(pupil.get(f"/portal/news/{record.number}"))
    assert "A switch is broken." in page and "Cause found, being fixed" in page and "Agent" not in page
    actions.end(world.actor("agent"), record.number, text="It works.")
    news = text(pupil.get("/portal/news/"))
    assert "Nothing is announced" in news and "Wi-Fi is down" in news
    assert "Wi-Fi is down" not in text(pupil.get("/portal/"))
    assert pupil.post(f"/portal/news/{record.number}/me-too").status_code == 409


def test_a_short_address_leads_each_reader_to_their_page(world: World, pupil: Client) -> None:
    number = put_up(world).number
    assert pupil.get(f"/{number}").headers["Location"] == f"/portal/news/{number}"
    assert client(world, "agent").get(f"/{number}", follow=True).redirect_chain[-1][0] == f"/announcements/{number}"


def test_the_home_asks_no_more_for_many(world: World, pupil: Client, django_assert_max_num_queries: Any) -> None:
    for _at in range(6):
        put_up(world, service=world.service)
    pupil.get("/portal/")
    with django_assert_max_num_queries(20):
        pupil.get("/portal/")
