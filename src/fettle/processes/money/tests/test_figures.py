"""FIN-1 to FIN-4, with the entries behind each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fettle.kernel.figures import Period, Reading, Scope
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.money import budgets
from fettle.processes.money.figures import FIGURES, NO_BUDGET, NO_INCIDENT, NOT_FOR_YOU
from fettle.processes.money.tests.test_costs import draw_up, enter
from fettle.processes.reporting.build import build
from fettle.processes.reporting.periods import Days as ReportDays
from fettle.site.testing.world import World

JANUARY = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC), UTC)
EVER = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC), UTC)
OF = {figure.code: figure.compute for figure in FIGURES}


def read(world: World, code: str, period: Period = JANUARY, who: str = "head", **scope: Any) -> Reading:
    return OF[code](period, Scope(world.actor(who), **scope))


def test_nothing_is_measured_before_something_is_entered(world: World) -> None:
    assert {code: read(world, code).value for code in OF} == dict.fromkeys(OF)


def test_whoever_may_not_see_money_is_told_so(world: World) -> None:
    enter(world)
    assert {read(world, code, who="agent").because for code in OF} == {NOT_FOR_YOU}


def test_cost_of_services_has_its_entries(world: World) -> None:
    made = enter(world, price="365", ends=date(2026, 12, 31))
    reading = read(world, "FIN-2")
    assert (reading.value, reading.records()) == (3100, (made.pk,))
    assert reading.by == {"service": {world.service.title: 3100}}
    assert reading.of("service", [str(world.service.pk)]).records() == (made.pk,)
    assert read(world, "FIN-2", service_id=world.service.pk).value == 3100
    assert read(world, "FIN-2", service_id=0).value == 0


@pytest.mark.parametrize("zone", ["Europe/Prague", "America/New_York", "Pacific/Auckland", "UTC"])
def test_the_days_are_those_of_the_report_wherever_it_is_read(world: World, zone: str) -> None:
    enter(world, price="365", ends=date(2026, 12, 31))
    report = build(world.actor("head"), ReportDays(date(2026, 1, 1), date(2026, 2, 1), zone))
    assert report.line("FIN-2").value == 3100


def test_budget_against_spend(world: World) -> None:
    enter(world, price="40", begins=date(2026, 1, 9))
    assert read(world, "FIN-1").because == NO_BUDGET
    budget = draw_up(world, part="m01", price="100")
    budgets.approve(world.actor("head"), budget.number)
    reading = read(world, "FIN-1")
    assert (reading.value, reading.records()) == (40, (budget.pk,))


def test_what_was_spent_before_or_after_a_budget_does_not_count_against_it(world: World) -> None:
    enter(world, price="40", begins=date(2026, 1, 9))
    enter(world, price="400", begins=date(2026, 5, 9))
    budgets.approve(world.actor("head"), draw_up(world, part="q1", price="100").number)
    half = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC), UTC)
    assert read(world, "FIN-1", half).value == 40


def test_what_another_organisation_spends_does_not_count_against_a_budget_and_what_is_below_counts_once(
    world: World,
) -> None:
    enter(world, price="40", begins=date(2026, 1, 9), organisation=world.school)
    enter(world, price="400", begins=date(2026, 1, 9), organisation=world.rival)
    every = {"part": "m01", "service": None}
    budgets.approve(world.actor("head"), draw_up(world, price="100", organisation=world.school, **every).number)
    assert read(world, "FIN-1").value == 40
    whole = draw_up(world, price="1000", **every)
    budgets.approve(world.actor("head"), whole.number)
    reading = read(world, "FIN-1")
    assert (reading.value, reading.records()) == (44, (whole.pk,))


def test_cost_per_incident_says_when_there_was_none(world: World) -> None:
    enter(world, price="10", begins=date(2026, 1, 9), years=1)
    assert read(world, "FIN-3").because == NO_INCIDENT
    for _each in range(3):
        incidents.register(world.actor("agent"), INCIDENT, title="Down", service=world.service)
    assert read(world, "FIN-3", EVER).value == 333


def test_total_cost_of_ownership_adds_up_all_that_a_component_cost(world: World) -> None:
    enter(world, component="Line", nature="purchase", price="300", begins=date(2025, 6, 1))
    enter(world, component="line", nature="maintenance", price="31", begins=date(2026, 1, 1), ends=date(2026, 1, 31))
    later = enter(world, component="Line", nature="operation", price="5", begins=date(2026, 2, 1))
    reading = read(world, "FIN-4")
    assert reading.value == 33100 and reading.by == {"component": {"Line": 33100}}
    assert later.pk not in reading.records()


def asked(world: World, code: str) -> int:
    """How many statements a figure takes."""
    with CaptureQueriesContext(connection) as spent:
        read(world, code)
    return len(spent)


def test_the_costs_are_read_once_however_many_budgets_there_are(world: World) -> None:
    enter(world, price="40", begins=date(2026, 1, 9), organisation=world.school)
    enter(world, price="30", begins=date(2026, 1, 10), organisation=world.rival)
    budgets.approve(world.actor("head"), draw_up(world, part="m01", organisation=world.school).number)
    one = asked(world, "FIN-1")
    budgets.approve(world.actor("head"), draw_up(world, part="q1", price="500", organisation=world.rival).number)
    assert asked(world, "FIN-1") == one
    assert read(world, "FIN-1").value == 6, "70 of 1000 and of a part of 500"


def test_components_are_named_by_the_costs_themselves(world: World) -> None:
    enter(world, component="Line", nature="purchase", price="300", begins=date(2025, 6, 1))
    with CaptureQueriesContext(connection) as spent:
        assert read(world, "FIN-4").value == 30000
    assert sum("money_cost" in each["sql"] for each in spent) == 1
