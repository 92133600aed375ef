"""What waits may wait for something else from now on: the clocks follow the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.facts import Paused
from fettle.processes.incidents.tests.desk import fresh
from fettle.site.testing.world import World

Then = Callable[[datetime], datetime]
NINE = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)
"""A Monday, nine o'clock in Prague."""


def test_the_clocks_follow_the_new_reason(world: World, record: Record, then: Then) -> None:
    """A reason that does not stop them, one that does, and back; each change is an entry."""
    then(NINE)
    agent = world.actor("agent")
    made = actions.register(
        agent, record.declared, title="Part", impact="service", urgency="stopped", channel="phone",
        requester=world.people["requester"],
    )  # fmt: skip
    assert made.item.resolution_due_at == NINE + timedelta(hours=4)
    then(NINE + timedelta(hours=1))
    actions.wait(agent, made.number, pause_reason="change")
    assert fresh(made).due_at == NINE + timedelta(hours=4), "our own change does not stop the clock"
    then(NINE + timedelta(hours=2))
    actions.wait(agent, made.number, pause_reason="supplier")
    assert fresh(made).due_at is None and fresh(made).item.pause_reason == "supplier"
    then(NINE + timedelta(hours=3))
    actions.wait(agent, made.number, pause_reason="requester")
    assert fresh(made).due_at is None
    then(NINE + timedelta(hours=4))
    actions.wait(agent, made.number, pause_reason="change")
    after = fresh(made)
    assert after.due_at == NINE + timedelta(hours=6) and after.state == "waiting" and check(after) == []
    said = [fact for entry in Entry.objects.filter(record=made).order_by("seq") for fact in entry.said()]
    assert [each.reason for each in said if isinstance(each, Paused)] == ["change", "supplier", "requester", "change"]


def test_the_same_reason_again_is_refused_and_another_reminder_is_not(
    world: World, waiting: Record, caller: Callable[..., Callable]
) -> None:
    call, path = caller("colleague"), f"/incidents/{waiting.number}/wait"
    refused = call("POST", path, {"pause_reason": "supplier"})
    assert refused.status_code == 409 and "waits for this already" in refused.json()["detail"]
    assert fresh(waiting).version == waiting.version
    later = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0).isoformat()
    assert call("POST", path, {"pause_reason": "supplier", "resume_at": later}).status_code == 200
    assert fresh(waiting).item.resume_at == datetime.fromisoformat(later)
    assert call("POST", path, {"pause_reason": "requester"}).json()["pause_reason"] == "requester"
    assert fresh(waiting).item.resume_at is None


def test_another_reason_is_taken_back(world: World, record: Record) -> None:
    """With what it waited for before, so that the clock runs or stands as it did."""
    agent = world.actor("agent")
    actions.wait(agent, record.number, pause_reason="change")
    due = fresh(record).item.resolution_due_at
    actions.wait(agent, record.number, pause_reason="supplier")
    assert due is not None and fresh(record).item.resolution_due_at is None
    actions.undo(agent, record.number)
    after = fresh(record)
    assert (after.state, after.item.pause_reason) == ("waiting", "change") and check(after) == []
    assert abs(after.item.resolution_due_at - due) < timedelta(seconds=60)


def test_send_and_wait_changes_what_it_waits_for(world: World, waiting: Record) -> None:
    actions.reply(world.actor("agent"), waiting.number, text="Which room?", then="wait")
    assert fresh(waiting).item.pause_reason == "requester"
    actions.reply(world.actor("requester"), waiting.number, text="B-104")
    assert fresh(waiting).state == "in_progress"
