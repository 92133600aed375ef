"""What stands behind the question mark of an address, wrong in every way: no page and no list of the API fails over
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from fettle.edges import filtering
from fettle.edges.pages.asked import SHOWN
from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.processes.incidents.records import REQUEST
from fettle.site.testing.api import caller_of
from fettle.site.testing.cast import Cast
from fettle.site.testing.golden import ROOT
from fettle.site.testing.operations import operations
from fettle.site.testing.pages import LEFT_OUT, filled, pages
from fettle.site.testing.sent import Browser

HOSTILE = ("x\x00y", "²", "9" * 17, "9" * 5000, "x" * 300)
"""What no database takes, a digit that is no number, numbers too large for a column and for Python, a long text."""
MORE = ("\x00", "٣", "-1", "%", "\\", ",", "[", "\u202e", "x" * 300 + ",y", "0", "1e9", "null", "' or 1=1--")
READ = re.compile(r"GET\.(?:get|getlist|pop)\(\s*\"(\w+)\"|GET\[\"(\w+)\"\]|given(?:\.get\(|\[)\"(\w+)\"")
"""How a view reads a parameter."""


def parameters(cast: Cast) -> list[str]:
    """Every parameter that some page reads, from the source; and what lists are asked for."""
    sources = [file.read_text() for file in (ROOT / "src" / "fettle").rglob("*.py")]
    read = {name for text in sources for names in READ.findall(text) for name in names if name}
    reader = Actor.of(cast.people["keeper"])
    filters = {name for kind in assembly().kinds for name in filtering.names([kind], reader)}
    assert {"page", "section", "after", "before", "q", "mine"} <= read | filters
    return sorted(read | filters | {*SHOWN, "page", "panel", "zone", "old", "new", "within", "at"})


def addresses(cast: Cast) -> Iterator[str]:
    """Requests have the same views as incidents."""
    told = (page for page in pages() if page.path not in LEFT_OUT and page.kind is not REQUEST)
    return (filled(page, cast, "A") for page in told)


def asked_of_pages(cast: Cast, who: str, values: tuple[str, ...]) -> None:
    browser, names, failed = Browser.of(cast.people[who]), parameters(cast), []
    for address in addresses(cast):
        for value in values:
            query = urlencode(dict.fromkeys(names, value))
            with browser.asking("get", f"{address.partition('?')[0]}?{query}") as answer:
                b"".join(answer)
            failed += [(address, value[:20])] if answer.status_code >= 500 else []
    assert not failed


def test_no_page_fails_over_a_parameter(cast: Cast) -> None:
    asked_of_pages(cast, "keeper", HOSTILE[:2])


@pytest.mark.long
@pytest.mark.parametrize("who", ["keeper", "user_a", "agent_a", "admin_a"])
def test_no_page_fails_over_a_parameter_whoever_asks(cast: Cast, who: str) -> None:
    asked_of_pages(cast, who, (*HOSTILE, *MORE))


def asked_of_the_api(cast: Cast, values: tuple[str, ...]) -> int:
    """One wrong parameter at a time: it is refused by its name, or finds nothing."""
    caller, tried = caller_of(cast.world, "keeper"), 0
    for operation in (each for each in operations("GET") if each.kind is not REQUEST):
        path, _ = operation.asks(cast, "A")
        for parameter in operation.details.get("parameters", ()):
            for value in values if parameter["in"] == "query" else ():
                name = parameter["name"]
                answer = caller("GET", f"{path.partition('?')[0]}?{urlencode({name: value})}")
                if answer.status_code == 422:
                    assert answer.json()["errors"], (path, name, value[:20])
                else:
                    assert answer.status_code in (200, 404), (path, name, value[:20], answer.content[:300])
                    assert answer.status_code == 404 or answer.streaming or answer.content, path
                tried += 1
    return tried


def test_no_list_of_the_api_fails_over_a_parameter(cast: Cast) -> None:
    assert asked_of_the_api(cast, HOSTILE[:3]) > 150


@pytest.mark.long
def test_no_list_of_the_api_fails_over_any_parameter(cast: Cast) -> None:
    assert asked_of_the_api(cast, (*HOSTILE, *MORE)) > 1000
