"""One mechanism, two ends: what a page and REST find for the same filters is the same, and so are their complaints."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from fettle.edges import filtering
from fettle.edges.rest.filters import filtered
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.tests.agreed import written
from fettle.site.testing.world import World

FILTERS = [
    {"open": "true"},
    {"open": "false"},
    {"state": "in_progress"},
    {"state": ["new", "in_progress"]},
    {"assignee": "me"},
    {"assignee": ["me", "none"]},
    {"assignee": "colleague@example.org"},
    {"mine": "true"},
    {"mine": "false"},
    {"overdue": "true"},
    {"overdue": "false"},
    {"team": "mine"},
    {"team": "Network team"},
    {"team": "none"},
    {"service": "SVC-000001"},
    {"service": "none"},
    {"priority": ["1", "2"]},
    {"organisation": "Riverside School"},
    {"external_ref": "old-7"},
    {"external_ref": "old"},
    {"q": "printer jams"},
    {"q": "jams", "open": "true", "assignee": "none"},
    {"opened_from": "2020-01-01"},
    {"opened_before": "2020-01-01"},
    {"updated_from": "2020-01-01T10:00"},
    {"channel": "portal"},
]
WRONG = {
    "open": "perhaps",
    "state": "odd",
    "assignee": "nobody@example.org",
    "team": "No such team",
    "priority": "9",
    "opened_from": "yesterday",
    "overdue": "soon",
}


@pytest.fixture
def desk(world: World) -> World:
    """Six incidents that differ in everything a filter asks for."""
    agent = world.actor("agent")

    def made(title: str, **more: Any) -> str:
        return actions.register(agent, INCIDENT, title=title, **more).number

    taken = made("Printer jams", service=world.service, external_ref="OLD-7", impact="site", urgency="now")
    actions.take(agent, taken)
    given = made("Printer is loud", requester=world.people["requester"])
    actions.assign(agent, given, team=world.desk, assignee=world.people["colleague"])
    made("Jams on the road", team=world.network)
    made("Paper of the printer jams", requester=world.people["stranger"], external_ref="OLD-70")
    actions.withdraw(agent, made("By mistake"), reason="twice")
    return world


def on_page(client: Client, asked: dict[str, Any]) -> set[str]:
    text = client.get(f"/incidents?{urlencode(asked, doseq=True)}&layout=list").content.decode()
    return set(re.findall(r'id="row-(INC-\d+)"', text))


@pytest.mark.parametrize("asked", FILTERS, ids=str)
@pytest.mark.parametrize("who", ["agent", "requester"])
def test_both_ends_find_the_same(desk: World, caller: Callable[..., Callable], asked: dict[str, Any], who: str) -> None:
    client = Client()
    client.force_login(desk.people[who])
    answer = caller(who)("GET", f"/incidents?{urlencode(asked, doseq=True)}")
    staff_only = {"team", "organisation", "channel"} & asked.keys()
    if who == "requester" and staff_only:
        assert answer.status_code == 422 and staff_only == set(answer.json()["errors"])
        return
    there = {item["number"] for item in answer.json().get("items", ())}
    assert there == on_page(client, asked)
    assert answer.status_code == 200 or who == "requester", "only who is not known to the requester is refused"


def test_the_filters_tell_the_records_apart(desk: World) -> None:
    """Otherwise equal answers would prove nothing."""
    actor, sizes = desk.actor("agent"), []
    for asked in FILTERS:
        lists = {name: value if isinstance(value, list) else [value] for name, value in asked.items()}
        chosen = filtering.choose([INCIDENT], actor, lists)
        assert not filtering.problems(chosen), asked
        sizes.append(_count(actor, lists))
    assert {0, 1, 2, 3, 4, 5} <= set(sizes)
    assert _count(actor, {"external_ref": ["old-7"]}) == 1, "a reference is the whole one, in any case"


def test_words_tell_nothing_of_what_only_staff_may_read(world: World) -> None:
    """The contract reference of an agreement, also where its reader sees the agreement itself."""
    supplier = orgs.add_organisation("Line supplier", world.provider, is_supplier=True)
    made = written(world, type="ua", organisation=supplier, reference="C-4711", title="Line")

    def found(who: str, words: str) -> bool:
        condition = filtering.condition(filtering.choose([AGREEMENT], world.actor(who), {"q": [words]}))
        return Record.objects.filter(condition, pk=made.pk).exists()

    assert found("manager", "c-4711") and not found("manager", "C-471")
    assert found("requester", "Line") and not found("requester", "C-4711")


def _count(actor: Actor, lists: dict[str, list[str]]) -> int:
    from django.http import QueryDict

    return filtered(actor, INCIDENT, QueryDict(urlencode(lists, doseq=True))).count()


@pytest.mark.parametrize(("name", "value"), WRONG.items())
def test_both_ends_complain_alike(desk: World, caller: Callable[..., Callable], name: str, value: str) -> None:
    answer = caller("agent")("GET", f"/incidents?{urlencode({name: value})}")
    assert answer.status_code == 422 and list(answer.json()["errors"]) == [name]
    client = Client()
    client.force_login(desk.people["agent"])
    text = client.get(f"/incidents?{urlencode({name: value})}").content.decode()
    sentence = answer.json()["errors"][name]
    assert sentence in text, "the page says the same sentence"
    label = next(each.label for each in filtering.choose([INCIDENT], desk.actor("agent"), {name: [value]}))
    assert f"{label}: {sentence}" in text and on_page(client, {name: value}) == set()


def test_every_declared_filter_is_offered_at_both_ends(desk: World) -> None:
    from fettle.edges.rest import described

    for kind in (INCIDENT, REQUEST):
        names = set(filtering.names([kind], desk.actor("agent"))) - {"kind"}
        assert names == {each["name"] for each in described.filters(kind)} - {"limit", "cursor"}
