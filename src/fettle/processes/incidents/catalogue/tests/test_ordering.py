"""Ordering: who may order what, what the record then says, and that approval and steps follow by themselves."""

from __future__ import annotations

from typing import Any

import pytest

from fettle.facilities.approvals import actions as approvals
from fettle.facilities.approvals.models import Round
from fettle.facilities.discussion.models import Comment
from fettle.facilities.tasks import actions as arranging
from fettle.facilities.tasks import queries as tasks
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Forbidden, Invalid
from fettle.kernel.history.deliver import deliver
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions
from fettle.processes.incidents.approving import POLICIES
from fettle.processes.incidents.catalogue import following, queries
from fettle.processes.incidents.catalogue.definitions import KEY, QUESTIONS
from fettle.processes.incidents.catalogue.ordering import order
from fettle.processes.incidents.records import REQUEST
from fettle.processes.services import actions as services
from fettle.site.testing.world import World

GUEST = {"person": "Ada L.", "first_day": "2026-12-01", "who": "guest", "last_day": "2027-03-31"}


def catalogue(**changes: Any) -> None:
    """The default catalogue, its first standard request changed."""
    rows = [dict(row) for row in current()[KEY]]
    rows[0] |= changes
    settings.redefine(Actor.house("tests", "incidents.manage"), KEY, value=rows)


def board() -> None:
    """A policy of two steps: the head, then the process manager."""
    empty = dict.fromkeys(field.name for field in POLICIES.shape.fields)  # type: ignore[union-attr]
    row = {**empty, "code": "board", "label": "Board", "quorum": "all", "active": True}
    rows = [{**row, "step": 1, "people": "head@example.org"}, {**row, "step": 2, "people": "manager@example.org"}]
    settings.redefine(Actor.house("tests", "incidents.manage"), POLICIES.key, value=rows)
    catalogue(approval="board")


def told(record: Record) -> Record:
    """After the house has reacted to everything."""
    seen: set[int] = set()
    while new := [entry.pk for entry in record.entries.all() if entry.pk not in seen]:
        for pk in new:
            deliver.run(pk)
            seen.add(pk)
    return Record.objects.get(pk=record.pk)


def test_whoever_is_served_orders_by_name(world: World) -> None:
    record = order(world.actor("requester"), "new_account", answers=GUEST, details="Room 4")
    item = record.item
    assert (record.kind, record.title, item.standard, item.category) == (
        "request",
        "Account for Ada L.",
        "new_account",
        "account",
    )
    assert item.custom == GUEST and item.requester == world.people["requester"] and item.channel == "portal"
    assert check(record) == []
    assert tasks.steps(told(record))[0].title.startswith("Ask for name")
    assert len(tasks.steps(told(record))) == 4, "a second delivery lays out nothing more"


def test_what_is_not_asked_is_neither_needed_nor_kept(world: World) -> None:
    colleague = {**GUEST, "who": "colleague"}
    assert "last_day" not in order(world.actor("requester"), "new_account", answers=colleague).item.custom
    with pytest.raises(Invalid) as caught:
        order(world.actor("requester"), "new_account", answers={"person": "Ada", "who": "guest", "first_day": "soon"})
    assert set(caught.value.errors) == {"custom.first_day", "custom.last_day"}
    with pytest.raises(Invalid) as caught:
        order(world.actor("requester"), "new_account", answers={**GUEST, "shoe_size": "44"})
    assert set(caught.value.errors) == {"custom.shoe_size"}


def test_only_what_is_on_offer_is_ordered(world: World) -> None:
    requester = world.actor("requester")
    catalogue(offered=False)
    assert "new_account" not in {item.code for item in queries.offered(requester)}
    for code in ("new_account", "nothing", ""):
        with pytest.raises(Invalid):
            order(requester, code, answers=GUEST)
    with pytest.raises(Invalid):
        actions.register(requester, REQUEST, title="A way around", standard="new_account", custom=GUEST)
    assert order(world.actor("agent"), "new_account", answers=GUEST, requester=world.people["requester"])
    catalogue(active=False)
    with pytest.raises(Invalid):
        order(world.actor("agent"), "new_account", answers=GUEST)


def test_what_belongs_to_a_service_is_for_those_who_are_offered_it(world: World) -> None:
    catalogue(service=world.service.number)
    record = order(world.actor("requester"), "new_account", answers=GUEST)
    assert record.service == world.service and record.team == world.service.team
    assert "new_account" in {item.code for item in queries.offered(world.actor("requester"))}
    services.revise(world.actor("manager"), world.service.number, requestable=False)
    assert "new_account" not in {item.code for item in queries.offered(world.actor("requester"))}


def test_nobody_orders_for_somebody_else_but_staff(world: World) -> None:
    with pytest.raises(Forbidden):
        order(world.actor("requester"), "new_account", answers=GUEST, requester=world.people["stranger"])


def test_its_own_time_is_the_promise(world: World) -> None:
    plain = order(world.actor("requester"), "new_account", answers=GUEST)
    catalogue(hours=100)
    own = order(world.actor("requester"), "new_account", answers=GUEST)
    assert own.item.resolution_due_at > plain.item.resolution_due_at
    assert own.item.response_due_at is not None
    actions.take(world.actor("agent"), own.number)
    actions.prioritise(world.actor("agent"), own.number, priority=1, reason="At once")
    before = Record.objects.get(pk=own.pk).item.resolution_due_at
    actions.revise(world.actor("agent"), own.number, standard="")
    after = Record.objects.get(pk=own.pk)
    assert after.item.resolution_due_at < before, "as any other of its priority from now on"
    assert check(after) == []


