"""An agent at the record page and at the form, in a real browser: what is seen, how many clicks, keys alone."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from fettle.facilities.discussion import actions as discussion
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.faults import faults
from fettle.site.testing.world import World

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture
def world(transactional_db: None) -> World:
    from fettle.site.testing.world import make_world

    return make_world()


@pytest.fixture
def record(world: World) -> Record:
    """An incident with a history: taken, answered, noted, escalated, its clocks running for a day."""
    agent = world.actor("agent")
    made = actions.register(
        agent,
        INCIDENT,
        title="Wi-Fi down in Library, floors 2–4",
        details="Nobody on floors 2, 3 and 4 can use the Wi-Fi since about eight.",
        requester=world.people["requester"],
        impact="service",
        urgency="soon",
        service=world.service,
        channel="mail",
        opened_at=timezone.now() - timedelta(hours=30),
    )
    actions.take(agent, made.number)
    actions.reply(agent, made.number, text="The switch stopped handing out addresses.")
    actions.note(world.actor("colleague"), made.number, text="Same firmware as last night.")
    actions.escalate(agent, made.number, way="hierarchical", reason="The head asks")
    return made


@pytest.fixture
def visit(browser: Browser, live_server: Any, world: World) -> Iterator[Open]:
    """Opens a page as somebody; afterwards nothing may stand in the console."""
    contexts, complaints = [], []

    def open_page(address: str, who: str = "agent", width: int = 1440, height: int = 900) -> Page:
        client = Client()
        client.force_login(world.people[who])
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        context = browser.new_context(viewport={"width": width, "height": height})
        context.add_cookies([{**cookie, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(live_server.url + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if "409" not in text] == []


def address(record: Record, *rest: str) -> str:
    return "/" + "/".join(("incidents", record.number, *rest))


def pages(record: Record, world: World) -> list[str]:
    below = ("", "explain", "edit", "link", "do/resolve", "do/prioritise", "do/hand_over", "do/confirm")
    return [
        *(address(record, *filter(None, [rest])) for rest in below),
        "/incidents/new",
        f"/services/{world.service.number}",
        f"/services/{world.service.number}/do/retire",
        "/services/new",
    ]


@pytest.mark.parametrize("width", [1440, 360])
def test_no_accessibility_fault_and_nothing_sideways(visit: Open, record: Record, world: World, width: int) -> None:
    page = visit(address(record), "manager", width=width)
    agent = visit(address(record), "agent", width=width)
    base = page.url.partition("/incidents")[0]
    for at in pages(record, world):
        shown = page if at.startswith("/services") else agent
        shown.goto(base + at)
        shown.wait_for_load_state("networkidle")
        assert faults(shown, dark=width > 1000) == [], at
        assert shown.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, at


def test_what_matters_is_seen_without_scrolling(visit: Open, record: Record) -> None:
    page = visit(address(record))
    assert page.locator(".x-btn.is-primary:visible").all_inner_texts() == ["Resolve"], "one primary button"
    for selector in (
        ".x-original",
        "#clocks .x-clock >> nth=1",
        "#record-status",
        "#text-reply",
        ".x-page-head >> text=Agent",
    ):
        box = page.locator(selector).first.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 900, selector


def test_a_reply_is_one_click_and_text(visit: Open, record: Record) -> None:
    page = visit(address(record))
    page.locator("#text-reply").fill("It works again. Please try.")
    page.get_by_role("button", name="Send reply to Requester").click()
    expect(page.locator("#timeline .x-message").first).to_contain_text("It works again. Please try.")
    expect(page.locator("#text-reply")).to_have_value("")
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_what_arrived_meanwhile_is_read_first(visit: Open, world: World, record: Record) -> None:
    page = visit(address(record))
    page.locator("#text-reply").fill("On our way.")
    actions.reply(world.actor("requester"), record.number, text="Never mind, it is back.")
    page.get_by_role("button", name="Send reply").click()
    expect(page.locator(".x-composer-warn")).to_contain_text("Never mind, it is back.")
    expect(page.locator("#text-reply")).to_have_value("On our way.")
    page.get_by_role("button", name="Send reply").click()
    expect(page.locator("#timeline .x-message").first).to_contain_text("On our way.")


def test_a_draft_outlives_the_page(visit: Open, record: Record) -> None:
    page = visit(address(record))
    page.locator("#text-reply").press_sequentially("Half a sent")
    expect(page.locator("[data-side=reply] [data-draft-state]")).to_contain_text("Saved", timeout=6000)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("#text-reply")).to_have_value("Half a sent")


def test_a_saved_answer_goes_where_one_writes(visit: Open, record: Record) -> None:
    page = visit(address(record))
    page.locator("[data-side=reply] summary").click()
    page.get_by_text("Restart and try again").click()
    assert "Please restart the device" in page.locator("#text-reply").input_value()


def test_a_slash_opens_the_saved_answers_for_the_keyboard(visit: Open, record: Record) -> None:
    page = visit(address(record))
    page.fill("#text-reply", "")
    page.type("#text-reply", "Hello and/or ")
    assert not page.locator("details[data-answers][open]").count(), "a slash within a word is a slash"
    page.type("#text-reply", "/")
    page.wait_for_selector("[data-side=reply] details[data-answers][open]")
    page.keyboard.press("r")
    assert "Restart" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Escape")
    assert page.input_value("#text-reply") == "Hello and/or /"
    page.keyboard.press("Backspace")
    page.type("#text-reply", "/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#text-reply").startswith("Hello and/or Please restart the device")


def test_files_are_looked_at_on_the_record(visit: Open, world: World, record: Record) -> None:
    """Image, text and PDF in place, loaded when somebody opens them; anything else is only saved."""
    files = {"screen.png": PNG, "app.log": b"09:44 switch <b>down</b>", "plan.pdf": b"%PDF-1.7 ", "x.svg": b"<svg/>"}
    discussion.attach(world.actor("agent"), record.number, [ContentFile(data, name) for name, data in files.items()])
    page = visit(address(record))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    previews = page.locator("#files details")
    assert previews.count() == 3
    previews.nth(0).locator("summary").click()
    expect(previews.nth(0).get_by_role("img", name="screen.png")).to_be_visible()
    assert not any("app.log" in url for url in asked)
    previews.nth(1).locator("summary").click()
    expect(previews.nth(1).frame_locator("iframe").locator("body")).to_contain_text("09:44 switch <b>down</b>")
    assert previews.nth(1).locator("iframe").get_attribute("sandbox") == ""
    assert previews.nth(2).locator("iframe[loading=lazy]").count() == 1
    links = page.locator("#files .x-file")
    assert [link.get_attribute("target") for link in links.all()] == ["_blank", "_blank", "_blank", None]


def test_a_section_is_edited_in_place(visit: Open, record: Record) -> None:
    page = visit(address(record))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("e")
    expect(page.locator("#rail-0 form select").first).to_be_focused()
    page.get_by_label("Category").select_option("network")
    page.get_by_role("button", name="Save changes").click()
    expect(page.locator("#rail-0 select")).to_have_count(0)  # whose options hold the words too
    expect(page.locator("#rail-0")).to_contain_text("Network and Wi-Fi")


def test_keys_alone_carry_an_incident_from_the_call_to_its_end(visit: Open, record: Record) -> None:
    page = visit(address(record))
    began = timezone.now()
    page.keyboard.press("c")
    expect(page.get_by_role("combobox", name="Requester")).to_be_focused()
    page.keyboard.type("Requester")
    page.keyboard.press("Tab")
    page.keyboard.type("Projector in B-104 flickers")
    page.wait_for_timeout(400)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Projector in B-104 flickers")).to_be_visible()
    assert timezone.now() - began < timedelta(seconds=30)
    page.keyboard.press("i")
    expect(page.locator("#record-status summary")).to_contain_text("In progress")
    page.keyboard.press("n")
    page.keyboard.type("Cable is loose")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline .is-note")).to_contain_text("Cable is loose")
    page.locator("h1").focus()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    page.keyboard.type("We fixed the cable.")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.get_by_role("heading", name="Resolve")).to_be_visible()
    page.keyboard.press("Tab")
    page.get_by_label("What was done").focus()
    page.keyboard.type("Plugged the cable in.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#record-status")).to_contain_text("Resolved")


def test_m_lets_it_wait_with_a_reminder(visit: Open, record: Record) -> None:
    page = visit(address(record))
    page.keyboard.press("m")
    page.wait_for_url("**/do/wait*")
    expect(page.get_by_label("Remind")).to_be_visible()
    page.go_back()
    page.keyboard.press("?")
    expect(page.locator("dialog[open] dt", has_text="M").first).to_be_visible()


def test_by_mouse_a_call_is_recorded_with_four_clicks(visit: Open, world: World) -> None:
    page = visit("/incidents/new")
    page.get_by_role("combobox", name="Requester").press_sequentially("reque")
    page.locator("[role=listbox] [role=option]").first.click()
    page.get_by_label("What is wrong?").click()
    page.keyboard.type("Cannot print")
    expect(page.locator("[hx-post] .x-priority")).to_contain_text("P4")
    page.get_by_text("A building or service").click()
    page.get_by_role("button", name="Record incident").click()
    expect(page.get_by_role("heading", name="Cannot print")).to_be_visible()


def test_the_preview_follows_what_is_chosen(visit: Open) -> None:
    page = visit("/incidents/new")
    page.get_by_text("A building or service").click()
    page.get_by_text("Work stopped").click()
    expect(page.locator("[hx-post] .x-priority")).to_contain_text("P1 Critical")
    expect(page.locator("[hx-post]")).to_contain_text("restore by")


def test_what_is_new_is_offered_and_never_pushed_in(visit: Open, world: World, record: Record) -> None:
    page = visit(address(record))
    actions.reply(world.actor("requester"), record.number, text="It is back on floor 3.")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    button = page.get_by_role("button", name="1 new. Show")
    expect(button).to_be_visible()
    expect(page.locator("#timeline")).not_to_contain_text("It is back on floor 3.")
    button.click()
    expect(page.locator("#timeline .x-message").first).to_contain_text("It is back on floor 3.")


def test_a_second_press_is_not_heard_while_the_first_is_on_its_way(visit: Open) -> None:
    heard = """() => {
        let heard = 0;
        window.addEventListener("submit", (event) => { heard += !event.defaultPrevented; event.preventDefault(); });
        const button = document.querySelector("#form [data-send=enter]");
        button.click();
        button.click();
        return heard;
    }"""
    assert visit("/incidents/new").evaluate(heard) == 1
