""" "Me too" counts each person once, however often and however fast they press; the incident hears of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from fettle.kernel.errors import Forbidden, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.processes.announcements import actions, queries
from fettle.processes.announcements.tests.test_announcing import put_up
from fettle.site.testing.world import World, make_world


def facts(number: str) -> list[str]:
    return list(Entry.objects.filter(record__number=number).order_by("seq").values_list("fact", flat=True))


def test_twice_counts_once_and_can_be_taken_back(world: World) -> None:
    record, requester = put_up(world), world.actor("requester")
    for _press in range(3):
        actions.me_too(requester, record.number)
    assert queries.affected(record) == [requester.person_id]
    assert queries.is_affected(requester, [record]) == {record.pk}
    for _press in range(2):
        actions.not_affected(requester, record.number)
    assert queries.affected(record) == []
    actions.me_too(requester, record.number)
    assert facts(record.number) == [
        f"announcements.{name}" for name in ("announced", "me_too", "not_affected", "me_too")
    ]


def test_only_whom_it_is_for(world: World) -> None:
    record = put_up(world)
    with pytest.raises(NotSeen):
        actions.me_too(world.actor("stranger"), record.number)
    with pytest.raises(Forbidden):
        actions.me_too(world.actor("agent"), record.number)
    notice = put_up(world, nature="notice")
    with pytest.raises(Refusal, match="no running disruption"):
        actions.me_too(world.actor("requester"), notice.number)


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_count_once() -> None:
    world = make_world()
    record = put_up(world)
    gate = Barrier(6)

    def press(_at: int) -> None:
        try:
            actor = world.actor("requester")
            gate.wait(10)
            actions.me_too(actor, record.number)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(press, range(6)))
    assert facts(record.number).count("announcements.me_too") == 1
    assert len(queries.affected(record)) == 1
