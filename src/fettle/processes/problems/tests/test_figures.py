"""The figures of problems: what FITS counts, and what workarounds brought."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from fettle.kernel.figures import Period, Scope
from fettle.kernel.records.models import Record
from fettle.processes.problems import actions
from fettle.processes.problems.figures import FIGURES
from fettle.processes.problems.known_errors import actions as known
from fettle.processes.problems.tests.test_problems import incident, known_error, recorded
from fettle.site.testing.world import World


def values(world: World, **scope: Any) -> dict[str, Any]:
    now = timezone.now()
    period = Period(now - timedelta(days=1), now + timedelta(days=1))
    asked = Scope(world.actor("manager"), **scope)
    return {figure.code: figure.compute(period, asked) for figure in FIGURES}


def test_what_was_recorded_solved_and_found(world: World) -> None:
    agent, manager = world.actor("agent"), world.actor("manager")
    about = incident(world)
    first = recorded(world, of=about, source="incident", service=world.service)
    second, third = recorded(world, source="monitoring"), recorded(world)
    actions.add_incidents(agent, second.number, incidents=f"{incident(world).number} {incident(world).number}")
    long_ago = timezone.now() - timedelta(days=9)
    Record.objects.filter(pk=first.pk).update(opened_at=long_ago)
    for record in (first, second):
        actions.take(agent, record.number)
        actions.resolve(agent, record.number, way="accepted", solution="We live with it")
    actions.close(manager, first.number, outcome="bearable")
    told = values(world)
    assert {code: told[code].value for code in ("PRB-0", "PRB-1", "PRB-2", "PRB-3", "PRB-5", "PRB-6")} == {
        "PRB-0": 2,
        "PRB-1": 3,
        "PRB-2": 1,
        "PRB-3": 2,
        "PRB-5": 2,
        "PRB-6": 1.0,
    }
    assert 4 * 1440 < told["PRB-4"].value < 5 * 1440
    bands = told["PRB-0"].by["time to solve"]
    assert list(bands.values()) == [1, 1, 0, 0], bands
    assert set(told["PRB-0"].records()) == {first.pk, second.pk} and third.pk in told["PRB-3"].records()
    assert told["PRB-5"].by["source"]
    assert values(world, service_id=world.service.pk)["PRB-1"].value == 1


def test_what_workarounds_brought(world: World) -> None:
    problem = recorded(world)
    assert values(world)["PRB-8"].value == 0
    made = known_error(world, problem, for_users="Switch it off and on")
    known.use(world.actor("agent"), incident(world).number, known_error=made)
    known.helped(world.actor("requester"), made.number)
    told = values(world)
    assert [told[code].value for code in ("PRB-7", "PRB-8", "PRB-9")] == [1, 1, 1]


def test_nothing_was_measured_before_it_was_settled(world: World) -> None:
    old = Period(timezone.now() - timedelta(days=900), timezone.now() - timedelta(days=800))
    asked = Scope(world.actor("manager"))
    assert {figure.compute(old, asked).value for figure in FIGURES} == {None}
