"""Settings are looked up once in a request, and are never older than its beginning."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions, read
from fettle.processes.incidents.definitions import CLOSURE
from fettle.site.testing.world import World

KEY = CLOSURE.key


def define(world: World, days: int) -> Record:
    return actions.redefine(world.actor("manager"), KEY, value={"close_after_days": days, "reopen_within_days": 7})


def days() -> int:
    found: int = read.current()[KEY]["close_after_days"]
    return found


def test_a_request_asks_once_and_the_next_one_again(world: World) -> None:
    define(world, 1)
    for asked in (1, 1):
        with read.one_reading(), CaptureQueriesContext(connection) as spent:
            assert [days() for _time in range(4)] == [1] * 4
            assert 1 <= sum("definitions_setting" in query["sql"] for query in spent) <= 1 + asked
    with CaptureQueriesContext(connection) as spent:
        assert days() == days() == 1
    assert len(spent) == 2, "outside a request every look asks"


def test_who_changes_a_setting_sees_it_at_once(world: World) -> None:
    with read.one_reading():
        define(world, 1)
        assert days() == 1
        define(world, 2)
        assert days() == 2


def test_a_change_that_was_taken_back_leaves_nothing_behind(world: World) -> None:
    define(world, 1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        define(world, 2)
        assert days() == 2
        raise ZeroDivisionError
    assert days() == 1
    with transaction.atomic():
        define(world, 3)  # the version that the one taken back had
    assert days() == 3


def test_a_change_that_began_before_the_newest_one_is_seen_too(world: World) -> None:
    """It commits later, with an earlier moment: the newest moment stays as it was."""
    define(world, 1)
    newest = Record.objects.get(setting__key=KEY)
    assert days() == 1
    define(world, 2)
    Record.objects.filter(pk=newest.pk).update(updated_at=newest.updated_at - timedelta(seconds=1))
    assert days() == 2
