"""The portfolio as a board: a column for each phase, what each service lacks in its phase, and no more cards than are
read; customers see what is live and what was retired, and nothing else.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fettle.edges.pages import board
from fettle.kernel.records.models import Record
from fettle.processes.services import actions
from fettle.processes.services.packages import actions as packages
from fettle.processes.services.packages.tests.approved import approve, show_all
from fettle.site.testing.world import World

BOARD = "/services?layout=board"
PHASES = ["Proposal", "Design", "Transition", "Live", "Retired"]
WEIGHED = dict.fromkeys(("need", "value", "resources", "limits"), "Three schools ask for it.")
BUDGET = 14
"""Statements of the board, however many services there are."""


def client(world: World, who: str = "manager") -> Client:
    made = Client()
    made.force_login(world.people[who])
    return made


def read(browser: Client, address: str = BOARD) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def counts(html: str) -> dict[str, int]:
    """The columns in their order, with the count that each says."""
    found = re.findall(r'<h2 id="column-\d+">([^<]+)<span class="x-meta">(\d+)</span>', html)
    return {label: int(count) for label, count in found}


def card(html: str, record: Record) -> str:
    """The words of one card."""
    found = re.search(rf'<li class="x-board-card" id="row-{record.number}">(.*?)</li>', html, re.S)
    assert found, record.number
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", found[1]))


def propose(world: World, title: str = "Video rooms", **values: Any) -> Record:
    return actions.propose(world.actor("manager"), title=title, organisation=world.provider, **values)


def test_none_is_said_and_where_one_begins(world: World) -> None:
    Record.objects.filter(pk=world.service.pk).update(state="withdrawn")
    html = read(client(world))
    assert "x-board-card" not in html and "There are no services yet." in html


def test_a_column_for_each_phase_with_its_count(world: World) -> None:
    manager, made = world.actor("manager"), propose(world)
    given_up = propose(world, "Telex")
    actions.withdraw(manager, given_up.number, reason="Nobody wants it")
    gone = actions.register(manager, title="Gopher")
    actions.retire(manager, gone.number, reason="Nobody uses it")
    html = read(client(world))
    assert counts(html) == dict(zip(PHASES, (1, 0, 0, 1, 1), strict=True))
    assert f'href="/services/{made.number}"' in html and given_up.title not in html
    assert "3 records" in html, "what the summary counts is what the columns count"


def test_the_list_leads_to_the_whole_board_and_back(world: World) -> None:
    html = read(client(world), "/services")
    found = re.search(r'<a href="([^"]*layout=board)"[^>]*>', html)
    assert found and "state" not in found[1], "the first view leaves out what was retired, the board does not"
    assert "data-key" in found[0], "V leads there"
    html = read(client(world), unescape(found[1]))
    assert list(counts(html)) == PHASES and "layout=list" in html


def test_a_filter_leaves_the_columns_that_it_lets_through(world: World) -> None:
    propose(world)
    html = read(client(world), "/services?state=proposal,withdrawn&layout=board")
    assert counts(html) == {"Proposal": 1, "Withdrawn": 0}


def test_a_column_shows_so_many_and_leads_to_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "CARDS", 2)
    made = [propose(world, f"Proposal {at}") for at in range(4)]
    html = read(client(world))
    assert counts(html)["Proposal"] == 4 and counts(html)["Live"] == 1
    assert html.count('x-board-card"') == 3 and made[0].title in html and made[3].title not in html
    assert '<a class="x-inline" href="/services?state=proposal&amp;layout=list">All 4' in html
    assert "state=live&amp;layout=list" not in html, "nothing is left out there"
    listed = read(client(world), "/services?state=proposal&layout=list")
    assert made[3].title in listed


def test_a_card_says_who_answers_how_critical_and_what_is_missing(world: World) -> None:
    manager = world.actor("manager")
    made = propose(world, need="They meet", owner=world.people["colleague"], criticality="high")
    said = card(read(client(world)), made)
    assert made.number in said and "High" in said and world.people["colleague"].name in said
    assert "Missing: value for the customers, resources and capabilities, limits and constraints" in said
    actions.revise(manager, made.number, **WEIGHED)
    assert "Missing" not in card(read(client(world)), made)
    actions.accept(manager, made.number, reason="Worth it")
    assert "Missing: design and transition package" in card(read(client(world)), made)
    package = packages.register(manager, service=made, title="By June")
    assert f"Missing: approval of {package.number}" in card(read(client(world)), made)
    approve(world, package)
    assert "Missing" not in card(read(client(world)), made)
    actions.start_transition(manager, made.number)
    assert "Missing: evidence of acceptance criteria (0/" in card(read(client(world)), made)
    show_all(world, package)
    assert "Missing" not in card(read(client(world)), made)
    actions.go_live(manager, made.number)
    assert "contact for this service" in card(read(client(world)), made), "as the page of what is missing says it"
    actions.retire(manager, made.number, reason="Replaced")
    assert "Missing" not in card(read(client(world)), made)


def test_whom_we_serve_sees_what_is_live_and_was_retired(world: World) -> None:
    made = propose(world)
    actions.revise(world.actor("manager"), world.service.number, owner=world.people["colleague"])
    html = read(client(world, "requester"))
    assert list(counts(html)) == ["Live", "Retired"] and made.title not in html
    said = card(html, world.service)
    assert "Missing" not in said and world.people["colleague"].name not in said


@pytest.mark.parametrize("count", [1, 12])
def test_it_asks_as_often_for_many_as_for_one(world: World, count: int) -> None:
    manager = world.actor("manager")
    for at in range(count):
        made = propose(world, f"Proposal {at}", owner=world.people["colleague"], **WEIGHED)
        if at % 2:
            actions.accept(manager, made.number, reason="Worth it")
    browser = client(world)
    browser.get(BOARD)
    with CaptureQueriesContext(connection) as queries:
        read(browser)
    assert len(queries) <= BUDGET, [query["sql"][:160] for query in queries]
