"""Whoever is served reads the service catalogue over REST as the portal shows it, and nothing else."""

from __future__ import annotations

from typing import Any

from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.services import actions as services
from fettle.processes.services.definitions import CATALOGUE, ENTRY, headings
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

PATH = "/services/catalogue"
PRICE = {"unit": "a person and month", "price": "4.00", "from": "2020-01-01", "until": None}


def add(world: World, title: str, **values: Any) -> str:
    return services.register(world.actor("head"), title=title, phase="live", **{"requestable": True, **values}).number


def titles(told: dict[str, Any]) -> list[str]:
    return [item["title"] for item in told["items"]]


def test_it_has_the_services_on_offer_by_their_headings(world: World) -> None:
    last, first = (each.code for each in reversed(headings()[:2]))
    add(world, "Zebra", heading=first, description="Stripes", contact="the zoo")
    add(world, "Ant", heading=last, value="SECRET of staff")
    add(world, "Hidden", requestable=False)
    add(world, "Nowhere", heading="")
    told = caller_of(world, "requester", "read")("GET", PATH).json()
    assert titles(told)[:2] == ["Zebra", "Ant"] and titles(told)[-1] == "Nowhere" and "Hidden" not in titles(told)
    assert [row["code"] for row in told["headings"]][:2] == [first, last]
    zebra = told["items"][0]
    assert zebra["heading"] == first and told["items"][-1]["heading"] is None
    assert "Stripes" in {row["text"] for row in zebra["entry"]}
    assert "SECRET" not in str(told) and "the zoo" not in str(told), "what an entry says is settled"
    assert told["count"] == len(told["items"]) and told["next"] is None


def test_prices_stand_in_it_as_they_stand_in_the_portal(world: World) -> None:
    head, call = world.actor("head"), caller_of(world, "requester", "read")
    settings.redefine(head, "money.prices", value=[{**PRICE, "service": world.service.number}])

    def prices() -> list[Any]:
        return [item["prices"] for item in call("GET", PATH).json()["items"] if item["prices"]]

    assert prices() == [[{**PRICE, "price": "EUR 4.00"}]]
    kept = current()[ENTRY.key]
    settings.redefine(head, ENTRY.key, value=[{**row, "active": row["code"] != "price"} for row in kept])
    assert prices() == [], "where the catalogue says no prices, nobody reads them here"
    settings.redefine(head, ENTRY.key, value=kept)
    rules = current()["money.rules"]
    settings.redefine(head, "money.rules", value={**rules, "prices": False})
    assert prices() == []


def test_a_heading_that_is_no_more_is_none(world: World) -> None:
    code = headings()[0].code
    add(world, "Zebra", heading=code)
    kept = [row for row in current()[CATALOGUE.key] if row["code"] != code]
    settings.redefine(world.actor("head"), CATALOGUE.key, value=kept)
    told = caller_of(world, "requester", "read")("GET", PATH).json()
    assert [item["heading"] for item in told["items"] if item["title"] == "Zebra"] == [None]


def test_it_comes_in_pages_and_asks_no_more_for_more(world: World, django_assert_max_num_queries: Any) -> None:
    for at in range(5):
        add(world, f"Service {at}")
    call = caller_of(world, "requester", "read")
    whole, found, path = titles(call("GET", PATH).json()), [], f"{PATH}?limit=2"
    while path:
        told = call("GET", path).json()
        found += titles(told)
        path = f"{PATH}?limit=2&cursor={told['next']}" if told["next"] else ""
    assert found == whole and len(found) >= 5
    for wrong in ("cursor=x", "limit=0", "limit=201", "all=true"):
        assert call("GET", f"{PATH}?{wrong}").status_code == 422, wrong
    with django_assert_max_num_queries(16):
        call("GET", PATH)


def test_it_needs_a_key(world: World) -> None:
    assert caller_of(world, "anonymous")("GET", PATH).status_code == 401
