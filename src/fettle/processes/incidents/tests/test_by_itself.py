"""What the desk does by itself: once, in time, and never to a record that is silent."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import translation

from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.facilities.search.queries import search
from fettle.kernel.history import facts
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.jobs import worker
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings_actions
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions, jobs
from fettle.processes.incidents.models import Incident, TargetWatch
from fettle.processes.incidents.records import INCIDENT
from fettle.site.jobs import TASKS
from fettle.site.testing.world import World, make_world

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""09:00 in Prague: office hours until 17:00 there. Priority 3: answer in 240, resolve in 1440 minutes."""


class Clock:
    """The time that everything in a test sees."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = MONDAY
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)

    def go(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def opened(world: World, **values: Any) -> Record:
    given = {"title": "Wi-Fi down", "impact": "group", "urgency": "soon", "service": world.service, **values}
    return actions.register(world.actor("requester"), INCIDENT, **given)


def said(record: Record) -> list[str]:
    """What the clockwork said, in order: rule or breach, with its clock."""
    told = [stored for entry in Entry.objects.filter(record=record).order_by("seq") for stored in entry.facts]
    wanted = ("levels.warned", "levels.breached", "incidents.escalated")
    return [
        f"{one['name'].partition('.')[2]} {one['data'].get('rule') or one['data']['clock']}"
        for one in told
        if one["name"] in wanted
    ]


def watch() -> None:
    jobs.watch_targets.run()


def test_rules_speak_once_before_and_after_the_target(clock: Clock, world: World) -> None:
    record = opened(world)
    watch()
    assert said(record) == []
    clock.go(minutes=239)
    watch()
    assert said(record) == []
    clock.go(minutes=1)
    watch()
    watch()
    assert said(record) == ["breached response", "escalated unanswered"]
    actions.take(world.actor("agent"), record.number)
    actions.reply(world.actor("agent"), record.number, text="We are on it")
    clock.go(days=2)
    watch()
    assert said(record)[2:] == ["warned near_75"]
    clock.go(days=4)
    watch()
    watch()
    assert said(record)[3:] == ["breached resolution", "escalated passed"]
    now = Record.objects.get(pk=record.pk)
    assert check(now) == [] and now.item.escalation == 2
    last = Entry.objects.filter(record=record).latest("seq")
    assert last.audience == "staff" and last.channel == "job" and last.actor_id is None


def test_what_is_said_at_once_is_said_in_order_and_in_words(clock: Clock, world: World, signed_in: Any) -> None:
    """That it comes near is not news any more once it was passed."""
    agent = world.actor("agent")
    calm = opened(world)
    urgent = actions.register(agent, INCIDENT, title="Exam", requester=world.people["requester"], priority=1)
    actions.reply(agent, calm.number, text="We are on it")
    clock.go(days=6)
    watch()
    assert said(calm) == ["breached resolution", "escalated passed"]
    assert said(urgent) == ["escalated near_90", "breached resolution", "escalated passed"]

    def told(record: Record) -> str:
        html = signed_in("agent").get(f"/incidents/{record.number}").content.decode()
        return re.sub(r"<[^>]+>", "", html)

    passed = "100 % of the time to resolve is used”"
    assert f"Clockwork noted that the target was passed and escalated it: “{passed}" in told(calm)
    sentence = "Clockwork escalated it and noted that the target was passed: “90 % of the time to resolve is used; "
    assert sentence + passed in told(urgent)


def test_what_rules_said_before_is_told_in_words_too() -> None:
    """Entries of before have the bare number for a reason."""
    data = {"way": "hierarchical", "reason": "100 %", "rule": "passed", "clock": "resolution", "episode": 1}
    fact = facts.read({"name": "incidents.escalated", "version": 1, "data": data})
    assert fact.because == "100 % of the time to resolve is used"
    with translation.override("de"):
        assert fact.because == "100 % der Zeit bis zur Lösung sind verbraucht"
    by_hand = facts.read({"name": "incidents.escalated", "version": 1, "data": {"reason": "90 %"}})
    assert by_hand.because == "90 %"


def test_a_pause_postpones_and_an_answer_in_time_says_nothing(clock: Clock, world: World) -> None:
    record = opened(world)
    actions.reply(world.actor("agent"), record.number, text="Which room?", then="wait")
    clock.go(days=30)
    watch()
    assert said(record) == []


def test_a_reopened_record_is_a_new_episode(clock: Clock, world: World) -> None:
    record = opened(world)
    agent = world.actor("agent")
    actions.take(agent, record.number)
    actions.reply(agent, record.number, text="Hello")
    clock.go(days=10)
    watch()
    before = said(record)
    assert "breached resolution" in before
    actions.resolve(agent, record.number, resolution="Done", closure_code="solved")
    clock.go(days=1)
    watch()
    assert said(record) == before
    actions.reopen(world.actor("requester"), record.number, reason="No")
    watch()
    watch()
    assert said(record)[len(before) :] == [one for one in before if "response" not in one and "unanswered" not in one]


def test_less_urgent_records_and_rules_out_of_use_are_left_alone(clock: Clock, world: World) -> None:
    clock.go(seconds=1)
    rules = [row | {"most_urgent": 2, "active": row["code"] != "passed"} for row in current()["incidents.escalation"]]
    settings_actions.redefine(world.actor("manager"), "incidents.escalation", value=rules)
    low, high = opened(world), opened(world, urgency="stopped")
    clock.go(days=20)
    watch()
    assert said(low) == ["breached response", "breached resolution"]
    assert set(said(high)) - set(said(low)) == {"escalated near_90", "escalated unanswered"}


def test_a_changed_rule_holds_for_records_looked_at_before(clock: Clock, world: World) -> None:
    record = opened(world)
    clock.go(minutes=120)
    watch()
    rules = [*current()["incidents.escalation"]]
    near = next(row for row in rules if row["code"] == "near_75")
    rules.append({**near, "code": "early", "clock": "response", "percent": 50})
    settings_actions.redefine(world.actor("manager"), "incidents.escalation", value=rules)
    watch()
    assert said(record) == ["warned early"]


def test_only_what_may_have_come_due_is_looked_at(clock: Clock, world: World) -> None:
    record = opened(world)
    watch()
    row = TargetWatch.objects.get(record=record)
    assert row.next_at == MONDAY + timedelta(minutes=240)
    TargetWatch.objects.filter(record=record).update(next_at=None)
    clock.go(days=20)
    watch()
    assert said(record) == [], "nothing asked for a look"
    actions.note(world.actor("agent"), record.number, text="Hm")
    watch()
    assert "breached resolution" in said(record)


def test_silent_records_are_left_alone(clock: Clock, world: World) -> None:
    record = opened(world)
    Record.objects.filter(pk=record.pk).update(silent=True)
    clock.go(days=40)
    watch()
    jobs.close_after_grace.run()
    assert said(record) == [] and Record.objects.get(pk=record.pk).version == 1


def test_closed_after_grace_and_not_a_day_before(clock: Clock, world: World) -> None:
    record = opened(world)
    actions.resolve(world.actor("agent"), record.number, resolution="Done", closure_code="solved")
    Record.objects.filter(pk=record.pk).update(restricted=True)
    clock.go(days=2.99)
    jobs.close_after_grace.run()
    assert Record.objects.get(pk=record.pk).state == "resolved"
    clock.go(days=0.02)
    jobs.close_after_grace.run()
    jobs.close_after_grace.run()
    now = Record.objects.get(pk=record.pk)
    assert now.state == "closed" and now.version == 3 and check(now) == []
    assert Entry.objects.filter(record=record).latest("seq").facts[0]["data"] == {"how": "grace"}


def test_a_reminder_goes_on_with_what_waited(clock: Clock, world: World) -> None:
    record = opened(world)
    actions.take(world.actor("agent"), record.number)
    at = clock.now + timedelta(hours=3)
    actions.wait(world.actor("agent"), record.number, pause_reason="supplier", resume_at=at)
    clock.go(hours=2)
    jobs.go_on_when_due.run()
    assert Record.objects.get(pk=record.pk).state == "waiting"
    clock.go(hours=1)
    jobs.go_on_when_due.run()
    jobs.go_on_when_due.run()
    now = Record.objects.get(pk=record.pk)
    assert now.state == "in_progress" and now.version == 4 and Incident.objects.get(pk=now.pk).resume_at is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_everything_once(clock: Clock) -> None:
    world = make_world()
    records = [opened(world) for _ in range(6)]
    clock.go(days=20)

    def work() -> None:
        try:
            watch()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for record in records:
        everything = said(record)
        assert len(everything) == len(set(everything)) and "breached resolution" in everything
        assert Record.objects.get(pk=record.pk).version == 2


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_tells_and_finds(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    with connection.cursor() as cursor:  # the queue of an earlier test, whose records are gone
        cursor.execute("delete from procrastinate_jobs")
    world = make_world()
    record = opened(world)
    actions.reply(world.actor("agent"), record.number, text="The antenna is being replaced")
    assert worker.run([task for task in TASKS if not task.cron], wait=False) == 0
    with connection.cursor() as cursor:
        cursor.execute("select task_name, status from procrastinate_jobs where status <> 'succeeded'")
        assert cursor.fetchall() == []
    mail = OutgoingMail.objects.get(person=world.people["requester"])
    assert (mail.state, mail.reason) == ("withheld", "no_server") and "> The antenna" in mail.body
    assert NotificationDecision.objects.filter(told=True, way="screen").exists()
    assert [hit.record for hit in search(world.actor("requester"), "antenna")] == [record]
