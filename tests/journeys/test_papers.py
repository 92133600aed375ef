"""Documents and duties in a real browser: what people do with them from the first word to the PDF."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from fettle.facilities.cycles.models import Duty
from fettle.site.testing.faults import faults
from fettle.site.testing.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PAPERS_PICTURES", "")


class People:
    """A page for everybody who takes part; what the pages complain of is kept."""

    def __init__(self, browser: Browser, address: str, world: World, width: int = 1280) -> None:
        self.browser, self.address, self.world, self.width = browser, address, world, width
        self.complaints: list[str] = []
        self.pages: dict[str, Page] = {}

    def __getitem__(self, who: str) -> Page:
        if who not in self.pages:
            client, name = Client(), settings.SESSION_COOKIE_NAME
            client.force_login(self.world.people[who])
            context = self.browser.new_context(
                base_url=self.address, viewport={"width": self.width, "height": 900}, accept_downloads=True
            )
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.address}])
            page = context.new_page()
            page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: self.complaints.append(str(error)))
            self.pages[who] = page
        return self.pages[who]


def looked_at(page: Page, name: str, found: list[str]) -> None:
    """No accessibility fault; a picture for whoever asked for it. News that come and go have tests of their own."""
    found += [f"{name}: {fault}" for fault in faults(page, without=".x-toasts")]
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)


def test_a_document_from_its_first_word_to_paper(browser: Browser, live_server: Any) -> None:
    people, found = People(browser, live_server.url, make_world()), []
    writer, approver, reader = people["manager"], people["head"], people["requester"]

    writer.goto("/documents")
    writer.get_by_role("link", name="New document").click()
    writer.get_by_label("Title").fill("Service policy")
    writer.get_by_label("Type").select_option("policy")
    writer.get_by_role("button", name="Put on the register").click()
    writer.get_by_role("link", name="Write the text").click()
    writer.get_by_label("Text", exact=False).first.fill("## Why\n\nWe serve.\n\n- fast\n- well")
    writer.get_by_role("button", name="Preview").click()
    assert writer.locator("#preview h2").inner_text() == "Why"
    looked_at(writer, "write", found)
    writer.get_by_role("button", name="Save version").click()
    writer.get_by_role("link", name="Submit for review").click()
    writer.get_by_role("button", name="Submit for review").click()
    assert "In review" in writer.locator("#record-head").inner_text()

    approver.goto("/documents/DOC-000001")
    approver.get_by_role("link", name="Approve and publish").click()
    approver.get_by_role("button", name="Approve and publish").click()
    assert "In force" in approver.locator(".x-paper-text").inner_text()

    writer.goto("/documents/DOC-000001/distribution")
    writer.get_by_role("combobox", name="Role").select_option("auditor")
    writer.get_by_role("button", name="Add to the list").click()
    looked_at(writer, "distribution", found)
    auditor = people["auditor"]
    auditor.goto("/documents/DOC-000001")
    looked_at(auditor, "reader", found)
    auditor.get_by_role("button", name="I have read and understood it").click()
    writer.reload()
    assert "1 of 1 have confirmed version 1" in writer.content()
    reader.goto("/documents/DOC-000001")
    assert "We serve" not in reader.content(), "it is not distributed to them"
    people.complaints.clear()  # the 404 was asked for

    writer.goto("/documents/DOC-000001/do/write")
    writer.get_by_label("Text", exact=False).first.fill("## Why\n\nWe serve gladly.\n\n- fast\n- well")
    writer.get_by_label("What is different", exact=False).fill("Says how")
    writer.get_by_role("button", name="Save version").click()
    assert "Version 1 is in force" in writer.content()
    looked_at(writer, "record", found)
    writer.get_by_role("link", name="What is different").click()
    assert writer.locator("ins").all_inner_texts() == [" gladly"]
    looked_at(writer, "compare", found)
    writer.get_by_role("link", name="Versions").click()
    looked_at(writer, "versions", found)
    writer.goto("/documents/DOC-000001")
    with writer.expect_download() as download:
        writer.get_by_role("link", name="PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    writer.goto("/documents")
    looked_at(writer, "register", found)
    assert (found, people.complaints) == ([], [])


def test_a_duty_is_set_comes_due_and_is_done(browser: Browser, live_server: Any) -> None:
    people, found = People(browser, live_server.url, make_world(), width=390), []
    manager = people["manager"]
    manager.goto("/settings/incidents.priorities/")
    manager.get_by_role("link", name="Review the procedure: set when").click()
    manager.get_by_label("Next due on").fill("2026-01-31")
    manager.get_by_label("Due again after", exact=False).fill("1")
    manager.get_by_label("Unit", exact=False).select_option("months")
    manager.get_by_role("combobox", name="Responsible role").select_option("incident_manager")
    looked_at(manager, "duty", found)
    manager.get_by_role("button", name="Save").click()
    assert Duty.objects.get().unit == "months"

    manager.goto("/my-work/")
    assert "Review the procedure" in manager.locator("#my-duties").inner_text()
    manager.goto("/duties/")
    assert "Overdue" in manager.locator("main").inner_text()
    looked_at(manager, "duties", found)
    manager.get_by_text("Done, or leave it out").click()
    manager.get_by_label("Remark").fill("Still how we do it")
    manager.get_by_role("button", name="Done").click()
    assert "Noted: it is done." in manager.content() and "Overdue" not in manager.locator("main").inner_text()
    assert (found, people.complaints) == ([], [])
