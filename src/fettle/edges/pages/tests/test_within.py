"""Walking through a list: to the next and the one before, across pages, past what has left, and back to exactly it."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from fettle.edges.pages.tests.test_bulk import printers
from fettle.edges.pages.tests.test_frame import client
from fettle.edges.pages.tests.test_listing import get
from fettle.site.testing.world import World

LIST = "/desk/?open=true&q=printer&sort=opened_at"


@pytest.fixture
def agent(world: World) -> Client:
    return client(world, "agent")


def link(text: str, key: str) -> str:
    """Where the link with this key leads, "" when there is none."""
    found = re.search(rf'href="([^"]*)" data-key="{re.escape(key)}"', text)
    return html.unescape(found[1]) if found else ""


def rows(text: str) -> list[str]:
    """The addresses of the rows, in order."""
    return [html.unescape(each) for each in re.findall(r'href="([^"]*)" data-open', text)]


def test_from_the_first_to_the_last_and_back(world: World, agent: Client) -> None:
    made = printers(world, 53)
    address, seen = rows(get(agent, LIST))[0], []
    while address:
        text = get(agent, address)
        seen.append(address.partition("?")[0].rpartition("/")[2])
        assert f'x-wide-only">{len(seen)} of 53<' in text
        before, address = link(text, "["), link(text, "]")
        assert before.partition("?")[0].rpartition("/")[2] == (seen[-2] if len(seen) > 1 else "")
    assert seen == made
    assert link(text, "u") == f"{LIST}&page=2", "the way back leads to the page of the list on which the record stands"


def test_what_left_the_list_leads_on_to_what_took_its_place(world: World, agent: Client) -> None:
    one, two, three = printers(world, 3)
    start = rows(get(agent, f"{LIST}&assignee=none"))
    second = link(get(agent, start[0]), "]")
    step = second.replace("?", "/do/take?", 1)
    back = agent.post(step)["Location"]
    assert back.startswith(f"/incidents/{two}?within="), "a step comes back to the record in its list"
    text = get(agent, back)
    assert "In progress" in text
    assert f"/{three}?" in link(text, "]") and f"/{one}?" in link(text, "[")


def test_the_name_of_the_view_stands_above(world: World, agent: Client) -> None:
    printers(world, 1)
    assert ">Unassigned</a>" in get(agent, rows(get(agent, "/desk/?assignee=none&open=true"))[0])
    agent.post("/views/new?list=/desk/&open=true&q=printer&sort=opened_at", {"name": "Printers"})
    assert ">Printers</a>" in get(agent, rows(get(agent, LIST))[0])


@pytest.mark.parametrize("within", ["//example.org/", "/people/", "/desk/?priority=no", "/desk/?\x00", "x" * 3000])
def test_an_address_that_is_no_list_is_passed_over(world: World, agent: Client, within: str) -> None:
    number = printers(world, 1)[0]
    answer = agent.get(f"/incidents/{number}", {"within": within, "at": "99999999"})
    assert answer.status_code == 200
    assert 'href="//example.org' not in answer.content.decode() and link(answer.content.decode(), "]") == ""


def test_a_script_keeps_the_walk_that_its_page_is_on(world: World, agent: Client) -> None:
    made = printers(world, 2)
    address = rows(get(agent, LIST))[0]
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{address}"}
    answer = agent.post(f"/incidents/{made[0]}/note", {"text": "Seen"}, headers=headers)
    assert f"/{made[1]}?" in link(answer.content.decode(), "]")
