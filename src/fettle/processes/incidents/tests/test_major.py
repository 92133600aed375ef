"""A major incident is declared once, closed after its review, and counted; requests know none of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from fettle.kernel.access.offers import offers
from fettle.kernel.errors import Refusal
from fettle.kernel.figures import Period, Scope
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents import actions, known
from fettle.processes.incidents.actions import by_itself
from fettle.processes.incidents.figures import FIGURES
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.site.testing.world import World

SOLVED = {"resolution": "Changed the switch", "closure_code": "solved"}
AT_ONCE = {"close_after_days": 0, "reopen_within_days": 7}


def registered(world: World, kind=INCIDENT, **more) -> Record:
    requester = world.people["requester"]
    return actions.register(world.actor("agent"), kind, title="No network", requester=requester, **more)


def declared(world: World) -> Record:
    number = registered(world).number
    return actions.declare_major(world.actor("agent"), number, criterion="service_down", reason="All of it")


def test_it_is_declared_once(world: World) -> None:
    record = declared(world)
    assert (record.item.major, record.item.major_criterion) == ("declared", "service_down")
    with pytest.raises(Refusal, match="already"):
        actions.declare_major(world.actor("agent"), record.number, criterion="data", reason="Again")


def test_nobody_and_nothing_closes_it_before_its_review(world: World) -> None:
    record, agent, requester = declared(world), world.actor("agent"), world.actor("requester")
    actions.resolve(agent, record.number, **SOLVED)
    for closing in (lambda: actions.close(agent, record.number), lambda: actions.confirm(requester, record.number)):
        with pytest.raises(Refusal, match="after its review"):
            closing()
    settings.redefine(world.actor("manager"), "incidents.closure", value=AT_ONCE)
    assert by_itself.close_after_grace() == 0
    actions.review_major(world.actor("manager"), record.number, review="No spare")
    assert by_itself.close_after_grace() == 1
    assert Record.objects.get(pk=record.pk).item.review == "No spare"


def test_it_does_not_close_by_itself_where_there_is_no_grace(world: World) -> None:
    settings.redefine(world.actor("manager"), "incidents.closure", value=AT_ONCE)
    assert actions.resolve(world.actor("agent"), registered(world).number, **SOLVED).state == "closed"
    assert actions.resolve(world.actor("agent"), declared(world).number, **SOLVED).state == "resolved"


def test_others_are_closed_as_before_and_have_no_review(world: World) -> None:
    record, agent = registered(world), world.actor("agent")
    actions.resolve(agent, record.number, **SOLVED)
    with pytest.raises(Refusal, match="nothing to review"):
        actions.review_major(world.actor("manager"), record.number, review="Why?")
    assert actions.close(agent, record.number).state == "closed"
    request = registered(world, REQUEST)
    assert not {"declare_major", "review_major"} & {offer.verb.name for offer in offers(agent, request)}


def test_the_figure_counts_what_was_declared_in_the_period(world: World) -> None:
    figure = next(each for each in FIGURES if each.code == "INC-12")
    now, day, scope = timezone.now(), timedelta(days=1), Scope(world.actor("auditor"))
    before = figure.compute(Period(now - 2 * day, now - day), scope)
    assert before.value is None, "nobody could declare one before criteria were laid down"
    record, _other = declared(world), registered(world)
    after = figure.compute(Period(now - day, now + day), Scope(world.actor("auditor")))
    assert (after.value, after.records()) == (1, (record.pk,))
    assert after.by["priority"] == {f"P{record.rank}": 1} and after.by["service"] == {"not given": 1}
    assert after.within("priority", [str(record.rank)]) == (record.pk,) and after.within("priority", ["9"]) == ()


def test_steps_are_those_of_kind_and_category_in_use(world: World) -> None:
    record = registered(world, category="printing")
    assert [label for label, _steps in known.steps_for(record)] == ["A printer does not print"]
    assert known.steps_for(registered(world, REQUEST, category="printing")) == []
    assert known.steps_for(registered(world)) == []
    rows = [row | {"active": False} for row in known.KNOWN_INCIDENTS.begins()["value"]]
    settings.redefine(world.actor("manager"), known.KNOWN_INCIDENTS.key, value=rows, reason="Wrong")
    assert known.steps_for(record) == []
