"""A major incident from the declaration to its end, in a browser: staff lead it, a pupil presses "me too" once, without
scripts.
"""

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
from fettle.processes.announcements import queries
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.faults import faults
from fettle.site.testing.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("MAJOR_PICTURES", "")
Visit = Callable[..., Page]


@pytest.fixture
def world(transactional_db: None) -> World:
    made = make_world()
    values = {"title": "No network", "service": made.service, "requester": made.people["requester"]}
    actions.register(made.actor("agent"), INCIDENT, **values)
    actions.take(made.actor("agent"), "INC-1")
    return made


@pytest.fixture
def visit(browser: Browser, live_server: Any, world: World) -> Iterator[Visit]:
    contexts = []

    def open_as(who: str, *, scripts: bool = True, width: int = 1280) -> Page:
        client = Client()
        client.force_login(world.people[who])
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/portal/")
        return page

    yield open_as
    for context in contexts:
        context.close()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)


def test_from_the_declaration_to_its_end(visit: Visit, live_server: Any, world: World) -> None:
    agent, manager = visit("agent"), visit("manager")
    pupil = visit("classmate", scripts=False, width=360)
    incident = f"{live_server.url}/incidents/INC-000001"
    agent.goto(f"{incident}/do/declare_major")
    agent.get_by_label("Which criterion is met?").select_option("service_down")
    agent.get_by_label("Reason").fill("No room is online")
    agent.get_by_role("button", name="Declare major incident").click()
    agent.get_by_role("link", name="Announce", exact=True).click()
    agent.get_by_label("What people should know").fill("Please use your phones.")
    agent.get_by_role("button", name="Announce").click()
    agent.reload()
    expect(agent.locator("#major")).to_contain_text("ANN-000001")
    assert faults(agent) == []

    pupil.goto(f"{live_server.url}/portal/")
    pupil.get_by_role("button", name="Me too").click()
    expect(pupil.get_by_text("It affects you", exact=True)).to_be_visible()
    picture(pupil, "me-too-360")
    assert pupil.evaluate("document.documentElement.scrollWidth") <= 360
    record = queries.about(world.actor("agent"), "INC-000001").get()
    assert len(queries.affected(record)) == 2

    agent.goto(f"{incident}/do/send_update")
    agent.get_by_label("Cause found, being fixed").check()
    agent.get_by_label("What people should know").fill("A switch is broken.")
    agent.get_by_role("button", name="Preview").click()
    expect(agent.get_by_text("This goes to 2 people")).to_be_visible()
    assert faults(agent) == []
    picture(agent, "preview")
    agent.get_by_role("button", name="Send update to 2 people").click()
    expect(agent.locator("#major")).to_contain_text("Cause found, being fixed")
    picture(agent, "led")
    pupil.goto(f"{live_server.url}/portal/news/ANN-000001")
    expect(pupil.get_by_text("A switch is broken.")).to_be_visible()

    agent.goto(f"{incident}/do/resolve")
    agent.get_by_label("What was done").fill("Changed the switch.")
    agent.get_by_label("Closure code").select_option("solved")
    agent.get_by_role("button", name="Resolve").click()
    pupil.goto(f"{live_server.url}/portal/")
    expect(pupil.get_by_text("No network")).to_have_count(0)

    manager.goto(f"{incident}/do/review_major")
    findings = manager.get_by_label("Findings")
    assert "1 of 1 in time" in findings.input_value() and "Incident manager: Agent" in findings.input_value()
    picture(manager, "review")
    manager.get_by_role("button", name="Finish the review").click()
    agent.goto(incident)
    agent.get_by_role("button", name="Close").click()
    expect(agent.locator("#record-head")).to_contain_text("Closed")
    picture(agent, "closed")
    said = set(Entry.objects.filter(record__number="INC-000001").values_list("fact", flat=True))
    assert said >= {f"incidents.{name}" for name in ("declared_major", "update_sent", "reviewed_major", "closed")}
