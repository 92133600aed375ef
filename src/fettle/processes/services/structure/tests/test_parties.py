"""The map of the parties, and what the portfolio lacks: both for one service and over all of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fettle.facilities.documents import actions as texts
from fettle.kernel.errors import Forbidden, Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.services import actions
from fettle.processes.services.definitions import LACKS
from fettle.processes.services.specifications import actions as specifications
from fettle.processes.services.structure import components, lacking, parties
from fettle.site.testing.world import World

POINT = {"contact_point": "the office"}


def put(world: World, **values: Any) -> Record:
    given = {"organisation": world.school, "role": "member", **values}
    return parties.add(world.actor("manager"), world.service.number, **given)


@pytest.mark.parametrize("values", [{}, {"contact_point": "  "}, {"contact": None}])
def test_a_party_without_a_contact_point_is_refused_by_name(world: World, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        put(world, **values)
    assert list(refused.value.errors) == ["contact"]
    assert "contact point" in refused.value.errors["contact"]


def test_a_party_has_one_contact_point_and_stands_once(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        put(world, **POINT, contact=world.people["agent"])
    assert list(refused.value.errors) == ["contact_point"]
    put(world, **POINT)
    with pytest.raises(Invalid, match="Riverside School is on the map already"):
        put(world, contact=world.people["agent"])
    with pytest.raises(Forbidden):
        parties.remove(world.actor("agent"), world.service.number, party=parties.of(world.service)[0].pk)


def test_each_change_of_the_map_is_one_entry_that_tells_it(world: World) -> None:
    manager, number = world.actor("manager"), world.service.number
    put(world, **POINT, does="Opens the rooms")
    row = parties.of(world.service)[0].pk
    parties.change(manager, number, party=row, role="member", does="Opens the rooms", **POINT)
    parties.change(manager, number, party=row, role="supplier", contact=world.people["agent"])
    parties.remove(manager, number, party=row)
    told = [entry.facts[0] for entry in Entry.objects.filter(record=world.service).order_by("seq")][1:]
    assert [fact["name"].rpartition("_")[2] for fact in told] == ["added", "changed", "removed"]
    assert told[0]["data"]["who"] == "Riverside School" and told[1]["data"]["contact"] == world.people["agent"].pk


def lacks(world: World, record: Record) -> list[str]:
    found = lacking.services(world.actor("auditor")).get(pk=record.pk)
    return [lack.code for lack in lacking.of(found)]


def test_what_a_live_service_lacks_goes_away_one_by_one(world: World) -> None:
    """Each thing that is asked for is seen, and only that goes away which is filled in."""
    manager, number = world.actor("manager"), world.service.number
    value = {**current()["services.specifying"], "components": True}
    settings.redefine(manager, "services.specifying", value=value, reason="All of it")
    left = [code for code in LACKS if code != "team"]
    assert lacks(world, world.service) == left

    def specify() -> None:
        made = specifications.register(manager, service=world.service, title="In full")
        assert "specification" in lacks(world, world.service), "a draft is not in force"
        texts.submit(manager, made.number)
        texts.approve(world.actor("head"), made.number)

    mend = {
        "owner": lambda: actions.revise(manager, number, owner=world.people["agent"]),
        "specification": specify,
        "parties": lambda: put(world, **POINT),
        "components": lambda: components.add(manager, number, name="Cables", role="enabling"),
    }
    for code in list(left):
        mend.get(code, lambda code=code: actions.revise(manager, number, **{code: "words"}))()
        left.remove(code)
        assert lacks(world, world.service) == left
    sums = lacking.sums(world.actor("auditor"))
    assert (sums.total, sums.incomplete) == (1, 0) and not lacking.services(manager, incomplete=True).exists()


def test_who_has_left_answers_for_nothing(world: World) -> None:
    manager = world.actor("manager")
    actions.revise(manager, world.service.number, owner=world.people["agent"])
    put(world, contact=world.people["agent"])
    assert not {"owner", "parties"} & set(lacks(world, world.service))
    Person.objects.filter(pk=world.people["agent"].pk).update(is_active=False)
    assert {"owner", "parties"} <= set(lacks(world, world.service))


def test_what_is_not_asked_for_is_not_missed(world: World) -> None:
    manager = world.actor("manager")
    value = {**current()["services.specifying"], **dict.fromkeys(LACKS, False)}
    settings.redefine(manager, "services.specifying", value=value, reason="Nothing")
    assert lacks(world, world.service) == [] and lacking.sums(manager).incomplete == 0


@pytest.mark.parametrize("address", ["/services/completeness", "/services/parties"])
def test_an_overview_costs_as_much_for_many_as_for_one(world: World, address: str) -> None:
    """And shows a page of them, with the way to the next; with nothing at all it says so."""
    client, counts, pages = Client(), [], []
    client.force_login(world.people["auditor"])
    for more in (0, 1, 60):
        for at in range(more):
            made = actions.register(world.actor("manager"), title=f"Service {more}.{at}")
            parties.add(world.actor("manager"), made.number, organisation=world.school, role="member", **POINT)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            pages.append(client.get(address).content.decode())
        counts.append(len(asked))
    assert counts[1] == counts[2] and counts[0] <= counts[1], counts
    assert "page=1" in pages[2] and "page=1" not in pages[1]
    empty = client.get("/services/parties?page=99").content.decode()
    assert "Service 60" in empty, "a page that is not there is the last one"


def test_the_address_of_what_is_missing_opens_its_field(world: World) -> None:
    client = Client()
    client.force_login(world.people["manager"])
    found = lacking.services(world.actor("manager")).get(pk=world.service.pk)
    for lack in lacking.of(found):
        page = client.get(lack.url.partition("#")[0])
        assert page.status_code == 200, lack.url
        if "#" in lack.url:
            assert f'id="{lack.url.partition("#")[2]}"' in page.content.decode(), lack.url


def test_over_rest_the_same_is_told(world: World, caller: Any) -> None:
    ask = caller("manager")
    number = world.service.number
    refused = ask("POST", f"/services/{number}/parties", {"organisation": "Riverside School", "role": "member"})
    assert refused.status_code == 422 and "contact" in refused.content.decode()
    given = {"organisation": "Riverside School", "role": "member", "contact": "agent@example.org"}
    added = ask("POST", f"/services/{number}/parties", given).json()["items"]
    assert added[0]["contact"]["name"] == "Agent"
    told = ask("GET", "/services/completeness").json()
    assert told["items"][0]["number"] == number and "parties" not in told["items"][0]["lacks"]
    assert ask("GET", "/services/parties").json()["items"][0]["service"] == number
    other = ask("POST", "/services", {"title": "Power", "phase": "live"}).json()["number"]
    part = ask("POST", f"/services/{number}/components", {"service": other, "role": "enabling"}).json()["items"]
    assert part[0]["service"] == other
    circle = ask("POST", f"/services/{other}/components", {"service": number, "role": "enabling"})
    assert (
        circle.status_code == 422
        and "Power → Campus network → Power" in circle.json()["detail"] + circle.content.decode()
    )
    drawn = ask("GET", f"/services/{number}/map").json()
    assert [line["role"] for line in drawn["lines"]] == ["enabling"] and drawn["picture"].startswith("<svg")
