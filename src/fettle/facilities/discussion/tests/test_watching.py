"""Who may watch a record, and who may let others watch it: by the actions as over REST."""

from __future__ import annotations

import pytest

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion import queries
from fettle.kernel.access.actor import Channel
from fettle.kernel.errors import Forbidden, Invalid, NotSeen
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.kernel.settings import people
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

SEES = ("requester", "agent", "colleague", "manager", "auditor")
WORKS = ("agent", "colleague", "manager")


@pytest.fixture
def record(world: World) -> Record:
    return actions.register(
        world.actor("requester"), INCIDENT, title="No sound", impact="person", urgency="soon", service=world.service
    )


@pytest.mark.parametrize("who", SEES)
def test_whoever_sees_it_watches_it_oneself(world: World, record: Record, who: str) -> None:
    discussion.watch(world.actor(who), record.number)
    assert queries.watches(world.actor(who), record)
    discussion.unwatch(world.actor(who), record.number)
    assert not queries.watches(world.actor(who), record)
    assert Entry.objects.filter(fact="discussion.watching").count() == 2


@pytest.mark.parametrize("who", [*SEES, "stranger"])
def test_only_whoever_works_on_it_lets_others_watch(world: World, record: Record, who: str) -> None:
    actor, classmate = world.actor(who), world.people["classmate"]
    for step in (discussion.watch, discussion.unwatch):
        if who in WORKS:
            step(actor, record.number, classmate)
        else:
            with pytest.raises(NotSeen if who == "stranger" else Forbidden):
                step(actor, record.number, classmate)


@pytest.mark.parametrize("who", [*SEES, "stranger"])
def test_over_rest_the_same(world: World, record: Record, who: str) -> None:
    caller = caller_of(world, who)
    expected = 404 if who == "stranger" else 200
    assert caller("POST", f"/records/{record.number}/watch").status_code == expected
    other = {"person": f"person:{world.people['classmate'].pk}"}
    answer = caller("POST", f"/records/{record.number}/watch", body=other)
    assert answer.status_code == (
        200 if who in WORKS else 404 if who == "stranger" else 422 if who == "requester" else 403
    )


def test_a_token_that_only_reads_watches_nothing(world: World, record: Record) -> None:
    reading = world.actor("agent", Channel.API, token_scopes=["read"])
    for person in (None, world.people["classmate"]):
        with pytest.raises(Forbidden):
            discussion.watch(reading, record.number, person)
    assert caller_of(world, "agent", "read")("POST", f"/records/{record.number}/watch").status_code == 403


def test_whoever_left_is_taken_off_and_not_put_on(world: World, record: Record) -> None:
    agent, classmate = world.actor("agent"), world.people["classmate"]
    discussion.watch(agent, record.number, classmate)
    people.deactivate(world.actor("administrator"), classmate)
    classmate.refresh_from_db()
    discussion.unwatch(agent, record.number, classmate)
    with pytest.raises(Invalid, match="no longer here"):
        discussion.watch(agent, record.number, classmate)


def test_a_watcher_sees_it_until_they_watch_no_longer(world: World, record: Record) -> None:
    classmate = world.people["classmate"]
    with pytest.raises(Forbidden):
        discussion.watch(world.actor("requester"), record.number, classmate)
    discussion.watch(world.actor("agent"), record.number, classmate)
    discussion.watch(world.actor("agent"), record.number, classmate)
    now = Record.objects.get(pk=record.pk)
    assert now.version == 2 and check(now) == [] and queries.watches(world.actor("classmate"), now)
    discussion.unwatch(world.actor("classmate"), record.number)
    with pytest.raises(NotSeen):
        discussion.watch(world.actor("classmate"), record.number)


def test_a_restored_record_is_not_woken_by_a_watcher(world: World, record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(silent=True)
    discussion.watch(world.actor("agent"), record.number)
    assert Record.objects.get(pk=record.pk).silent
