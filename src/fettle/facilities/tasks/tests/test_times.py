"""Steps with a time of their own: counted from when they can be begun, in working time, and told of once when late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import NotificationDecision
from fettle.facilities.tasks import actions, clockwork, queries
from fettle.facilities.tasks.declare import steps_of
from fettle.facilities.tasks.models import Step
from fettle.facilities.tasks.tests.test_actions import follow, last, record  # noqa: F401 - a fixture
from fettle.kernel.clock import actions as clock
from fettle.kernel.clock.calendar import add_working
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings.actions import redefine
from fettle.kernel.settings.read import current
from fettle.processes.levels.queries import calendar_for
from fettle.processes.services import actions as services
from fettle.site.testing.world import World


@pytest.mark.parametrize(
    ("line", "planned"),
    [
        ("Unlock (4 h)", ("Unlock", "", 4)),
        ("Unlock (4h) → Network team", ("Unlock", "Network team", 4)),
        ("Unlock → Network team (12 h)", ("Unlock", "Network team", 12)),
        ("Unlock -> Network team", ("Unlock", "Network team", None)),
        ("Unlock (0 h)", ("Unlock (0 h)", "", None)),
        ("Unlock (4 h) at once", ("Unlock (4 h) at once", "", None)),
        ("(4 h)", ("(4 h)", "", None)),
    ],
)
def test_a_time_stands_at_the_end(line: str, planned: tuple[str, str, int | None]) -> None:
    (step,) = steps_of(f"1. {line}")
    assert (step.title, step.team, step.hours) == planned


@given(st.text(max_size=300).filter(lambda text: text.strip() and len(text.splitlines()) == 1))
def test_whatever_is_written_is_read_or_kept(line: str) -> None:
    for step in steps_of(f"1. {line}"):
        assert step.title and (step.hours is None or 0 < step.hours < 10_000)


def timed(world: World, record: Record) -> list[Step]:  # noqa: F811
    rows: list[dict[str, Any]] = [dict(row) for row in current()["incidents.known_incidents"]]
    rows[0] |= {"steps": "1. Ask (2 h)\n2. Unlock → Network team (3 h)", "in_order": True}
    redefine(world.actor("manager"), "incidents.known_incidents", value=rows)
    return follow(world, record)


def test_the_time_begins_when_the_step_can_be_begun(world: World, record: Record) -> None:  # noqa: F811
    calendar, before = calendar_for(record.service), timezone.now()
    assert calendar is not None
    ask, unlock = timed(world, record)
    assert ask.due_at is not None and unlock.due_at is None
    after = timezone.now()
    assert add_working(calendar, before, 7200) <= ask.due_at <= add_working(calendar, after, 7200)
    actions.done(world.actor("agent"), record.number, step=ask.pk)
    unlock.refresh_from_db()
    assert unlock.due_at is not None and unlock.due_at >= add_working(calendar, after, 10_800)


def test_under_a_calendar_that_never_works_the_steps_go_on(world: World, record: Record) -> None:  # noqa: F811
    """Nothing is ever due, the page says why, and each step can be done."""
    closed = {"zone": "UTC", "week": {}, "special": {"2020-01-01": [["09:00", "10:00"]]}}
    calendar = clock.define("closed", "Closed", closed, "tests").calendar
    services.revise(world.actor("manager"), world.service.number, calendar=calendar)
    record.refresh_from_db()
    ask, unlock = timed(world, record)
    assert ask.due_at is None and clockwork.tell(timezone.now() + timedelta(days=9999)) == 0
    browser = Client()
    browser.force_login(world.people["agent"])
    page = browser.get(f"/incidents/{record.number}").content.decode()
    assert page.count("never due: its calendar has no working time any more") == 1, "not of the one that waits"
    for step in (ask, unlock):
        actions.done(world.actor("agent"), record.number, step=step.pk)
    assert [row.state for row in queries.steps(record)] == ["done", "done"]


def test_a_late_step_is_told_of_once_for_each_due_time(world: World, record: Record) -> None:  # noqa: F811
    agent = world.actor("agent")
    ask, unlock = timed(world, record)
    assert ask.due_at is not None
    assert clockwork.tell(ask.due_at - timedelta(seconds=1)) == 0
    assert clockwork.tell(ask.due_at) == 1 and clockwork.tell(ask.due_at) == 0
    entry = last(record)
    assert entry.facts[0]["name"] == "tasks.late" and entry.facts[0]["data"]["step"] == ask.pk
    decide(entry)
    told = set(NotificationDecision.objects.filter(entry=entry).values_list("person__name", flat=True))
    assert told == {"Agent"}
    again = ask.due_at + timedelta(days=1)
    actions.change(agent, record.number, step=ask.pk, due_at=again)
    assert clockwork.tell(again) == 1
    actions.done(agent, record.number, step=ask.pk)
    unlock.refresh_from_db()
    assert unlock.due_at is not None
    actions.skip(agent, record.number, step=unlock.pk, reason="Known")
    assert clockwork.tell(unlock.due_at) == 0
    assert Entry.objects.filter(record=record, fact="tasks.late").count() == 2


def test_what_waits_is_not_late(world: World, record: Record) -> None:  # noqa: F811
    _ask, unlock = timed(world, record)
    due = timezone.now() + timedelta(minutes=5)
    actions.change(world.actor("agent"), record.number, step=unlock.pk, due_at=due)
    assert clockwork.tell(due) == 0
    assert [row.late_at for row in queries.steps(record)] == [None, None]


def test_what_is_late_for_long_is_no_news(world: World, record: Record) -> None:  # noqa: F811
    """An installation whose clockwork stood still is not told of everything at once."""
    ask, _unlock = timed(world, record)
    assert ask.due_at is not None
    assert clockwork.tell(ask.due_at + clockwork.NEWS) == 0
    assert clockwork.tell(ask.due_at + clockwork.NEWS - timedelta(seconds=1)) == 1


def test_what_waits_keeps_nobody_from_being_told(world: World, record: Record, monkeypatch: Any) -> None:  # noqa: F811
    """However many wait, they are not looked at."""
    ask, unlock = timed(world, record)
    assert ask.due_at is not None
    actions.change(world.actor("agent"), record.number, step=unlock.pk, due_at=ask.due_at - timedelta(minutes=1))
    monkeypatch.setattr(clockwork, "MOST_AT_ONCE", 1)
    assert clockwork.tell(ask.due_at) == 1


def test_two_workers_that_found_the_same_step_tell_of_it_once(world: World, record: Record) -> None:  # noqa: F811
    ask, _unlock = timed(world, record)
    assert ask.due_at is not None
    found = Step.objects.select_related("record").get(pk=ask.pk)
    assert [clockwork._told(found, ask.due_at), clockwork._told(found, ask.due_at)] == [True, False]
