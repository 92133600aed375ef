"""The life of an incident through the write door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from fettle.edges.pages import columns, sla
from fettle.kernel.access.actor import Actor
from fettle.kernel.clock.replay import read
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check, in_order
from fettle.kernel.records import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents import actions
from fettle.processes.incidents.clocks import gather
from fettle.processes.incidents.records import DESK, INCIDENT
from fettle.site.testing.world import World


def opened(world: World, who: str = "requester", **values: object) -> Record:
    given = {"title": "Wi-Fi down", "impact": "group", "urgency": "soon", "service": world.service, **values}
    return actions.register(world.actor(who), INCIDENT, **given)


def fresh(record: Record) -> Record:
    return Record.objects.select_related("incident", "organisation").get(pk=record.pk)


def test_a_record_is_numbered_prioritised_and_promised(world: World) -> None:
    record = fresh(opened(world))
    assert record.number == "INC-000001"
    assert record.rank == 3 and record.item.first_priority == 3
    assert record.item.requester == world.people["requester"]
    assert record.team == world.desk and record.organisation == world.school
    assert record.due_at is not None and record.due_at == record.item.response_due_at


def test_each_change_writes_exactly_one_entry(world: World) -> None:
    record = opened(world)
    agent = world.actor("agent")
    steps = [
        lambda: actions.take(agent, record.number),
        lambda: actions.reply(agent, record.number, text="On our way."),
        lambda: actions.note(agent, record.number, text="Switch again."),
        lambda: actions.wait(agent, record.number, pause_reason="supplier"),
        lambda: actions.resume(agent, record.number),
        lambda: actions.prioritise(agent, record.number, urgency="stopped", reason="Exam in an hour"),
        lambda: actions.escalate(agent, record.number, way="hierarchical", reason="Head asks"),
        lambda: actions.hand_over(agent, record.number, team=world.network, reason="Theirs"),
        lambda: actions.start(agent, record.number),
        lambda: actions.resolve(agent, record.number, resolution="Rebooted", closure_code="solved"),
        lambda: actions.reopen(world.actor("requester"), record.number, reason="Still down"),
        lambda: actions.resolve(agent, record.number, resolution="Replaced", closure_code="solved"),
        lambda: actions.confirm(world.actor("requester"), record.number),
    ]
    for count, step in enumerate(steps, start=2):
        step()
        now = fresh(record)
        assert now.version == count == Entry.objects.filter(record=record).count()
        assert check(now) == []
    now = fresh(record)
    assert now.state == "closed" and not now.is_open
    assert now.item.reopened == 1 and now.item.handed_over == 1 and now.item.first_priority == 3


def test_waiting_for_the_requester_ends_with_their_message(world: World) -> None:
    record = opened(world)
    actions.take(world.actor("agent"), record.number)
    actions.reply(world.actor("agent"), record.number, text="Which room?", then="wait")
    assert fresh(record).state == "waiting" and fresh(record).due_at is None
    actions.reply(world.actor("requester"), record.number, text="B-104")
    assert fresh(record).state == "in_progress" and fresh(record).due_at is not None


def test_people_we_serve_see_and_do_only_their_own(world: World) -> None:
    record = opened(world)
    for who in ("classmate", "stranger"):
        with pytest.raises(NotSeen):
            actions.reply(world.actor(who), record.number, text="Hello")
    with pytest.raises(Forbidden):
        actions.note(world.actor("requester"), record.number, text="Secret")
    with pytest.raises(Forbidden):
        actions.take(world.actor("requester"), record.number)


def test_another_priority_than_the_schemes_needs_a_reason(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        opened(world, "agent", requester=world.people["requester"], priority=1)
    assert "reason" in caught.value.errors


def test_reopening_ends_with_its_time(world: World) -> None:
    record = opened(world)
    actions.resolve(world.actor("agent"), record.number, resolution="Done", closure_code="solved")
    actions.close(world.actor("agent"), record.number)
    Record.objects.filter(pk=record.pk).update(closed_at=timezone.now() - timedelta(days=8))
    with pytest.raises(Refusal):
        actions.reopen(world.actor("requester"), record.number, reason="Again")
    made = actions.follow_up(world.actor("requester"), record.number, details="It is back")
    assert fresh(made).item.requester == world.people["requester"]


def test_the_house_cannot_do_what_it_was_not_given(world: World) -> None:
    record = opened(world)
    with pytest.raises(NotSeen):
        actions.resume(Actor.house("nobody"), record.number)


def test_a_row_is_amber_when_less_than_a_quarter_of_its_target_is_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list says so by one column, the record's page by replay: both at the same moment."""
    record = opened(world, impact="one", urgency="wait")
    actions.reply(world.actor("agent"), record.number, text="We look at it.")
    record = fresh(record)
    marks = gather(in_order(record)).resolution
    assert record.due_at == record.item.resolution_due_at
    for moment, kind in (
        (record.soon_at - timedelta(minutes=1), "ok"),
        (record.soon_at + timedelta(minutes=1), "warn"),
    ):
        with monkeypatch.context() as then:
            then.setattr(timezone, "now", lambda: moment)  # noqa: B023
            assert columns.reading(world.actor("agent"), record).kind == kind
        assert sla.face(read(marks, moment), moment).kind == kind


def test_what_waits_or_is_done_is_never_due_soon(world: World) -> None:
    agent, record = world.actor("agent"), opened(world)
    assert fresh(record).soon_at is not None
    actions.wait(agent, record.number, pause_reason="requester")
    assert fresh(record).soon_at is None
    actions.resume(agent, record.number)
    assert fresh(record).soon_at is not None
    actions.resolve(agent, record.number, resolution="Done", closure_code="solved")
    assert fresh(record).soon_at is None


@pytest.mark.parametrize(("asked", "given"), [("category", {"category": "network"}), ("service", {"service": True})])
def test_what_the_process_manager_asks_for_is_given_before_it_is_resolved(
    world: World, asked: str, given: dict[str, object]
) -> None:
    """For requests as for incidents, from the next step on; one that has it is resolved."""
    agent, solved = world.actor("agent"), {"resolution": "New cable", "closure_code": "solved"}
    whole = {"service": world.service} if "service" in given else given
    bare, full = ([register(world, kind, **values) for kind in DESK] for values in ({}, whole))
    settings.redefine(world.actor("manager"), "incidents.handling", value={f"{asked}_needed": True})
    for record in bare:
        with pytest.raises(Refusal, match=asked):
            actions.resolve(agent, record.number, **solved)
        assert actions.resolve(agent, actions.revise(agent, record.number, **whole).number, **solved)
    assert [actions.resolve(agent, record.number, **solved).state for record in full] == ["resolved"] * 2


def register(world: World, kind: Kind, **values: object) -> Record:
    return actions.register(world.actor("agent"), kind, title="Wi-Fi down", **values)
