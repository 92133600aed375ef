"""The portal in a real browser: clicks counted, keys only, no accessibility fault, answers in time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.knowledge import tallies
from fettle.processes.knowledge.tests.writing import article
from fettle.site.testing.faults import faults, small_targets
from fettle.site.testing.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"wide": (1280, 900), "phone": (360, 740), "small": (320, 640)}
PICTURES = os.environ.get("PORTAL_PICTURES", "")


@pytest.fixture
def town(transactional_db: None) -> World:
    """The world with three requests of one person: one waits for them, one is solved, one is new."""
    world = make_world()
    agent = world.actor("agent")
    for title in ("Printer prints stripes", "Projector stays dark", "Wi-Fi is slow in the library"):
        kind = REQUEST if "Wi-Fi" in title else INCIDENT
        values = {"title": title, "service": world.service, "details": "Since Monday.", "location": "B-104"}
        actions.register(world.actor("requester"), kind, **values)
    actions.take(agent, "INC-1")
    actions.reply(agent, "INC-1", text="Which printer is it?", then="wait")
    actions.resolve(agent, "INC-2", resolution="New lamp.", closure_code="solved")
    return world


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, live_server: Any, town: World) -> Iterator[Visit]:
    """Opens a page as the requester; afterwards nothing may stand in the console."""
    pages: dict[tuple[str, bool], Page] = {}
    complaints: list[str] = []

    def fresh(size: str, scripts: bool, person: Person) -> Page:
        client = Client()
        client.force_login(person)
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        return page

    def open_page(address: str, size: str = "wide", scripts: bool = True) -> Page:
        person = town.people["requester"]
        if (size, scripts) not in pages:
            pages[size, scripts] = fresh(size, scripts, person)
        page = pages[size, scripts]
        page.goto(f"{live_server.url}{address}")
        return page

    yield open_page
    for page in pages.values():
        page.context.close()
    assert [c for c in complaints if "422" not in c] == []


ADDRESSES = {
    "home": "/portal/",
    "answers": "/portal/search?q=network+printer",
    "services": "/portal/services/",
    "new": "/portal/new?q=No+Wi-Fi",
    "sent": "/portal/requests/INC-000001/sent",
    "requests": "/portal/requests/?show=all",
    "waiting": "/portal/requests/INC-000001",
    "solved": "/portal/requests/INC-000002",
    "fresh": "/portal/requests/REQ-000001",
}


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_no_accessibility_fault_and_nothing_sideways(visit: Visit, size: str) -> None:
    wrong = {}
    for name, address in ADDRESSES.items():
        page = visit(address, size=size)
        if found := faults(page, dark=size == "wide"):
            wrong[name] = found
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            wrong[f"{name} goes sideways"] = []
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{size}.png"), full_page=True)
    assert wrong == {}


def test_fingers_find_everything(visit: Visit) -> None:
    """Targets are at least 44 px high and wide."""
    for address in ADDRESSES.values():
        assert small_targets(visit(address, size="phone")) == [], address


@pytest.mark.parametrize("scripts", [True, False])
def test_one_sentence_and_three_clicks(visit: Visit, scripts: bool, tmp_path: Path) -> None:
    """Search, send this, send: with scripts the first is not even needed. No category is asked for."""
    page = visit("/portal/", scripts=scripts)
    page.fill("#q", "The door of the lab does not open")
    clicks = 0
    if not scripts:
        page.get_by_role("button", name="Search").click()
        clicks += 1
    page.locator(".x-answer.is-last").click()
    page.get_by_role("button", name="Send message").click()
    clicks += 2
    page.wait_for_url("**/sent")
    assert "Your message has arrived" in page.inner_text("h1")
    assert clicks <= 3 and Record.objects.filter(title="The door of the lab does not open").count() == 1


def test_a_file_without_scripts(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "door.txt").write_text("photographed in words")
    page = visit("/portal/new?q=Door", scripts=False)
    page.set_input_files("#id_attached", str(tmp_path / "door.txt"))
    page.get_by_role("button", name="Send message").click()
    assert "With one file" in page.inner_text("main")


def test_following_without_scripts(visit: Visit, town: World) -> None:
    """Answering, objecting and confirming are forms of the page itself."""

    def state(number: str) -> str:
        return str(Record.objects.get(number=number).state)

    page = visit("/portal/requests/INC-000001", scripts=False)
    page.locator("form[action$='/reply'] textarea").fill("The one in room 12.")
    page.get_by_role("button", name="Send message").click()
    expect(page.locator("main")).to_contain_text("The one in room 12.")
    assert state("INC-000001") == "in_progress"

    page = visit("/portal/requests/INC-000002", scripts=False)
    page.get_by_text("No, it is not solved").click()
    page.locator("form[action$='/not-solved'] :is(textarea, input[type=text])").fill("Dark again.")
    page.get_by_role("button", name="Send it back").click()
    expect(page.get_by_role("button", name="Send it back")).to_have_count(0)
    assert state("INC-000002") == "in_progress"

    actions.resolve(town.actor("agent"), "INC-2", resolution="New cable.", closure_code="solved")
    page = visit("/portal/requests/INC-000002", scripts=False)
    page.get_by_role("button", name="Yes, it is solved").click()
    expect(page.get_by_role("button", name="Yes, it is solved")).to_have_count(0)
    assert state("INC-000002") == "closed"


def test_keys_alone_are_enough(visit: Visit) -> None:
    page = visit("/portal/")
    page.focus("#q")
    page.keyboard.type("lamp is broken")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    for _press in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('is-last')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/new?q=*")
    for _press in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button.is-primary')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent")


def test_answers_come_while_typing(visit: Visit) -> None:
    page = visit("/portal/")
    page.locator("#q").press_sequentially("library")
    page.wait_for_selector("mark:text('library')")
    assert page.locator(".x-answer").last.get_attribute("class") == "x-answer is-last"


def test_saying_that_it_is_not_solved(visit: Visit) -> None:
    page = visit("/portal/")
    page.get_by_role("link", name="Not solved?").click()
    page.get_by_text("No, it is not solved").click()
    page.fill("#id_reason", "Still dark")
    page.get_by_role("button", name="Send it back").click()
    page.wait_for_url("**/INC-000002")
    assert "Being worked on" in page.inner_text("main")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_that_an_article_answers_takes_three_clicks_and_sends_nothing(
    town: World, visit: Visit, scripts: bool
) -> None:
    """Type, open the article, "This solved it". Without scripts Enter asks for the answers."""
    found = article(town, "Copies come out dark")
    before = Record.objects.filter(kind="incident").count()
    page = visit("/portal/", scripts=scripts)
    ask(page, "the copies are so dark", scripts)
    page.get_by_role("link", name="Copies come out dark").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Copies come out dark")
    page.get_by_role("button", name="This solved it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to hear")
    assert tallies.of([found.pk])[found.pk] == {"shown": 1, "helped": 1, "failed": 0, "used": 0}
    assert Record.objects.filter(kind="incident").count() == before
    if scripts:
        assert not faults(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_article_that_does_not_help_leads_to_the_message_and_is_noted(
    town: World, visit: Visit, scripts: bool
) -> None:
    """Two clicks to the form, one to send: what was typed is there already."""
    found = article(town, "Copies come out dark")
    page = visit("/portal/", "phone", scripts=scripts)
    ask(page, "the copies are so dark", scripts)
    page.get_by_role("link", name="Copies come out dark").click()
    if scripts:
        assert not faults(page)
    page.get_by_role("button", name="Did not help").click()
    expect(page.get_by_label("In one sentence: what is it about?")).to_have_value("the copies are so dark")
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your message has arrived")
    record = Record.objects.filter(kind="incident").latest("pk")
    noted = Entry.objects.filter(record=record, facts__contains=[{"name": "knowledge.did_not_help"}])
    assert noted.count() == 1 and tallies.of([found.pk])[found.pk]["failed"] == 1


def ask(page: Page, words: str, scripts: bool) -> None:
    box = page.get_by_role("searchbox").first
    box.fill(words)
    if not scripts:
        box.press("Enter")