def test_approval_is_asked_first_and_the_steps_follow(world: World) -> None:
    board()
    record = told(order(world.actor("requester"), "new_account", answers=GUEST))
    asked = Round.objects.get(record=record)
    assert asked.policy == "board" and "Name of the new person: Ada L." in asked.question
    assert tasks.steps(record) == []
    for who in ("head", "manager"):
        approvals.decide(world.actor(who), record.number, approve=True)
    assert len(tasks.steps(told(record))) == 4
    assert Round.objects.filter(record=record).count() == 1


def test_a_refusal_lays_out_nothing(world: World) -> None:
    board()
    record = told(order(world.actor("requester"), "new_account", answers=GUEST))
    approvals.decide(world.actor("head"), record.number, approve=False, comment="No")
    assert tasks.steps(told(record)) == []


def test_an_approval_that_nobody_can_give_is_told_to_staff(world: World) -> None:
    board()
    record = told(order(world.actor("head"), "new_account", answers=GUEST))
    assert not Round.objects.exists()
    said = Comment.objects.get(record=record)
    assert said.audience == "staff" and "could not be asked" in said.text


def test_a_subject_without_its_answer_is_the_name(world: World) -> None:
    catalogue(subject="Room {room} for {person}")
    assert order(world.actor("requester"), "new_account", answers=GUEST).title == "An account for somebody new"
    catalogue(subject="{person}" * 20)
    title = order(world.actor("requester"), "new_account", answers={**GUEST, "person": "A long name"}).title
    assert len(title) == 200 and title.endswith("…")


def test_registering_with_its_code_is_ordering_too(world: World) -> None:
    record = actions.register(
        world.actor("requester"), REQUEST, title="For Ada", standard="new_account", custom=GUEST, category="account"
    )
    assert len(tasks.steps(told(record))) == 4 and Record.objects.get(pk=record.pk).title == "For Ada"


def test_a_request_that_turns_out_to_be_a_standard_one_is_ordered(world: World) -> None:
    """Approval first, then the steps, as if it had been ordered by name."""
    board()
    agent = world.actor("agent")
    record = actions.register(world.actor("requester"), REQUEST, title="Ada needs an account", category="account")
    with pytest.raises(Invalid) as caught:
        actions.revise(agent, record.number, standard="new_account")
    assert "custom.person" in caught.value.errors, "what it asks is answered first"
    told(actions.revise(agent, record.number, standard="new_account", custom=GUEST))
    assert Round.objects.get(record=record).state == "open" and tasks.steps(record) == []
    for who in ("head", "manager"):
        approvals.decide(world.actor(who), record.number, approve=True)
    assert len(tasks.steps(told(record))) == 4


def test_which_standard_request_it_is_changes_while_nothing_of_it_stands(world: World) -> None:
    agent, record = world.actor("agent"), order(world.actor("requester"), "new_account", answers=GUEST)
    steps = tasks.steps(told(record))
    software = {"program": "Maps", "device": "A-012"}
    for other in ("software", ""):
        with pytest.raises(Invalid, match="take the steps away first"):
            actions.revise(agent, record.number, standard=other, custom=software)
    for step in steps:
        arranging.withdraw(agent, record.number, step=step.pk)
    with pytest.raises(Invalid, match="not in the request catalogue"):
        actions.revise(agent, record.number, standard="nothing")
    told(actions.revise(agent, record.number, standard="software", custom=software))
    assert {step.workflow for step in tasks.steps(record)} == {"software"}
    assert check(Record.objects.get(pk=record.pk)) == []


def test_another_standard_request_asks_for_its_own_approval(world: World) -> None:
    """What was refused for the first says nothing about the second."""
    board()
    agent = world.actor("agent")
    record = told(order(world.actor("requester"), "new_account", answers=GUEST))
    with pytest.raises(Invalid, match="withdraw the approval"):
        actions.revise(agent, record.number, standard="")
    approvals.decide(world.actor("head"), record.number, approve=False, comment="No")
    actions.revise(agent, record.number, standard="")
    told(actions.revise(agent, record.number, standard="new_account"))
    assert [each.state for each in Round.objects.filter(record=record).order_by("pk")] == ["refused", "open"]


def test_a_record_outlives_the_questions_it_answered(world: World) -> None:
    record = order(world.actor("requester"), "new_account", answers=GUEST)
    rows = [row for row in current()[QUESTIONS.key] if row["code"] not in ("who", "last_day")]
    settings.redefine(Actor.house("tests", "incidents.manage"), QUESTIONS.key, value=rows)
    actions.revise(world.actor("agent"), record.number, category="hardware")
    assert Record.objects.get(pk=record.pk).item.custom == GUEST


def test_an_order_that_is_looked_at_again_waits_for_its_approval(world: World) -> None:
    """A delivery may run twice: neither an open round nor a refused one lets the steps begin."""
    board()
    record = told(order(world.actor("requester"), "new_account", answers=GUEST))
    entry = Entry.objects.get(record=record, seq=1)
    following.fulfil(entry)
    assert tasks.steps(record) == []
    approvals.decide(world.actor("head"), record.number, approve=False, comment="No")
    following.fulfil(entry)
    assert tasks.steps(record) == [] and Round.objects.filter(record=record).count() == 1
