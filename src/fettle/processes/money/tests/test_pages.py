"""The pages of money, for whoever may see it, and prices in the portal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fettle.edges.pages import inputs as pageinputs
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings import differences
from fettle.kernel.settings.read import current
from fettle.processes.money import definitions, printing, queries
from fettle.processes.money.tests.test_costs import draw_up, enter
from fettle.site.testing.world import World


def client_of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


@pytest.mark.parametrize("path", ["/money", "/costs", "/budgets", "/money?year=1990", "/money?year=x"])
def test_places_open_with_nothing_in_them(world: World, path: str) -> None:
    assert client_of(world, "manager").get(path).status_code == 200


def test_nobody_opens_it_without_the_right(world: World) -> None:
    assert client_of(world, "agent").get("/money").status_code == 403


def test_a_cost_is_entered_and_adds_up(world: World) -> None:
    client = client_of(world, "manager")
    told = {"title": "Cable", "nature": "purchase", "stage": "spent", "service": world.service.number}
    refused = client.post("/costs/new", {**told, "price": "12 dollars", "begins": "2026-01-05"})
    assert refused.status_code == 422 and "1234.50" in refused.content.decode()
    assert client.post("/costs/new", {**told, "price": "1.234,50", "begins": "2026-01-05"}).status_code == 302
    made = Record.objects.get(kind="cost")
    assert "1,234.50" in client.get(f"/costs/{made.number}").content.decode()
    assert "1,234.50" in client.get("/money?year=2026").content.decode()
    assert 'id="cost"' in client.get(f"/services/{world.service.number}").content.decode()
    assert 'id="cost"' not in client_of(world, "agent").get(f"/services/{world.service.number}").content.decode()
    assert client_of(world, "agent").get(f"/costs/{made.number}").status_code == 404


def test_a_budget_shows_how_it_stands(world: World) -> None:
    budget = draw_up(world)
    enter(world, price="250", begins=date(2026, 3, 1))
    page = client_of(world, "manager").get(f"/budgets/{budget.number}").content.decode()
    assert "25 %" in page and "€750.00" in page


def test_the_cost_of_a_service_is_printed(world: World) -> None:
    enter(world)
    assert printing.write(world.actor("manager"), world.service, 2026).startswith(b"%PDF")


def test_the_paper_says_how_sure_each_entry_is_and_when_there_are_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(world, title="Thought of", stage="estimated")
    enter(world, title="Paid")
    made = str(printing.entries(world.actor("manager"), world.service, queries.year(2026)))
    assert "Estimated" in made and "Spent" in made and "the first" not in made
    monkeypatch.setattr(printing, "MOST", 1)
    assert "the first 1" in str(printing.entries(world.actor("manager"), world.service, queries.year(2026)))


@pytest.mark.parametrize("year", ["x", "", "1", "99999", "-5", "2026.0", "\u0000"])
def test_a_year_that_is_none_is_refused_over_rest(world: World, caller: Callable[..., Callable], year: str) -> None:
    for path in ("/money", f"/services/{world.service.number}/cost"):
        answer = caller("manager")("GET", f"{path}?{urlencode({'year': year})}")
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["year"])


def test_an_export_asks_for_the_currency_once(world: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as spent:
            file = b"".join(client_of(world, "manager").get("/costs/export?format=csv"))  # type: ignore[arg-type]
        assert b"EUR 1200.00" in file
        return len(spent)

    enter(world)
    one = asked()
    for _each in range(5):
        enter(world)
    assert asked() == one


def test_prices_stand_in_the_catalogue_while_they_hold(world: World) -> None:
    row = {"service": world.service.number, "unit": "a person and month", "price": "EUR 4.00", "from": "2020-01-01"}
    settings.redefine(world.actor("head"), "money.prices", value=[{**row, "until": None}])
    assert "€4.00 for a person and month" in client_of(world, "requester").get("/portal/services/").content.decode()
    settings.redefine(world.actor("head"), "money.prices", value=[{**row, "until": "2020-12-31"}])
    assert "€4.00" not in client_of(world, "requester").get("/portal/services/").content.decode()


def test_the_history_of_prices_names_the_service_by_its_number(world: World) -> None:
    row = {"service": world.service.number, "unit": "a page", "price": "EUR 0.10", "from": "2026-01-01", "until": None}
    [(_row, _before, after)] = differences.told(definitions.PRICES, [], [row])
    assert after.startswith(f"{world.service.number}, a page, ")


def test_sums_stand_below_each_other(world: World) -> None:
    enter(world)
    page = client_of(world, "manager").get("/costs").content.decode()
    assert '<td class="x-cell-text x-end">' in page and page.count('class="x-end"') == 1


@pytest.mark.parametrize("key", ["money.prices", "money.shares"])
def test_a_service_is_chosen_by_its_name(world: World, key: str) -> None:
    client = client_of(world, "head")
    page = client.post(f"/settings/{key}/", {"rows": "0", "do": "add"}).content.decode()
    assert f'<option value="{world.service.number}">{world.service.title}</option>' in page


def test_a_price_of_a_service_that_is_over_keeps_its_name(world: World) -> None:
    row = {"service": world.service.number, "unit": "a page", "price": "EUR 0.10", "from": "2026-01-01", "until": None}
    settings.redefine(world.actor("head"), "money.prices", value=[row])
    Record.objects.filter(pk=world.service.pk).update(state="retired", is_open=False)
    page = client_of(world, "head").get("/settings/money.prices/").content.decode()
    assert f'<option value="{world.service.number}" selected>{world.service.title}</option>' in page
    assert f"Remove {world.service.title}" in page


def test_of_many_services_one_is_looked_up_by_typing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pageinputs, "LISTED", 0)
    client = client_of(world, "head")
    row = {"service": world.service.number, "unit": "a page", "price": "EUR 0.10", "from": "2026-01-01", "until": None}
    settings.redefine(world.actor("head"), "money.prices", value=[row])

    def asked() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as spent:
            page = client.get("/settings/money.prices/").content.decode()
        return page, len(spent)

    page, one = asked()
    assert 'data-picker="/pick/records/services?state=' in page and f'value="{world.service.title}"' in page
    more = [{**row, "unit": f"{at} pages"} for at in range(9)]
    settings.redefine(world.actor("head"), "money.prices", value=more)
    assert asked()[1] == one, "named at once"
    cells = {"r0-service": "", "r0-service_words": world.service.title, "r0-unit": "a page", "r0-price": "2"}
    sent = {"rows": "1", **cells, "r0-from": "2026-01-01", "r0-until": "", "do": "save", "reason": "Dearer"}
    assert client.post("/settings/money.prices/", sent).status_code == 302
    assert [kept["service"] for kept in current()["money.prices"]] == [world.service.number]
