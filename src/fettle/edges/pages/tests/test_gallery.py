"""Every component in a real browser: no accessibility fault, nothing sideways, nothing against the policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from fettle.site.testing.faults import faults

from .gallery import content, serve

pytestmark = pytest.mark.browser
NAMES = [name for name, _, _ in content.pages()]
SIZES = {"wide": (1440, 900), "phone": (360, 740), "small": (320, 640)}


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with serve.serving() as address:
        yield address


@pytest.fixture
def visit(browser: Browser, gallery: str) -> Iterator[object]:
    """Opens a page of the gallery; afterwards nothing may stand in the console."""
    contexts, complaints = [], []

    def open_page(name: str, size: str = "wide", scripts: bool = True) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{gallery}/{name}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [c for c in complaints if "409" not in c] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_no_accessibility_fault(visit, name: str, size: str) -> None:
    assert faults(visit(name, size=size), dark=size == "wide") == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", ["phone", "small"])
def test_nothing_goes_sideways(visit, name: str, size: str) -> None:
    page = visit(name, size=size)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("name", ["portal", "portal-form", "sign-in"])
def test_portal_targets_are_big_enough_for_a_finger(visit, name: str) -> None:
    page = visit(name, size="phone")
    targets = (
        "main :is(button, .x-btn, select, input:not([type=hidden]):not([type=radio]):not([type=checkbox]),"
        " label.x-tile, label.x-toggle, .x-answer)"
    )
    small = page.eval_on_selector_all(
        targets,
        """all => all.filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44)
                  .map(e => e.outerHTML.slice(0, 90))""",
    )
    assert small == []
