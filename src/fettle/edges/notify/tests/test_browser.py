"""The pages of notices, mails, jobs and health in a real browser: no accessibility fault, nothing in the console."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser

from fettle.edges.notify import outbox
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import OutgoingMail
from fettle.kernel.history.models import Delivery, Entry
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.faults import faults
from fettle.site.testing.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("NOTIFY_PICTURES", "")
PAGES = (
    "/notices/",
    "/operations/mail/",
    "/operations/mail/decisions/",
    "/operations/mail/server/",
    "/operations/jobs/",
    "/operations/health/",
)


def busy_world() -> World:
    """Somebody was told, somebody was not, a reaction was given up, a mail failed."""
    world = make_world()
    record = actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", service=world.service)
    actions.assign(world.actor("agent"), record.number, assignee=world.people["administrator"])
    actions.reply(world.actor("agent"), record.number, text="Which room?")
    for entry in Entry.objects.filter(record=record):
        decide(entry)
    Delivery.objects.create(entry=entry, reaction="search.index", dead=True, attempts=6, problem="OperationalError")
    with transaction.atomic():
        outbox.send(world.people["requester"], "Sign in to Northfield IT", "https://desk.example.org/in/x")
    OutgoingMail.objects.filter(purpose="letter").update(state="failed", reason="", answer="550 5.1.1 no such user")
    return world


def test_every_page_is_without_fault_on_wide_and_narrow_screens(browser: Browser, live_server: Any) -> None:
    client = Client()
    client.force_login(busy_world().people["administrator"])
    name = settings.SESSION_COOKIE_NAME
    found, complaints = [], []
    for size, width in (("wide", 1280), ("phone", 390)):
        context = browser.new_context(viewport={"width": width, "height": 800})
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        for path in (*PAGES, f"/operations/mail/{OutgoingMail.objects.earliest('pk').pk}/"):
            page.goto(live_server.url + path)
            found += [f"{path} {size}: {fault}" for fault in faults(page, dark=size == "wide")]
            if PICTURES:
                page.screenshot(path=str(Path(PICTURES) / f"{path.strip('/').replace('/', '-')}-{size}.png"))
        context.close()
    assert not found and not complaints
