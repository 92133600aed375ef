"""Tags and one's own keys in a real browser: T opens the picker, no accessibility fault, nothing in the console."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from fettle.edges.pages import keys
from fettle.facilities.tags import actions, queries
from fettle.facilities.tags.models import Tag
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as desk
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.faults import faults
from fettle.site.testing.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("TAGS_PICTURES", "")


@pytest.fixture
def world() -> World:
    return make_world()


def tagged(world: World) -> Record:
    made = desk.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", service=world.service)
    actions.tag(world.actor("agent"), made.number, add=["East wing", "new access points"])
    actions.change(world.actor("manager"), Tag.objects.get(name="East wing"), colour="blue")
    return made


def opened(browser: Browser, live_server: Any, world: World, who: str, width: int, **more: Any) -> Page:
    """A window in which somebody is signed in."""
    client, name = Client(), settings.SESSION_COOKIE_NAME
    client.force_login(world.people[who])
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=live_server.url, **more)
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return context.new_page()


def test_t_opens_the_picker_and_enter_saves(browser: Browser, live_server: Any, world: World) -> None:
    record = tagged(world)
    page = opened(browser, live_server, world, "agent", 1280)
    page.goto(f"/incidents/{record.number}")
    page.keyboard.press("t")
    box = page.locator("#tags input[name=add]")
    expect(box).to_be_focused()
    box.press_sequentially("exam")
    page.locator("#tags input[name=keep]").first.uncheck()
    box.press("Control+Enter")
    expect(page.locator("#tags .x-tag")).to_have_text(["exam", "new access points"])
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#tags .x-tag")).to_have_text(["East wing", "new access points"])
    keys.choose(world.actor("agent"), world.people["agent"], {"tag": "#"})
    page.reload()
    page.keyboard.press("t")
    expect(page.locator("#tags input[name=add]")).to_have_count(0)
    page.keyboard.press("#")
    expect(page.locator("#tags input[name=add]")).to_be_focused()
    assert [tag.name for tag in queries.on(Record.objects.get(pk=record.pk))] == ["East wing", "new access points"]


def test_a_link_opens_in_its_place_as_soon_as_keys_are_heard(browser: Browser, live_server: Any, world: World) -> None:
    record = tagged(world)
    page = opened(browser, live_server, world, "agent", 1280)
    early = "document.addEventListener('DOMContentLoaded', () => document.querySelector('#tags a').click())"
    page.add_init_script(early)
    page.goto(f"/incidents/{record.number}")
    expect(page.locator("#tags input[name=add]")).to_be_focused()
    assert page.url.endswith(record.number)


def test_every_page_is_without_fault_on_wide_and_narrow_screens(
    browser: Browser, live_server: Any, world: World
) -> None:
    record = tagged(world)
    paths = {
        "record": f"/incidents/{record.number}",
        "picker": f"/tags/on/{record.number}",
        "list": "/desk/?every=1&layout=list&columns=title,tags",
        "tags": "/tags/",
        "tag": f"/tags/{Tag.objects.get(name='East wing').pk}/",
        "new": "/tags/new/",
        "keys": "/me/keys/",
    }
    found, complaints = [], []
    for size, width in (("wide", 1280), ("phone", 360)):
        page = opened(browser, live_server, world, "manager", width)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        for name, path in paths.items():
            page.goto(path)
            if PICTURES:
                page.screenshot(path=str(Path(PICTURES) / f"{name}-{size}.png"), full_page=True)
            found += [f"{path} {size}: {fault}" for fault in faults(page, dark=size == "wide")]
        page.context.close()
    assert not found and not complaints
