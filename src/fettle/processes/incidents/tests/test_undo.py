"""Undo: as it stood before, by one more entry; only one's own, only the last, only a moment ago."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from fettle.edges.pages.tests.test_bulk import confirm, preview, printers, to_colleague
from fettle.edges.pages.tests.test_frame import client
from fettle.facilities.tags import actions as tags
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Forbidden, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions, rules
from fettle.processes.incidents.actions import undoing
from fettle.processes.incidents.tests.test_actions import fresh, opened
from fettle.site.testing.world import World

Step = Callable[[Actor, str, World], Record]
STEPS: dict[str, tuple[str, Step]] = {
    "take": ("new", lambda actor, number, world: actions.take(actor, number)),
    "take from waiting": ("waiting", lambda actor, number, world: actions.take(actor, number)),
    "assign": ("new", lambda actor, number, world: actions.assign(actor, number, assignee=world.people["colleague"])),
    "start": ("assigned", lambda actor, number, world: actions.start(actor, number)),
    "hand_over": (
        "waiting",
        lambda actor, number, world: actions.hand_over(actor, number, team=world.network, reason="?"),
    ),
    "wait": ("in_progress", lambda actor, number, world: actions.wait(actor, number, pause_reason="requester")),
    "tag": ("in_progress", lambda actor, number, world: tags.tag(actor, number, add=["exam"])),
    "resume": ("waiting", lambda actor, number, world: actions.resume(actor, number)),
    "prioritise": (
        "waiting",
        lambda actor, number, world: actions.prioritise(actor, number, urgency="stopped", reason="Exam"),
    ),
}


def brought_to(world: World, state: str) -> Record:
    record, agent = opened(world), world.actor("colleague")
    if state == "assigned":
        actions.assign(agent, record.number, team=world.desk)
    if state in ("in_progress", "waiting"):
        actions.take(agent, record.number)
    if state == "waiting":
        later = timezone.now() + timedelta(days=3)
        actions.wait(agent, record.number, pause_reason="requester", resume_at=later)
    return fresh(record)


def standing(record: Record) -> dict[str, object]:
    """What a reader of the record sees, but for the seconds that the clocks ran meanwhile."""
    columns = ("state", "team_id", "assignee_id", "rank", "is_open", "tags")
    items = ("impact", "urgency", "pause_reason", "resume_at", "handed_over", "first_priority", "reopened")
    due = {name: getattr(record.item, name) is None for name in ("response_due_at", "resolution_due_at")}
    return {name: getattr(record, name) for name in columns} | {n: getattr(record.item, n) for n in items} | due


@pytest.mark.parametrize("name", STEPS)
def test_it_stands_as_before_and_both_entries_stay(world: World, name: str) -> None:
    state, step = STEPS[name]
    record = brought_to(world, state)
    before, due = standing(record), record.item.resolution_due_at
    done = step(world.actor("agent"), record.number, world)
    assert standing(fresh(record)) != before
    actions.undo(world.actor("agent"), record.number, entry=done.version)
    after = fresh(record)
    assert standing(after) == before and check(after) == []
    if due:
        assert abs(after.item.resolution_due_at - due) < timedelta(minutes=1)
    last = Entry.objects.filter(record=record).latest("seq")
    assert (
        last.seq == done.version + 1
        and last.fact == "incidents.taken_back"
        and last.facts[0]["data"]["of"] == last.seq - 1
    )


def test_every_step_that_offers_it_is_tried(world: World) -> None:
    assert {name.partition(" ")[0] for name in STEPS} == undoing.VERBS


def test_others_and_later_and_followed_changes_stay(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    agent, record = world.actor("agent"), opened(world)
    taken = actions.take(agent, record.number)
    with pytest.raises(Refusal):
        actions.undo(world.actor("colleague"), record.number, entry=taken.version)
    with pytest.raises(Forbidden):
        actions.undo(world.actor("requester"), record.number, entry=taken.version)
    with monkeypatch.context() as later, pytest.raises(Refusal):
        later.setattr(rules, "UNDO_WITHIN", timedelta(0))
        actions.undo(agent, record.number, entry=taken.version)
    waiting = actions.wait(agent, record.number, pause_reason="requester")
    actions.note(world.actor("colleague"), record.number, text="I see.")
    with pytest.raises(Refusal):
        actions.undo(agent, record.number, entry=waiting.version)
    solved = actions.resolve(agent, record.number, resolution="Done", closure_code="solved")
    with pytest.raises(Refusal):
        actions.undo(agent, record.number, entry=solved.version)
    assert fresh(record).state == "resolved"


def _action(text: str) -> str:
    toasts = text.partition('id="toasts"')[2].partition("<dialog")[0]
    return toasts.partition('action="')[2].partition('"')[0].replace("&amp;", "&")


def test_the_toast_takes_back_and_returns_to_the_list(world: World) -> None:
    record, browser = opened(world), client(world, "agent")
    browser.post(f"/incidents/{record.number}/do/take", {"back": "/desk/?assignee=none&open=true"})
    undo = _action(browser.get("/desk/?assignee=none&open=true").content.decode())
    assert undo.startswith(f"/incidents/{record.number}/undo/2?back=")
    answer = browser.post(undo)
    assert (answer.status_code, answer["Location"]) == (303, "/desk/?assignee=none&open=true")
    assert fresh(record).state == "new"
    assert "taken back" in browser.get("/desk/").content.decode()
    browser.post(undo)
    assert "was changed since" in browser.get("/desk/").content.decode()


def test_a_bulk_change_is_taken_back_but_for_what_others_changed(world: World) -> None:
    one, two, three = printers(world, 3)
    browser = client(world, "agent")
    text = preview(browser, "/desk/?open=true", action="assign", pick=[one, two, three])
    confirm(browser, "/desk/?open=true", text, **to_colleague(world))
    undo = _action(browser.get("/desk/?open=true").content.decode())
    assert undo.startswith("/bulk/")
    actions.note(world.actor("colleague"), two, text="Already at it")
    assert client(world, "colleague").post(undo).status_code == 404
    assert browser.post(undo)["Location"] == "/desk/?open=true"
    said = browser.get("/desk/?open=true").content.decode()
    assert "Taken back: 2 records." in said and f"Changed since, so they stay: {two}" in said
    assert set(Record.objects.filter(kind="incident", assignee=None).values_list("number", flat=True)) == {one, three}


def test_a_bulk_change_that_tells_the_users_has_no_undo(world: World) -> None:
    made = printers(world, 2)
    browser = client(world, "agent")
    text = preview(browser, "/desk/?open=true", action="resolve", pick=made)
    confirm(browser, "/desk/?open=true", text, resolution="Restarted", closure_code="solved")
    assert _action(browser.get("/desk/?open=true").content.decode()) == ""


def test_an_address_elsewhere_is_not_returned_to(world: World) -> None:
    record, browser = opened(world), client(world, "agent")
    browser.post(f"/incidents/{record.number}/do/take")
    answer = browser.post(f"/incidents/{record.number}/undo/2?back=//example.org/")
    assert answer["Location"] == f"/incidents/{record.number}"
