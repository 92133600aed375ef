"""From an empty database to the first incident, in a real browser, without an accessibility fault on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from fettle.administration.people import csv_rows
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Person, Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings import people
from fettle.site import first_start
from fettle.site.testing.faults import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EXPECTED = re.compile("status of (410|422)")
WIDTHS = (1440, 360)
ALIKE = "fieldset.x-card:nth-of-type(n+6)"
"""Further rows of a long table, each drawn like the five before it."""


@pytest.fixture
def page(browser: Browser, live_server, settings) -> Iterator[Page]:
    """A browser at the running site; what it complains of is a failure."""
    settings.PUBLIC_ADDRESS = live_server.url
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=live_server.url, locale="en-GB")
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert [each for each in complaints if not EXPECTED.search(each)] == []


def faultless(page: Page) -> None:
    """No accessibility fault and nothing sideways: on a desk, light and dark, and on a phone."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page, ALIKE, dark=width > 1000) == [], (page.url, width)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (page.url, width)
    page.set_viewport_size({"width": 1440, "height": 900})


def press(page: Page, name: str) -> None:
    """Send the step, and wait for the page that answers: what comes after is asked of that one."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def set_up(page: Page, check: bool = False) -> None:
    """Through all six steps of the guided start."""
    look = faultless if check else lambda page: None
    first_start.prepare()
    page.goto(first_start.link())
    look(page)
    press(page, "Begin")
    look(page)
    page.get_by_label("Name of your organisation").fill("Northfield College")
    page.get_by_label("Time zone").select_option("Europe/Prague")
    press(page, "Save and continue")
    look(page)
    page.get_by_label("Public holidays of").select_option("CZ")
    press(page, "Save and continue")
    page.get_by_label("Your name").fill("Ada Long")
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_label("Password").fill("short")
    press(page, "Save and continue")
    look(page)
    page.get_by_label("Password").fill("correct horse battery")
    press(page, "Save and continue")
    look(page)
    press(page, "Save and continue")
    look(page)
    press(page, "Save and continue")
    look(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Without mail for now").click()
    look(page)


def test_from_an_empty_database_to_the_first_incident(page: Page) -> None:
    set_up(page, check=True)
    page.get_by_role("link", name="Open the service desk").click()
    page.goto("/incidents/new")
    page.get_by_label("Requester").fill("ada")
    page.get_by_role("option", name="Ada Long").click()
    page.get_by_label("What is wrong?").fill("Projector in B-104 flickers")
    page.get_by_role("button", name="Record incident").click()
    page.wait_for_url("**/incidents/INC-000001*")
    assert Record.objects.get(number="INC-000001").title == "Projector in B-104 flickers"


def test_the_pages_of_administration(page: Page) -> None:
    set_up(page)
    ada = Actor.of(Person.objects.get())
    csv_rows.write(
        ada,
        csv_rows.read(ada, "name,mail,role,may_sign_in\nTom Berg,tom@example.org,agent,yes\nIda,ida@example.org,,\n"),
    )
    tom = Person.objects.get(name="Tom Berg")
    people.change(ada, tom, phone="4711")
    for address in (
        "/people/",
        "/people/new/",
        f"/people/{tom.pk}/",
        f"/people/{tom.pk}/deactivate/",
        "/people/import/",
        "/people/why/",
        "/teams/",
        f"/teams/{Team.objects.get().pk}/",
        "/organisations/",
        f"/organisations/{tom.organisation_id}/",
        "/me/",
        "/me/notices/",
        "/me/times/",
        "/me/password/",
        "/me/tokens/new/",
        "/settings/",
        "/settings/incidents.categories/",
        "/settings/incidents.closure/",
        "/settings/notify.texts/",
        "/settings/calendars/",
        "/settings/calendars/office/",
        "/settings/agreement/",
    ):
        assert page.goto(address).status == 200, address
        faultless(page)


def test_the_sign_in_pages(page: Page) -> None:
    first_start.prepare()
    for address in ("/sign-in/", "/sign-in/link/", "/sign-in/reset/", "/sign-in/link/unknown/"):
        page.goto(address)
        faultless(page)
