"""Assign to me: what is new is begun, what waits goes on waiting, what is mine already stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.tests.desk import fresh, page
from fettle.site.testing.world import World


def undo_is_offered(html: str) -> bool:
    return "/undo/" in html.partition('id="toasts"')[2].partition("<dialog")[0]


def test_what_waits_is_assigned_to_me_and_goes_on_waiting(
    signed_in: Any, world: World, waiting: Record, caller: Callable[..., Callable]
) -> None:
    """By the key, which posts from list and page, and over REST."""
    browser = signed_in("agent")
    assert browser.post(page(waiting, "do", "take")).status_code == 303
    after = fresh(waiting)
    assert (after.state, after.item.pause_reason, after.assignee) == ("waiting", "supplier", world.people["agent"])
    assert after.due_at is None and check(after) == []
    assert undo_is_offered(browser.get(page(waiting)).content.decode())
    answer = caller("colleague")("POST", f"/incidents/{waiting.number}/take").json()
    assert (answer["state"], answer["pause_reason"]) == ("waiting", "supplier")
    assert fresh(waiting).assignee == world.people["colleague"]


@pytest.mark.parametrize("state", ["in_progress", "waiting"])
def test_what_is_mine_already_stays_and_there_is_nothing_to_take_back(
    signed_in: Any, world: World, record: Record, state: str
) -> None:
    actions.take(world.actor("agent"), record.number)
    if state == "waiting":
        actions.wait(world.actor("agent"), record.number, pause_reason="requester")
    before, browser = fresh(record).version, signed_in("agent")
    assert browser.post(page(record, "do", "take")).status_code == 303
    assert (fresh(record).version, fresh(record).state) == (before, state)
    assert not undo_is_offered(browser.get(page(record)).content.decode())


def test_what_was_only_assigned_to_me_is_begun(world: World, record: Record) -> None:
    actions.assign(world.actor("colleague"), record.number, assignee=world.people["agent"])
    assert actions.take(world.actor("agent"), record.number).state == "in_progress"


def test_what_waits_is_moved_on_by_going_on(signed_in: Any, waiting: Record) -> None:
    """On the board, too: moved from waiting to in progress, it is not taken but gone on with."""
    offered = signed_in("agent").get("/desk/?open=true&layout=board").content.decode()
    assert f"{page(waiting, 'do', 'resume')}" in offered and f"{page(waiting, 'do', 'take')}" not in offered


def test_what_sleeps_since_it_was_restored_wakes_when_it_is_taken_by_whom_it_has(world: World, record: Record) -> None:
    """Its clocks run from now; nothing else changes."""
    actions.take(world.actor("agent"), record.number)
    Record.objects.filter(pk=record.pk).update(silent=True)
    assert actions.take(world.actor("agent"), record.number).silent is False
    assert fresh(record).state == "in_progress"
