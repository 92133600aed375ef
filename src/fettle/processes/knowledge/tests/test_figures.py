"""What articles brought, as figures of a period."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from fettle.facilities.cycles import actions as cycles
from fettle.kernel.figures import Period, Scope
from fettle.processes.knowledge import tallies
from fettle.processes.knowledge.figures import FIGURES
from fettle.processes.knowledge.tests.writing import article
from fettle.site.testing.world import World

BY = {figure.code: figure for figure in FIGURES}
ZONE = ZoneInfo("Europe/Prague")


def month() -> Period:
    now = timezone.now()
    return Period(now - timedelta(days=5), now + timedelta(days=1))


def test_not_measured_before_there_was_an_article(world: World) -> None:
    scope = Scope(world.actor("manager"))
    assert {figure.compute(month(), scope).value for figure in FIGURES} == {None}


def test_days_of_the_period_are_added_up_by_article(world: World) -> None:
    first, second = article(world), article(world, "Wi-Fi at home")
    today = timezone.localdate()
    for found, day in ((first, today), (first, today - timedelta(days=1)), (second, today), (first, date(2020, 1, 1))):
        tallies.add(found.pk, tallies.HELPED, day)
    told = BY["KNO-2"].compute(month(), Scope(world.actor("manager")))
    assert told.value == 3 and sorted(told.records()) == sorted((first.pk, second.pk))
    assert list(told.by["article"].values()) == [2, 1]
    assert BY["KNO-1"].compute(month(), Scope(world.actor("manager"))).value == 0


def test_those_whose_review_is_overdue_at_the_end(world: World) -> None:
    found, scope = article(world), Scope(world.actor("manager"))
    assert BY["KNO-5"].compute(month(), scope).value == 0
    cycles.set_duty(
        world.actor("agent"),
        found.number,
        code="knowledge.review",
        due_on=timezone.localdate() - timedelta(days=1),
        person=world.people["agent"],
    )
    told = BY["KNO-5"].compute(month(), scope)
    assert told.value == 1 and told.records() == (found.pk,)
    cycles.done(world.actor("agent"), found.number, code="knowledge.review")
    assert BY["KNO-5"].compute(month(), scope).value == 0
    past = datetime(2020, 1, 1, tzinfo=ZONE)
    assert BY["KNO-5"].compute(Period(past, past + timedelta(days=9)), scope).value is None
