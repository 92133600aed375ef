"""The rooms beside the queue as people meet them: under a finger, by keys alone, without scripts, on a small phone.

What axe says of them, and whether anything goes sideways, is looked at in test_every_page.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from fettle.facilities.approvals import actions as approvals
from fettle.facilities.approvals import keys
from fettle.facilities.approvals import queries as rounds
from fettle.facilities.approvals.models import Decision
from fettle.kernel.records.models import Record
from fettle.processes.announcements import queries as announced
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import REQUEST
from fettle.site.testing.faults import small_targets
from fettle.site.testing.house import House

pytestmark = pytest.mark.browser
PHONE, SMALL = (390, 844), (360, 740)


@pytest.fixture
def link(house: House) -> str:
    """The address of a decision that only this test takes: many things are to be read before it."""
    agent = house.world.actor("agent")
    made = actions.register(
        house.world.actor("requester"),
        REQUEST,
        title="Thirty tablets for the science week",
        details="For three groups that measure by the river.\n" * 12,
        service=house.world.service,
        location="Science desk",
    )
    person = house.world.people["classmate"]
    approvals.ask(agent, made.number, person=person, question="Thirty tablets, 9,000 euros\n" * 8, hours=24)
    found = rounds.newest(made)
    assert found is not None
    return f"/a/{keys.make(found, person)}"


def test_fingers_find_everything(house: House) -> None:
    """In the portal and on the page behind a link targets are at least 44 px high and wide."""
    pages = house.rooms.pages()
    small = {}
    for who in ("requester", "classmate", ""):
        for address in pages[who]:
            if found := small_targets(house.visit(address, who, SMALL)):
                small[f"{who} {address}"] = found
    assert not small, "\n".join(f"{name}: {each}" for name, some in small.items() for each in some)


def test_a_decision_is_reached_by_scrolling_once_and_taken_by_one_press(house: House, link: str) -> None:
    """On a phone, without scripts, without signing in; the second time says who decided."""
    page = house.visit(link, "", PHONE, scripts=False)
    approve = page.get_by_role("button", name="Approve")
    box = approve.bounding_box()
    assert box is not None and box["y"] + box["height"] <= 2 * PHONE[1]
    approve.click()
    expect(page.get_by_text("Your decision is noted")).to_be_visible()
    assert Decision.objects.get(round__record__title__startswith="Thirty tablets").approves
    page.goto(house.url + link)
    expect(page.get_by_text(re.compile("Classmate approved this on"))).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)


def test_a_decision_by_keys_alone(house: House, link: str) -> None:
    page = house.visit(link, "", PHONE)
    tab_to(page, "textarea")
    page.keyboard.type("Ask for more offers.")
    tab_to(page, "button[value=refuse]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your decision is noted")).to_be_visible()
    assert not Decision.objects.latest("pk").approves


def test_an_order_by_keys_alone(house: House) -> None:
    """A list that has to be answered begins empty, and says so when it is left so."""
    page = house.visit("/portal/order/new_account", "requester")
    tab_to(page, "input[name='custom.person']")
    page.keyboard.type("Ada L.")
    tab_to(page, "button.is-primary")
    page.keyboard.press("Enter")
    expect(page.locator("[id='id_custom.who_error']")).to_have_text("Choose one of them.")
    tab_to(page, "select[name='custom.who']")
    page.keyboard.type("colleague")
    expect(page.get_by_label("Who is it?")).to_have_value("colleague")
    page.get_by_label("First day").fill("2027-01-04")
    tab_to(page, "button.is-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent")
    assert Record.objects.get(title="Account for Ada L.").item.custom["who"] == "colleague"


def test_me_too_by_keys_alone(house: House) -> None:
    number = house.rooms.announced
    page = house.visit("/portal/", "classmate")
    tab_to(page, "form[action*='/me-too'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It affects you", exact=True)).to_be_visible()
    record = Record.objects.get(number=number)
    assert house.world.people["classmate"].pk in announced.affected(record)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _press in range(60):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {selector}")
