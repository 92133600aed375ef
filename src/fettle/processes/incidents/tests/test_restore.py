"""A past that happened elsewhere: the same outcome whole, in pieces, twice and repaired; and what people did since
stays.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Forbidden
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check, columns, in_order
from fettle.kernel.history.restore import Outcome, Past, restore
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.facts import Restored
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

START = datetime(2016, 2, 29, 8, 0, tzinfo=UTC)
STATES = ["new", "in_progress", "waiting", "in_progress", "resolved", "in_progress", "resolved", "closed"]
IMPORTER = Actor.house("import", "transfer.import")

IMPORTER_WHO_WAKES = Actor.house("import", "transfer.import", "incidents.see")


def past(states: list[str] = STATES) -> list[Past]:
    first = {"title": "Made", "opened_at": START - timedelta(minutes=7), "rank": 2, "channel": "phone"}
    return [
        Past(f"e{at}", START + timedelta(hours=at), (Restored(),), {"state": state} | (first if at == 0 else {}))
        for at, state in enumerate(states)
    ]


def bring(world: World, events: list[Past], record: Record | None = None) -> Outcome:
    return restore(IMPORTER, INCIDENT, events, record=record, organisation=world.school)


def said(record: Record) -> list[tuple[str, str]]:
    return [(entry.source["key"], entry.new("state") or "") for entry in in_order(record) if entry.source]


def test_the_columns_are_what_the_entries_say(world: World) -> None:
    outcome = bring(world, past())
    record = outcome.record
    assert outcome.made and outcome.added == len(STATES) and check(record) == []
    assert record.state == "closed" and not record.is_open and not record.silent
    assert record.item.reopened == 1 and record.rank == 2
    assert record.item.resolved_at == START + timedelta(hours=6)
    assert record.item.resolution_minutes == 6 * 60 + 7
    assert record.version == len(STATES)


def test_nothing_follows_from_a_restored_entry(world: World, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    from procrastinate.contrib.django.models import ProcrastinateJob

    before = ProcrastinateJob.objects.count()
    record = bring(world, past(["new", "waiting"])).record
    assert record.silent and record.due_at is None
    assert ProcrastinateJob.objects.count() == before


def test_twice_changes_nothing(world: World) -> None:
    record = bring(world, past()).record
    again = bring(world, past(), record)
    assert (again.added, again.withdrawn) == (0, 0) and again.record.version == record.version


@pytest.mark.parametrize("cut", range(1, len(STATES)))
def test_cut_anywhere_gives_the_whole(world: World, cut: int) -> None:
    record = bring(world, past()[:cut]).record
    assert bring(world, past(), record).withdrawn == 0
    assert said(record) == said(bring(world, past()).record)
    assert check(Record.objects.get(pk=record.pk)) == []


def test_a_repaired_event_finds_its_place(world: World) -> None:
    events = past()
    record = bring(world, events[:3] + events[4:]).record
    outcome = bring(world, events, record)
    assert outcome.withdrawn == 4 and said(record) == [(event.key, event.set["state"]) for event in events]
    assert Entry.everything.filter(record=record).count() == len(events) + 4
    assert check(outcome.record) == []


def test_what_people_did_since_stays(world: World) -> None:
    record = bring(world, past(["new", "in_progress"])).record
    actions.take(world.actor("agent"), record.number)
    assert not Record.objects.get(pk=record.pk).silent
    actions.resolve(world.actor("agent"), record.number, resolution="Done here", closure_code="solved")
    now = bring(world, past(["new", "in_progress", "waiting"]), record).record
    assert now.state == "resolved" and now.item.resolution == "Done here" and check(now) == []
    assert columns(in_order(now))["assignee"] == world.people["agent"].pk


def test_a_woken_record_has_clocks_from_that_moment(world: World) -> None:
    record = bring(world, past(["new", "in_progress"])).record
    actions.wake(IMPORTER_WHO_WAKES, record.number)
    now = Record.objects.get(pk=record.pk)
    assert not now.silent and now.due_at is not None and now.due_at > datetime.now(UTC) and check(now) == []


def test_it_needs_its_own_permission(world: World) -> None:
    with pytest.raises(Forbidden):
        restore(world.actor("agent"), INCIDENT, past(), organisation=world.school)
