"""Estimating the level of a service: rules, the entry, which estimate counts, withdrawing, and who may."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.processes.levels.estimates import actions, standing
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.models import LevelEstimate
from fettle.processes.services import actions as services
from fettle.site.testing.world import World


def estimated(world: World, who: str = "manager", **values: Any) -> LevelEstimate:
    """An estimate of the service of the world, which is returned."""
    given: dict[str, Any] = {"counts_from": spans.today(), "confidence": "low", "basis": "The desk's experience"}
    if not set(values) & {"incidents", "requests", "respond", "resolve", "availability", "changes"}:
        given |= {"incidents": Decimal(10)}
    actions.estimate(world.actor(who), world.service.number, **given | values)
    return LevelEstimate.objects.latest("pk")


def refused(world: World, **values: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as problem:
        estimated(world, **values)
    assert not LevelEstimate.objects.exists() and not Entry.objects.filter(fact="levels.estimated").exists()
    return {name: str(sentence) for name, sentence in problem.value.errors.items()}


def test_it_is_kept_with_one_entry_that_says_old_and_new(world: World) -> None:
    first = estimated(world, incidents=Decimal("12.5"), respond=30, shown=True)
    assert (first.by, first.basis, first.shown) == (world.people["manager"], "The desk's experience", True)
    before = Entry.objects.filter(record=world.service).count()
    second = estimated(world, incidents=Decimal(8), availability=Decimal("99.5"))
    assert LevelEstimate.objects.count() == 2, "the older one stays"
    assert Entry.objects.filter(record=world.service).count() == before + 1
    entry = Entry.objects.filter(record=world.service).latest("pk")
    (fact,) = entry.said()
    assert (fact.name, fact.estimate, fact.audience) == ("levels.estimated", second.pk, "staff")  # type: ignore[attr-defined]
    rows = fact.rows({})
    assert rows == [
        ("Incidents a month", "12.5", "8"),
        ("Time to respond", "30 min", "–"),
        ("Availability", "–", "99.5 %"),
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"availability": Decimal(101)}, "availability"),
        ({"availability": Decimal(-1)}, "availability"),
        ({"incidents": Decimal(-1)}, "incidents"),
        ({"changes": Decimal(1_000_001)}, "changes"),
        ({"respond": -1}, "respond"),
        ({"resolve": 525_601}, "resolve"),
        ({"respond": 60, "resolve": 59}, "resolve"),
        ({"incidents": None}, "incidents"),
        ({"counts_from": date(2000, 1, 1)}, "counts_from"),
        ({"counts_from": date(2199, 1, 1)}, "counts_from"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(world: World, values: dict[str, Any], field: str) -> None:
    assert list(refused(world, **values)) == [field]


def test_several_wrong_values_are_told_at_once(world: World) -> None:
    assert set(refused(world, availability=Decimal(101), requests=Decimal(-2))) == {"availability", "requests"}


def test_the_days_at_the_edge_are_taken(world: World) -> None:
    today = spans.today()
    for day in (today.replace(year=today.year - 2), today.replace(year=today.year + 1)):
        assert estimated(world, counts_from=day).counts_from == day


def test_a_service_that_is_over_is_not_estimated(world: World) -> None:
    services.VERBS["retire"](world.actor("manager"), world.service.number, reason="Gone")
    with pytest.raises(Refusal, match="bring it back"):
        estimated(world)


def test_the_newest_that_has_begun_counts(world: World) -> None:
    pk, day = world.service.pk, spans.today()
    assert standing.counting(day) == {}
    old = estimated(world, counts_from=day - timedelta(days=40))
    new = estimated(world, counts_from=day - timedelta(days=5))
    again = estimated(world, counts_from=day - timedelta(days=5))
    later = estimated(world, counts_from=day + timedelta(days=1))
    rows = list(LevelEstimate.objects.all())
    for at, wanted in ((-41, None), (-40, old), (-6, old), (-5, again), (0, again), (1, later)):
        asked = day + timedelta(days=at)
        assert standing.counting(asked).get(pk) == standing.on(rows, asked) == wanted, at
    actions.withdraw(world.actor("manager"), world.service.number, estimate=again.pk, reason="Typed wrongly")
    rows = list(LevelEstimate.objects.all())
    assert standing.counting(day)[pk] == standing.on(rows, day) == new
    assert standing.counting(day, [pk + 1]) == {}


def test_a_wrong_one_is_withdrawn_once_and_stays(world: World) -> None:
    made, manager = estimated(world), world.actor("manager")
    actions.withdraw(manager, world.service.number, estimate=made.pk, reason="A nought too many")
    made.refresh_from_db()
    assert made.withdrawn_by == world.people["manager"] and made.withdrawn_because == "A nought too many"
    assert Entry.objects.filter(fact="levels.estimate_withdrawn").count() == 1
    with pytest.raises(Invalid, match="withdrawn already"):
        actions.withdraw(manager, world.service.number, estimate=made.pk, reason="Again")
    with pytest.raises(Invalid, match="no such estimate"):
        actions.withdraw(manager, world.service.number, estimate=made.pk + 1, reason="Another")


def test_a_report_sees_it_as_it_was_known_then(world: World) -> None:
    made, pk, day = estimated(world), world.service.pk, spans.today()
    late = made.at + timedelta(minutes=5)
    assert standing.known(day, late, [pk]) == {pk: made} and standing.known(day, made.at, [pk]) == {}
    actions.withdraw(world.actor("manager"), world.service.number, estimate=made.pk, reason="Wrong")
    made.refresh_from_db()
    assert standing.known(day, made.withdrawn_at, [pk]) == {pk: made} and standing.known(day, late, [pk]) == {}


@pytest.mark.parametrize("who", ["agent", "requester", "stranger"])
def test_only_who_manages_agreements_estimates(world: World, who: str) -> None:
    made = estimated(world)
    with pytest.raises((Forbidden, NotSeen)):
        estimated(world, who)
    with pytest.raises((Forbidden, NotSeen)):
        actions.withdraw(world.actor(who), world.service.number, estimate=made.pk, reason="Not mine")
    assert LevelEstimate.objects.count() == 1
