"""Who sees which page: every address of the URLconf × actors × a record of organisation A and one of B, as a committed
table. What is seen on a page is seen over REST and the other way round; no page shows a word of the other organisation.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.site.testing.cast import MARKER, Cast
from fettle.site.testing.golden import same
from fettle.site.testing.pages import LEFT_OUT, Page, filled, pages

WHO = ("anonymous", "user_a", "agent_a", "agent_b", "administrator")
OF_A = ("user_a", "agent_a")


@pytest.fixture
def browsers(cast: Cast) -> dict[str, Client]:
    """A signed-in browser for each."""
    found = {who: Client() for who in WHO}
    for who, client in found.items():
        if who != "anonymous":
            client.force_login(cast.world.people[who])
    return found


def test_the_table_of_pages_is_the_committed_one(cast: Cast, browsers: dict[str, Client]) -> None:
    lines = ["Answers to GET about organisation A, and about B where an address names something of one.", ""]
    lines.append(f"{'':44}" + "".join(f"{who:>15}" for who in WHO))
    for page in pages():
        cells = []
        for who in WHO:
            sides = "AB" if page.slots else "A"
            cells.append(" ".join(_code(cast, browsers, page, who, side) for side in sides))
        lines.append(f"{page.path:44}" + "".join(f"{cell:>15}" for cell in cells))
    same("tests/golden/pages.txt", "\n".join(lines) + "\n")


def _code(cast: Cast, browsers: dict[str, Client], page: Page, who: str, side: str) -> str:
    if page.path in LEFT_OUT:
        return "-"
    address = filled(page, cast, side)
    with transaction.atomic():
        answer = browsers[who].get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    assert answer.status_code != 500, (address, who)
    if who in OF_A:
        assert MARKER["B"] not in content.decode(errors="replace"), (address, who)
    return str(answer.status_code)


@pytest.mark.parametrize("side", ["A", "B"])
def test_seen_on_a_page_is_seen_over_rest(cast: Cast, browsers: dict[str, Client], side: str) -> None:
    for kind in (INCIDENT, REQUEST):
        number = cast.record(kind, side, "new").number
        for who in WHO[1:]:
            answer = browsers[who].get(f"/{number}", follow=True)
            there = cast.callers[who]("GET", f"/{kind.path}/{number}") if who in cast.callers else None
            assert there is not None and (answer.status_code == 200) == (there.status_code == 200), (number, who)


def test_nothing_is_done_to_what_is_not_seen(cast: Cast, browsers: dict[str, Client]) -> None:
    """A POST about a record of B answers people of A as if there were none."""
    for page in pages():
        if "number" not in page.slots or page.path.startswith(("/services/", "/settings/")):
            continue
        for who in OF_A:
            with transaction.atomic():
                answer = browsers[who].post(filled(page, cast, "B"), {"text": "x", "reason": "x", "version": 1})
                transaction.set_rollback(True)
            assert answer.status_code in (404, 405), (page.path, who, answer.status_code)
