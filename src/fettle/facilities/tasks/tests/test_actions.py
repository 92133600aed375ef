"""Laying out, adding, doing and leaving out steps, with every rule; resolving waits for them."""

from __future__ import annotations

from typing import Any

import pytest

from fettle.facilities.tasks import actions, queries
from fettle.facilities.tasks.models import Step
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import get
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings.actions import redefine
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions as desk
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


@pytest.fixture
def record(world: World) -> Record:
    """Somebody cannot sign in; the desk's agent has it."""
    made = desk.register(
        world.actor("requester"), INCIDENT, title="Cannot sign in", category="account", service=world.service
    )
    return desk.take(world.actor("agent"), made.number)


def progress(record: Record) -> str:
    found = Record.objects.get(pk=record.pk).item.progress
    assert found == queries.progress(queries.steps(record))
    return str(found)


def last(record: Record) -> Entry:
    return Entry.objects.filter(record=record).order_by("-seq")[0]


def follow(world: World, record: Record) -> list[Step]:
    actions.lay_out(world.actor("agent"), record.number, workflow="locked_account")
    return queries.steps(record)


def test_a_workflow_is_laid_out_exactly_once(world: World, record: Record) -> None:
    rows = follow(world, record)
    assert len(rows) == 5
    assert rows[0].title.startswith("Ask for the name")
    assert progress(record) == "0/5"
    fact = last(record).facts[0]
    assert (fact["name"], fact["data"]["workflow"], fact["data"]["edition"]) == ("tasks.laid_out", "locked_account", 1)
    with pytest.raises(Refusal, match="laid out already"):
        follow(world, record)
    with pytest.raises(Invalid, match="Choose one of: locked_account"):
        actions.lay_out(world.actor("agent"), record.number, workflow="printer")


def test_an_arrow_gives_a_step_to_a_team_and_order_makes_it_wait(world: World, record: Record) -> None:
    manager = world.actor("manager")
    rows: list[dict[str, Any]] = [dict(row) for row in current()["incidents.known_incidents"]]
    rows[0] |= {"steps": "1. Ask\n2. Unlock → Network team", "in_order": True}
    redefine(manager, "incidents.known_incidents", value=rows)
    ask, unlock = follow(world, record)
    assert (unlock.team, unlock.waits, ask.waits) == (world.network, True, False)
    agent = world.actor("agent")
    with pytest.raises(Refusal, match="waits for “Ask”"):
        actions.done(agent, record.number, step=unlock.pk)
    actions.done(agent, record.number, step=ask.pk, remark="Called back")
    assert last(record).facts[0]["data"]["next"] == unlock.pk
    actions.done(agent, record.number, step=unlock.pk)
    assert progress(record) == "2/2"
    rows[0]["steps"] = "1. Unlock → Nobody knows them"
    with pytest.raises(Invalid, match="no active team “Nobody knows them”"):
        redefine(manager, "incidents.known_incidents", value=rows)


def test_a_step_has_an_owner_or_falls_to_those_who_work_on_it(world: World) -> None:
    made = desk.register(world.actor("requester"), INCIDENT, title="Nobody's")
    agent = world.actor("agent")
    with pytest.raises(Refusal, match="has no owner"):
        actions.add(agent, made.number, title="Look")
    actions.add(agent, made.number, title="Look", person=world.people["colleague"])
    assert queries.mine(world.actor("colleague")).count() == 1
    with pytest.raises(Refusal, match="has no owner"):
        actions.change(agent, made.number, step=queries.steps(made)[0].pk, person=None)


def test_the_owner_does_it_and_nobody_else_who_may_not_work(world: World, record: Record) -> None:
    agent = world.actor("agent")
    actions.add(agent, record.number, title="Bring the badge", person=world.people["classmate"])
    (row,) = queries.steps(record)
    assert get(world.actor("classmate"), record.number).pk == record.pk
    assert not may(world.actor("classmate"), "incidents.follow", record)
    with pytest.raises(Refusal, match="somebody else's"):
        actions.done(world.actor("requester"), record.number, step=row.pk)
    with pytest.raises(NotSeen):
        actions.done(world.actor("stranger"), record.number, step=row.pk)
    with pytest.raises(Forbidden):
        actions.add(world.actor("classmate"), record.number, title="Mine")
    actions.done(world.actor("classmate"), record.number, step=row.pk)
    assert progress(record) == "1/1"


def test_left_out_opened_again_taken_away_moved(world: World, record: Record) -> None:
    agent = world.actor("agent")
    one, two, *_rest = follow(world, record)
    with pytest.raises(Invalid, match="Say why"):
        actions.skip(agent, record.number, step=one.pk, reason=" ")
    actions.skip(agent, record.number, step=one.pk, reason="Known already")
    assert progress(record) == "1/5"
    with pytest.raises(Refusal, match="open it again"):
        actions.done(agent, record.number, step=one.pk)
    actions.reopen(agent, record.number, step=one.pk)
    with pytest.raises(Refusal, match="still to be done"):
        actions.reopen(agent, record.number, step=one.pk)
    actions.withdraw(agent, record.number, step=one.pk)
    assert progress(record) == "0/4"
    actions.move(agent, record.number, step=two.pk, place=4)
    assert [row.pk for row in queries.steps(record)][-1] == two.pk
    with pytest.raises(Invalid, match="from 1 to 4"):
        actions.move(agent, record.number, step=two.pk, place=5)
    with pytest.raises(Invalid, match="no such step"):
        actions.done(agent, record.number, step=one.pk)
    before = last(record).seq
    actions.change(agent, record.number, step=two.pk, title=two.title)
    assert last(record).seq == before, "without a difference nothing happens"
    actions.change(agent, record.number, step=two.pk, title="Look closely")
    assert last(record).fact == "tasks.changed"


def test_solving_waits_for_open_steps_unless_the_desk_says_otherwise(world: World, record: Record) -> None:
    agent = world.actor("agent")
    rows = follow(world, record)
    solved = {"resolution": "Unlocked", "closure_code": "solved"}
    with pytest.raises(Refusal, match=r"Steps of .* are still open: “Ask for the name"):
        desk.resolve(agent, record.number, **solved)
    for row in rows:
        actions.done(agent, record.number, step=row.pk)
    assert desk.resolve(agent, record.number, **solved).state == "resolved"


def test_the_process_manager_may_let_steps_stay_open(world: World, record: Record) -> None:
    follow(world, record)
    redefine(world.actor("manager"), "incidents.handling", value={"steps_done": False})
    assert desk.resolve(world.actor("agent"), record.number, resolution="x", closure_code="solved").state == "resolved"


def test_nothing_is_laid_out_on_what_is_over(world: World, record: Record) -> None:
    desk.withdraw(world.actor("requester"), record.number, reason="Found it")
    with pytest.raises(Refusal, match="is over"):
        follow(world, record)


def test_owners_are_those_who_can_begin(world: World, record: Record) -> None:
    agent = world.actor("agent")
    actions.add(agent, record.number, title="First", person=world.people["colleague"])
    actions.add(agent, record.number, title="Then", person=world.people["head"], waits=True)
    assert queries.owners(record, last(record).facts) == []
    first, _then = queries.steps(record)
    actions.done(agent, record.number, step=first.pk)
    assert queries.owners(record, last(record).facts) == [world.people["head"].pk]
