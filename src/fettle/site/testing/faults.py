"""What axe finds wrong with a page for people who see, hear or move otherwise, by WCAG 2.2 AA and good practice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules that can tell dark from light: a theme changes colours alone."""
# Only what is wrong is described: to describe what is right took two fifths of its time.
OPTIONS = {"resultTypes": ["violations"]}
AXE = Axe()
CHOOSE = "theme => document.documentElement.dataset.theme = theme"
NODES, LETTERS = 3, 200
SMALL = """least => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => e.offsetParent && !e.closest('.x-skip, .x-unseen') && !e.matches('[type=radio], [type=checkbox]'))
    .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
    .filter(([, box]) => box.height < least - 0.5 || box.width < least - 0.5)
    .map(([html, box]) => `${box.width} × ${box.height}: ${html}`)"""
Faults = list[tuple[str, list[str]]]


def faults(page: Page, without: str = "", dark: bool = False) -> Faults:
    """Each rule that the page breaks, with the first elements that break it; ``without`` what a selector finds;
    ``dark`` also what its colours break when it is shown dark.
    """
    page.wait_for_load_state()  # what was pressed before may still be answering
    found = _broken(page, without, RULES)
    if dark:
        with in_theme(page, "dark"):
            found += [(f"{rule} in dark", nodes) for rule, nodes in _broken(page, without, OF_COLOUR)]
    return found


def small_targets(page: Page, least: int = 44) -> list[str]:
    """What a finger may miss: less than so many pixels high or wide. A choice is hit by its words too."""
    found: list[str] = page.evaluate(SMALL, least)
    return found


@contextmanager
def in_theme(page: Page, theme: str) -> Iterator[None]:
    """The page as a reader sees it who chose this theme; then again as it was."""
    was = page.evaluate("document.documentElement.dataset.theme ?? ''")
    page.evaluate(CHOOSE, theme)
    yield
    page.evaluate(CHOOSE, was)


def _broken(page: Page, without: str, only: list[str]) -> Faults:
    context = {"exclude": [[without]]} if without else None
    options = {**OPTIONS, "runOnly": only}
    violations: list[dict[str, Any]] = AXE.run(page, context=context, options=options).response["violations"]
    return [(rule["id"], [node["html"][:LETTERS] for node in rule["nodes"][:NODES]]) for rule in violations]
