"""What axe finds wrong with a page for people who see, hear or move otherwise, by WCAG 2.2 AA and good practice."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Only what is wrong is described: to describe what is right took two fifths of its time.
    "resultTypes": ["violations"],
}
AXE = Axe()
NODES, LETTERS = 3, 200


def faults(page: Page, without: str = "") -> list[tuple[str, list[str]]]:
    """Each rule that the page breaks, with the first elements that break it; ``without`` what a selector finds."""
    page.wait_for_load_state()  # what was pressed before may still be answering
    context = {"exclude": [[without]]} if without else None
    found: list[dict[str, Any]] = AXE.run(page, context=context, options=OPTIONS).response["violations"]
    return [(rule["id"], [node["html"][:LETTERS] for node in rule["nodes"][:NODES]]) for rule in found]
