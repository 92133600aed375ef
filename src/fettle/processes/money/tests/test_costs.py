"""Costs and budgets: what is entered, what is refused, who is told, who sees it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.money import actions, budgets, queries
from fettle.processes.money.reckoning import Days
from fettle.processes.money.records import COST
from fettle.processes.services import actions as services
from fettle.processes.services.structure import components
from fettle.site.testing.world import World

YEAR = Days(date(2026, 1, 1), date(2026, 12, 31))


def enter(world: World, **values: Any) -> Record:
    """A cost of the network, unless it says another thing."""
    told: dict[str, Any] = {"title": "Cable", "nature": "purchase", "price": "1200", "stage": "spent"}
    told |= {"begins": date(2026, 1, 1)} | values
    if "component" not in told:
        told.setdefault("service", world.service)
    return actions.register(world.actor("manager"), **told)


def draw_up(world: World, who: str = "manager", **values: Any) -> Record:
    told: dict[str, Any] = {"title": "Network", "year": 2026, "part": "year", "price": "1000", "service": world.service}
    return budgets.register(world.actor(who), **(told | values))


def test_what_is_bought_once_is_spread_over_its_useful_life(world: World) -> None:
    enter(world, years=5)
    sums = queries.overview(world.actor("manager"), YEAR).rows[0][1]
    assert (sums.spent, sums.cost) == (120000, 120000 * 365 // (5 * 365 + 1))


def test_another_currency_has_its_rate(world: World) -> None:
    made = enter(world, price="USD 100.10", rate="0.92")
    assert (made.item.price, made.item.amount, made.item.base) == ("USD 100.10", 9209, "EUR")
    with pytest.raises(Invalid, match="rate"):
        enter(world, price="USD 100")
    with pytest.raises(Invalid, match="own currency already"):
        enter(world, rate="0.92")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"price": "0"}, "price"),
        ({"price": "USD 0.01", "rate": "0.1"}, "price"),
        ({"price": "USD 9,999,999,999,999.99", "rate": "9999999"}, "price"),
        ({"component": "Line", "service": "own"}, "component"),
        ({"component": "", "service": None}, "service"),
        ({"ends": date(2025, 12, 31)}, "ends"),
        ({"ends": date(2026, 12, 31), "years": 3}, "years"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, values: dict[str, Any], field: str) -> None:
    if values.get("service") == "own":
        values = {**values, "service": world.service}
    with pytest.raises(Invalid) as refused:
        enter(world, **values)
    assert list(refused.value.errors) == [field]


def test_a_shared_component_is_split_and_counted_once(world: World) -> None:
    manager = world.actor("manager")
    other = services.register(manager, title="Storage", organisation=world.provider)
    for service in (world.service, other):
        components.add(manager, service.number, name="Server room", role="enabling")
    enter(world, component="server ROOM", price="100.01")
    enter(world, component="Nobody names it", price="7")
    told = queries.overview(manager, YEAR)
    assert sorted(sums.shared for _record, sums in told.rows) == [5000, 5001]
    assert (told.unallocated.cost, told.whole.cost) == (700, 10701)
    rows = [
        {"component": "Server room", "service": world.service.number, "weight": 3},
        {"component": "Server room", "service": other.number, "weight": 1},
    ]
    settings.redefine(world.actor("head"), "money.shares", value=rows)
    told = queries.overview(manager, YEAR)
    assert {record.pk: sums.shared for record, sums in told.rows} == {world.service.pk: 7501, other.pk: 2500}


def test_a_component_that_is_a_service_passes_no_cost_upwards(world: World) -> None:
    manager = world.actor("manager")
    below = services.register(manager, title="Storage", organisation=world.provider)
    components.add(manager, world.service.number, service=below, role="enabling")
    enter(world, service=below, price="100")
    told = queries.overview(manager, YEAR)
    assert {record.pk: sums.cost for record, sums in told.rows if sums.cost} == {below.pk: 10000}
    assert told.whole.cost == 10000


def test_what_is_withdrawn_counts_no_more_and_stays(world: World) -> None:
    made = enter(world)
    actions.withdraw(world.actor("manager"), made.number, reason="entered twice")
    assert queries.overview(world.actor("manager"), YEAR).whole.cost == 0
    assert visible(world.actor("manager"), COST).get(pk=made.pk).state == "withdrawn"


def test_estimated_becomes_committed_becomes_spent(world: World) -> None:
    manager, made = world.actor("manager"), enter(world, stage="estimated")
    for step, name in ((actions.commit, "committed"), (actions.spend, "spent")):
        step(manager, made.number)
        made.refresh_from_db()
        assert (made.state, made.item.stage) == (name, name)
    with pytest.raises(Refusal):
        actions.commit(manager, made.number)


def test_a_budget_is_approved_by_somebody_else_and_replaced_by_its_next_version(world: World) -> None:
    first = draw_up(world, "head")
    with pytest.raises(Refusal, match="somebody else"):
        budgets.approve(world.actor("head"), first.number)
    value = {"currency": "EUR", "first_month": 1, "warn_at": 80, "over_at": 100, "one_person": True, "prices": True}
    settings.redefine(world.actor("head"), "money.rules", value=value)
    budgets.approve(world.actor("head"), first.number)
    second = draw_up(world, price="2000")
    assert second.item.edition == 2
    budgets.approve(world.actor("head"), second.number)
    first.refresh_from_db()
    assert first.state == "over"
    assert queries.approved(world.actor("head"), YEAR) == {world.service.pk: 200000}
    with pytest.raises(Forbidden):
        budgets.approve(world.actor("manager"), draw_up(world).number)


def test_whoever_changed_the_sum_of_a_budget_does_not_approve_it(world: World) -> None:
    Grant.objects.create(person=world.people["colleague"], role="sms_manager", organisation=world.provider)
    budget = draw_up(world)
    budgets.revise(world.actor("colleague"), budget.number, price="1000000")
    with pytest.raises(Refusal, match="somebody else"):
        budgets.approve(world.actor("colleague"), budget.number)
    budgets.revise(world.actor("head"), budget.number, notes="As agreed")
    assert budgets.approve(world.actor("head"), budget.number).state == "approved"


def test_the_budget_of_a_quarter_is_a_part_of_that_of_its_year(world: World) -> None:
    head = world.actor("head")
    for part, price in (("q1", "300"), ("m01", "100"), ("q2", "50")):
        budgets.approve(head, draw_up(world, part=part, price=price).number)
    assert queries.approved(head, YEAR) == {world.service.pk: 35000}
    budgets.approve(head, draw_up(world).number)
    assert queries.approved(head, YEAR) == {world.service.pk: 100000}


def test_whoever_looks_after_a_budget_is_told_once_of_each_share(world: World) -> None:
    budget = draw_up(world)
    budgets.approve(world.actor("head"), budget.number)

    def said() -> list[int]:
        found = Entry.objects.filter(record=budget, fact="money.budget_reached").order_by("seq")
        return [entry.facts[0]["data"]["percent"] for entry in found]

    enter(world, price="799.99", stage="estimated")
    enter(world, price="799.99")
    assert said() == []
    enter(world, price="0.01", stage="committed")
    enter(world, price="10")
    assert said() == [80]
    enter(world, price="500")
    enter(world, price="500")
    assert said() == [80, 100]
    stands = queries.standing(Record.objects.get(pk=budget.pk))
    assert (stands.forecast, stands.left) == (181000, -81000)


def test_the_currency_stays_once_something_is_counted_in_it(world: World) -> None:
    value = {"currency": "CHF", "first_month": 1, "warn_at": 80, "over_at": 100, "one_person": False, "prices": True}
    settings.redefine(world.actor("head"), "money.rules", value=value)
    assert enter(world).item.base == "CHF"
    with pytest.raises(Invalid, match="CHF"):
        settings.redefine(world.actor("head"), "money.rules", value={**value, "currency": "EUR"})


def test_a_price_that_ends_before_it_begins_is_refused(world: World) -> None:
    row = {"service": world.service.number, "unit": "a month", "price": "4", "from": "2026-03-01"}
    settings.redefine(world.actor("head"), "money.prices", value=[{**row, "until": "2026-03-01"}])
    with pytest.raises(Invalid, match=r"Row 1: .*later day"):
        settings.redefine(world.actor("head"), "money.prices", value=[{**row, "until": "2026-02-28"}])


@pytest.mark.parametrize("who", ["agent", "requester"])
def test_nobody_sees_money_without_the_right(world: World, who: str) -> None:
    made = enter(world)
    assert not visible(world.actor(who), COST).exists()
    with pytest.raises(NotSeen):
        actions.revise(world.actor(who), made.number, title="Mine")
    with pytest.raises(Forbidden):
        actions.register(
            world.actor(who), title="x", nature="purchase", price="1", stage="spent", begins=date(2026, 1, 1)
        )


def test_one_service_read_by_itself_comes_to_the_same_as_among_all(world: World) -> None:
    manager = world.actor("manager")
    other = services.register(manager, title="Storage", organisation=world.provider)
    third = services.register(manager, title="Alone", organisation=world.provider)
    for service in (world.service, other):
        components.add(manager, service.number, name="Server room", role="enabling")
    for at, service in enumerate((world.service, other, third, None, None)):
        for stage in ("spent", "committed", "estimated"):
            where = {"service": service} if service else {"component": "server ROOM" if at == 3 else "Nobody's"}
            enter(world, price=f"{at + 1}00.01", stage=stage, nature="operation" if at % 2 else "purchase", **where)
    costs = visible(manager, COST)
    among = queries.sums(costs, YEAR)[0]
    for service in (world.service, other, third):
        assert queries.of_service(costs, YEAR, service.pk) == among[service.pk]
        assert among[service.pk].cost and bool(among[service.pk].shared) is (service != third)


def test_of_one_service_the_costs_of_others_are_not_read(world: World, django_assert_num_queries: Any) -> None:
    other = services.register(world.actor("manager"), title="Storage", organisation=world.provider)
    for at in range(3):
        enter(world, title=f"Theirs {at}", service=other)
    enter(world)
    costs = visible(world.actor("manager"), COST)
    with django_assert_num_queries(2):
        queries.weights()
    with django_assert_num_queries(3) as asked:
        assert queries.of_service(costs, YEAR, world.service.pk).spent == 120000
    assert f'"service_id" = {world.service.pk}' in asked.captured_queries[-1]["sql"]
