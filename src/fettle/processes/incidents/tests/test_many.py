"""The write door for many says and stores what the one for a single record does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fettle.kernel.history import write as history
from fettle.kernel.history.many import Change, write_many
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.facts import Recalculated
from fettle.processes.incidents.records import DESK, INCIDENT
from fettle.processes.incidents.tests.desk import fresh
from fettle.site.testing.world import World

NAMES = (
    "actor_id",
    "actor_label",
    "channel",
    "origin",
    "fact",
    "facts",
    "changes",
    "audience",
    "chain",
    "caused_by_id",
)


def held(world: World, count: int) -> list[Record]:
    agent = world.actor("agent")
    numbers = [actions.register(agent, INCIDENT, title=f"No {at}", team=world.desk).number for at in range(count)]
    return [history.lock(agent, number, *DESK) for number in numbers]


def test_it_is_the_same_door(world: World) -> None:
    now = timezone.now()
    values: dict[str, Any] = {"due_at": now, "soon_at": None, "resolution_due_at": now, "within_target": False}
    one, *many = held(world, 3)
    manager, fact = world.actor("manager"), Recalculated(reason="Because")
    entry = history.write(manager, one, fact, set=values, at=now)
    write_many(manager, [Change(record, (fact,), values) for record in many], now)
    for record in many:
        made = Entry.objects.get(record=record, seq=2)
        assert {name: getattr(made, name) for name in NAMES} == {name: getattr(entry, name) for name in NAMES}
        stored = fresh(record)
        assert (stored.version, stored.due_at, stored.soon_at) == (2, now, None)
        assert (stored.item.resolution_due_at, stored.item.within_target) == (now, False)
        assert abs(stored.updated_at - fresh(one).updated_at) < timedelta(seconds=5)


def test_it_takes_as_many_statements_for_ten_as_for_one(world: World) -> None:
    def asked(records: list[Record]) -> int:
        changes = [Change(record, (Recalculated(reason="x"),), {"due_at": None}) for record in records]
        with CaptureQueriesContext(connection) as statements:
            write_many(world.actor("manager"), changes, timezone.now())
        return len(statements)

    few, many = held(world, 1), held(world, 10)
    assert asked(few) == asked(many)
