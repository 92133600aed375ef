"""The queue in a real browser: filtered, saved, changed in bulk; by keys, without scripts, on a phone, in the dark."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.site.testing.faults import faults
from fettle.site.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES", "")
"""A folder for pictures of every screen, to look at after a change of the look."""
Visit = Callable[..., Page]
TITLES = (
    "Wi-Fi down in Library, floors 2–4",
    "Exam booking shows error 502 after login",
    "Print release stuck at Science desk",
    "New starter: laptop and accounts for 1 Dec",
    "Projector in B-104 flickers",
    "Cannot map research share /proj/ocean",
    "Shared mailbox for open day",
    "Grade export fails for class 9C",
    "VPN drops every ten minutes from home",
    "Extra monitor for room C-21",
    "Chromebooks in 7B lose their session at 09:00",
    "Software: MATLAB licence for the MSc group",
    "Old printer driver warning on sign-in",
    "HPC job queue rejects GPU partition",
    "Badge reader at the east door is dead",
    "Timetable shows last year's rooms",
)


@pytest.fixture
def queue(live_server: object, world: World) -> list[str]:
    """Sixteen records of all sorts; the numbers, oldest first."""
    agent, now, made = world.actor("agent"), timezone.now(), []
    for at, title in enumerate(TITLES):
        kind = REQUEST if title.startswith(("New", "Shared", "Extra", "Software")) else INCIDENT
        record = actions.register(
            agent,
            kind,
            title=title,
            requester=world.people["requester"],
            service=world.service,
            details="It began this morning.\nNobody changed anything.",
            impact=("building", "group", "one")[at % 3],
            urgency=("stopped", "soon", "wait")[at % 3],
            opened_at=now - timedelta(hours=(60, 1, 5, 2)[at % 4]),
        )
        if at % 5 == 1:
            actions.take(agent, record.number)
        if at % 5 == 2:
            actions.assign(agent, record.number, assignee=world.people["colleague"])
        if at % 5 == 3:
            actions.wait(agent, record.number, pause_reason="requester")
        made.append(record.number)
    return made


@pytest.fixture
def visit(browser: Browser, live_server: object, world: World, queue: list[str]) -> Iterator[Visit]:
    """Opens an address as the agent. Afterwards nothing may stand in the console."""
    contexts, complaints = [], []

    def open_page(address: str, size: tuple[int, int] = (1440, 900), scripts: bool = True) -> Page:
        client = Client()
        client.force_login(world.people["agent"])
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts)
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        base: str = live_server.url  # type: ignore[attr-defined]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(base + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    _let_the_server_end()
    assert [each for each in complaints if "409" not in each and "422" not in each] == []


def _let_the_server_end() -> None:
    """A page that is left may have sent a last word (who looks at a record); the tables are emptied after it."""
    busy = (
        "select 1 from pg_stat_activity"
        " where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()"
    )
    ends = time.monotonic() + 10
    while time.monotonic() < ends:
        time.sleep(0.2)
        with connection.cursor() as cursor:
            cursor.execute(busy)
            if cursor.fetchone() is None:
                return


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


SCREENS = {
    "split": "/desk/?open=true",
    "list": "/desk/?open=true&layout=list",
    "board": "/desk/?open=true&layout=board",
    "filter": "/desk/?open=true&priority=3&panel=filter",
    "display": "/desk/?open=true&layout=list&panel=display",
    "empty": "/desk/?open=true&q=nothing-like-this",
    "mine": "/my-work/",
    "search": "/search?q=printer",
    "views": "/views/",
    "save": "/views/new?list=/desk/&open=true",
    "services": "/services",
}


@pytest.mark.parametrize(
    ("address", "width"), [("/desk/?open=true", 660), ("/incidents?every=1", 1030)], ids=["upright", "across"]
)
def test_on_paper_nothing_is_cut_off_and_nothing_can_be_chosen(visit: Visit, address: str, width: int) -> None:
    """At the width of what A4 holds; many columns lie across."""
    page = visit(address, (width, 1000))
    page.emulate_media(media="print")
    cut = """() => [...document.querySelectorAll('.x-table td, .x-table td *')]
        .filter((e) => !e.closest('.x-unseen') && getComputedStyle(e).overflowX !== 'visible')
        .filter((e) => e.scrollWidth > e.clientWidth + 1)
        .map((e) => e.textContent)"""
    assert page.evaluate(cut) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("input[type=checkbox]:visible, .x-filter-add:visible, button:visible").count() == 0
    assert page.locator(".x-views a:visible").count() <= 1


@pytest.mark.parametrize("size", [(1440, 900), (360, 740)], ids=["wide", "phone"])
def test_no_accessibility_fault_and_nothing_sideways(visit: Visit, size: tuple[int, int]) -> None:
    wrong = []
    page = visit("/desk/?open=true", size)
    for name, address in SCREENS.items():
        page.goto(_absolute(page, address))
        picture(page, f"{name}-{size[0]}")
        if page.locator(".x-btn.is-primary:visible").count() > 1:
            wrong.append((name, "more than one primary button"))
        wrong += [(name, *fault) for fault in faults(page, dark=size[0] > 1000)]
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            wrong.append((name, "sideways", []))
    assert wrong == []


def _absolute(page: Page, address: str) -> str:
    return re.sub(r"^(https?://[^/]+).*", r"\1", page.url) + address


def test_keys_move_preview_and_open(visit: Visit) -> None:
    page = visit("/desk/?open=true")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press(" ")
    expect(page.locator("#peek h2")).to_be_visible()
    picture(page, "preview")
    title = page.locator("#peek h2").inner_text()
    page.keyboard.press("x")
    expect(page.locator("[data-selected-count]")).to_have_text("1 selected")
    picture(page, "selected")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_bulk_from_selection_to_the_same_list(visit: Visit, world: World) -> None:
    page = visit("/desk/?assignee=none&open=true")
    page.locator(".x-pick").nth(0).check()
    page.locator(".x-pick").nth(1).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Resolve").click()
    picture(page, "bulk")
    assert faults(page) == []
    page.get_by_label("What was done").fill("Restarted the access point")
    page.get_by_label("Closure code").select_option("solved")
    page.get_by_role("button", name=re.compile("Resolve: 2 records")).click()
    expect(page).to_have_url(re.compile(r"/desk/\?assignee=none&open=true$"))
    expect(page.locator("#toasts")).to_contain_text("Resolve: 2 records")
    assert Record.objects.filter(state="resolved").count() == 2


def test_a_quick_search_takes_the_selection_away(visit: Visit) -> None:
    page = visit("/desk/?open=true")
    page.locator(".x-pick").nth(0).check()
    page.get_by_role("link", name="Mine").click()
    page.wait_for_url(re.compile("assignee=me"))
    expect(page.locator(".x-bulk")).to_be_hidden()
    assert page.locator(".x-pick:checked").count() == 0


def test_the_palette_finds_and_jumps(visit: Visit, queue: list[str]) -> None:
    page = visit("/desk/?open=true")
    page.keyboard.press("Control+k")
    page.keyboard.type("INC-1")
    option = page.get_by_role("option").filter(has_text=queue[0])
    expect(option).to_be_visible()
    picture(page, "palette")
    assert faults(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/incidents/{queue[0]}"))


def test_without_scripts_everything_is_a_link_or_a_form(visit: Visit, world: World) -> None:
    page = visit("/desk/?open=true&assignee=none", scripts=False)
    page.get_by_role("link", name=re.compile("^Filter")).click()
    page.get_by_label("Words or number").fill("projector")
    page.get_by_role("button", name="Apply filter").click()
    page.locator(".x-pick").nth(0).check()
    page.get_by_role("button", name="Assign").click()
    page.locator("[name=assignee_words]").fill("colleague@example.org")
    page.get_by_role("button", name=re.compile("Assign: 1 record")).click()
    assert Record.objects.get(title__startswith="Projector").assignee == world.people["colleague"]
    expect(page.get_by_text("Assign: 1 record")).to_be_visible()


def test_a_card_moves_by_its_menu(visit: Visit, queue: list[str]) -> None:
    page = visit("/desk/?open=true&layout=board")
    page.get_by_label(f"Move {queue[0]}").click()
    page.locator(f"#row-{queue[0]}").get_by_role("button", name="Take it").click()
    expect(page.locator("#toasts")).to_contain_text(queue[0])
    expect(page).to_have_url(re.compile(r"/desk/\?open=true&layout=board$"))
    assert Record.objects.get(number=queue[0]).state == "in_progress"


def test_one_key_takes_the_row_one_is_on(visit: Visit, world: World) -> None:
    """That row alone is drawn anew: the page stays, and so do focus and scroll."""
    page = visit("/desk/?open=true", (1440, 500))
    row = page.locator("tbody tr").filter(has=page.locator(".x-status.is-new")).last
    number = str(row.get_attribute("id")).removeprefix("row-")
    row.locator("[data-open]").focus()
    page.evaluate("window.sameDocument = true")
    before = page.evaluate("scrollY")
    mine = page.get_by_role("link", name=re.compile("^Mine")).locator(".x-count")
    counted = int(mine.inner_text())
    page.keyboard.press("i")
    expect(page.locator("#toasts")).to_contain_text(number)
    assert Record.objects.get(number=number).assignee == world.people["agent"]
    expect(page).to_have_url(re.compile(r"/desk/\?open=true$"))
    assert before > 0
    assert page.evaluate("[window.sameDocument, scrollY]") == [True, before]
    expect(page.locator(f"#row-{number} [data-open]")).to_be_focused()
    expect(page.locator(f"#row-{number}")).to_contain_text("In progress")
    expect(mine).to_have_text(str(counted + 1))


def test_a_row_that_leaves_the_list_gives_the_focus_to_the_next(visit: Visit) -> None:
    page = visit("/desk/?assignee=none&open=true")
    second = page.locator("tbody tr").nth(1).get_attribute("id")
    page.keyboard.press("j")
    page.keyboard.press("i")
    expect(page.locator("#toasts [data-toast]")).to_have_count(1)
    expect(page.locator(f"#{second} [data-open]")).to_be_focused()
    assert page.locator("tbody tr").first.get_attribute("id") == second
    page.keyboard.press("v")
    page.wait_for_url(re.compile("layout=list"))


def test_under_a_finger_a_row_opens_and_can_be_selected(visit: Visit) -> None:
    page = visit("/desk/?open=true", (360, 740))
    page.locator(".x-pick").nth(1).check()
    expect(page.locator("[data-selected-count]")).to_have_text("1 selected")
    expect(page.locator(".x-bulk").get_by_role("button", name="Resolve")).to_be_visible()
    number = str(page.locator("tbody tr").first.get_attribute("id")).removeprefix("row-")
    page.locator("tbody tr").first.locator(".x-cell-status").click()
    page.wait_for_url(f"**/incidents/{number}?**")
