"""What is spent with a supplier, on its scorecard: by the arithmetic of money, for those who may see sums."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from fettle.kernel.access.models import Grant
from fettle.kernel.records.models import Record
from fettle.processes.levels.tests.test_served import browser
from fettle.processes.money import budgets
from fettle.processes.money.tests.test_costs import draw_up, enter
from fettle.processes.services import actions as services
from fettle.processes.suppliers.performance import pages, scorecard
from fettle.processes.suppliers.queries import Spend
from fettle.processes.suppliers.tests.test_performance import entered
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)
DAYS = "from=2026-01-01&to=2026-01-31"


def told(world: World, record: Record, who: str = "head") -> Spend | None:
    return scorecard.of(world.actor(who), record, FIRST, LAST).spend


def sums(spend: Spend | None) -> tuple[int, int, int]:
    assert spend is not None
    return spend.whole.spent.minor, spend.whole.committed.minor, spend.whole.estimated.minor


def test_what_is_spent_and_planned_with_a_supplier_in_the_days_beside_the_days_before(world: World) -> None:
    made = entered(world)
    enter(world, price="365", ends=date(2026, 12, 31), supplier=made)
    enter(world, price="40", stage="committed", begins=date(2026, 1, 9), supplier=made)
    enter(world, price="7", stage="estimated", begins=date(2026, 1, 31), supplier=made)
    enter(world, price="500", begins=date(2025, 12, 31), supplier=made)
    enter(world, price="900", begins=date(2026, 2, 1), supplier=made)
    enter(world, price="800", begins=date(2026, 1, 9))
    spend = told(world, made)
    assert sums(spend) == (3100, 4000, 700)
    assert spend is not None and (spend.before.spent.minor, spend.before.committed.minor) == (50000, 0)
    assert spend.whole.spent.words == "€31.00" and spend.whole.spent.plain == "31.00"
    assert [(row.number, row.title) for row in spend.rows] == [(world.service.number, "Campus network")]


def test_beside_it_stands_the_part_of_the_services_budget_that_lies_in_the_days(world: World) -> None:
    made = entered(world)
    enter(world, price="31", begins=date(2026, 1, 9), supplier=made)
    enter(world, price="900", begins=date(2026, 1, 9))
    budgets.approve(world.actor("head"), draw_up(world, price="365").number)
    other = services.register(world.actor("manager"), title="Power", organisation=world.provider)
    budgets.approve(world.actor("head"), draw_up(world, price="1000", service=other).number)
    spend = told(world, made)
    assert spend is not None
    row = spend.rows[0]
    assert row.budget is not None and (row.budget.minor, row.percent) == (3100, 100)
    assert spend.whole.budget is None, "that of one service bounds no other"
    assert len(spend.rows) == 1, "of a service without costs of theirs nothing is said"


def test_what_several_share_is_split_and_what_nobody_bears_is_named(world: World) -> None:
    made = entered(world)
    enter(world, price="10", begins=date(2026, 1, 9), component="Line nobody names", supplier=made)
    spend = told(world, made)
    assert spend is not None
    assert [(row.number, row.title, row.spent.minor) for row in spend.rows] == [("", "Borne by no service", 1000)]


def test_whoever_may_not_read_costs_is_told_nothing(world: World) -> None:
    made = entered(world)
    enter(world, price="31.17", begins=date(2026, 1, 9), supplier=made)
    assert told(world, made, "agent") is None
    at = f"/suppliers/{made.number}/scorecard"
    page, table = (browser(world, "agent").get(f"{at}{end}?{DAYS}") for end in ("", ".csv"))
    card = caller_of(world, "agent")("GET", f"{at}?{DAYS}").json()
    said = page.content.decode() + b"".join(table).decode()
    assert page.status_code == table.status_code == 200 and card["spend"] is None
    assert "31.17" not in said and "spent" not in said.lower() and "/costs" not in said


def test_a_reader_of_one_organisation_is_told_of_what_it_pays(world: World) -> None:
    """Nothing else is counted, nor can be told from the sums."""
    made = entered(world, organisation=world.school)
    enter(world, price="10", begins=date(2026, 1, 9), supplier=made, organisation=world.school)
    enter(world, price="20", begins=date(2026, 1, 9), supplier=made)
    person = world.people["colleague"]
    Grant.objects.filter(person=person).delete()
    for role in ("service_level_manager", "agent"):
        Grant.objects.create(person=person, role=role, organisation=world.school)
    assert sums(told(world, made, "head"))[0] == 3000
    assert sums(told(world, made, "colleague"))[0] == 1000


def test_it_stands_on_the_page_on_paper_in_the_table_and_over_rest(world: World) -> None:
    made, client = entered(world), browser(world, "manager")
    at = f"/suppliers/{made.number}/scorecard"
    assert "No cost that names this supplier lies in these days." in client.get(f"{at}?{DAYS}").content.decode()
    enter(world, price="31", begins=date(2026, 1, 9), supplier=made)
    page = client.get(f"{at}?{DAYS}").content.decode()
    link = f"/costs?supplier={made.number}&amp;state=committed,estimated,spent"
    assert "€31.00" in page and link in page
    assert "Cable" in client.get(link.replace("&amp;", "&")).content.decode()
    assert "€31.00" in str(pages._body(scorecard.of(world.actor("manager"), made, FIRST, LAST)))
    assert client.get(f"{at}/pdf?{DAYS}").content.startswith(b"%PDF")
    table = b"".join(client.get(f"{at}.csv?{DAYS}")).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = list(csv.reader(StringIO(table)))
    assert rows[0] == ["part", "code", "label", "about", "unit", "value", "before"]
    assert ["spend", "spent", "Spent", "", "EUR", "31.00", "0.00"] in rows
    assert ["spend", "spent", "Spent", world.service.number, "EUR", "31.00", ""] in rows
    card = caller_of(world, "manager")("GET", f"{at}?{DAYS}").json()
    whole: dict[str, Any] = card["spend"]
    assert (whole["currency"], whole["whole"]["spent"], whole["before"]["spent"]) == ("EUR", 3100, 0)
    assert whole["services"][0] == {
        "service": world.service.number,
        "title": "Campus network",
        "spent": 3100,
        "committed": 0,
        "estimated": 0,
        "budget": None,
        "percent": None,
    }


def test_many_costs_cost_no_more_statements(world: World) -> None:
    made, client = entered(world), browser(world, "head")

    def asked() -> int:
        with CaptureQueriesContext(connection) as ran:
            assert client.get(f"/suppliers/{made.number}/scorecard?{DAYS}").status_code == 200
        return len(ran)

    enter(world, price="31", begins=date(2026, 1, 9), supplier=made)
    asked()
    before = asked()
    for at in range(6):
        other = services.register(world.actor("manager"), title=f"Power {at}", organisation=world.provider)
        enter(world, price="31", begins=date(2026, 1, 9), supplier=made, service=other)
    assert asked() == before
