"""Every POST, repeated five times at the same moment with one Idempotency-Key over connections of their own: one
effect, one answer (bar T06).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.site.testing.api import Caller, caller_of
from fettle.site.testing.cast import Cast, make_cast
from fettle.site.testing.operations import operations
from fettle.site.testing.world import make_world

TIMES = 5
ONCE_FOR_ALL = "agreements_register"
"""The default agreement is there already, in every world."""


@pytest.fixture
def lasting(transactional_db: None) -> Cast:
    """The cast, committed."""
    return make_cast(make_world())


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Run them at the same moment, each in a thread with a connection of its own."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def effects() -> tuple[int, int]:
    return Record.objects.count(), Entry.objects.count()


def test_five_repeats_at_once_are_one(lasting: Cast) -> None:
    callers = {who: caller_of(lasting.world, who) for who in ("agent", "manager", "administrator", "head")}
    for place, operation in enumerate(operations("POST")):
        if operation.details["operationId"] == ONCE_FOR_ALL:
            continue
        who = callers[operation.keeper]
        lasting.records.clear()
        path, arguments = operation.asks(lasting, "A")
        before = effects()
        deeds = [
            lambda: Caller(Client(), who.secret)("POST", path, **arguments, Idempotency_Key=f"key-{place}")  # noqa: B023
        ] * TIMES
        answers = at_once(deeds)
        assert {answer.status_code for answer in answers} <= {200, 201}, (path, [each.content for each in answers])
        assert len({(each.status_code, each.content, each.get("ETag")) for each in answers}) == 1, path
        most = 2 if operation.name in ("follow_up", "link", "unlink", "bring_in") else 1
        records, entries = (now - was for was, now in zip(before, effects(), strict=True))
        assert entries <= most and records == operation.makes_record, path


def test_eight_people_edit_one_record(lasting: Cast) -> None:
    """Eight people, a hundred edits each: what was acknowledged is in the history, nothing is silently overwritten
    (bar T12).
    """
    people, edits = 8, 100
    manager = caller_of(lasting.world, "manager")
    number = manager("POST", "/services", {"title": "Contested"}).json()["number"]

    def edit(name: int) -> list[str]:
        call, kept, tag = Caller(Client(), manager.secret), [], '"1"'
        for turn in range(edits):
            title = f"{name} {turn}"
            answer = call("PATCH", f"/services/{number}", {"title": title}, If_Match=tag)
            assert answer.status_code in (200, 412)
            kept += [title] if answer.status_code == 200 else []
            tag = answer["ETag"]
        return kept

    kept = [title for titles in at_once([lambda name=name: edit(name) for name in range(people)]) for title in titles]
    entries = list(Entry.objects.filter(record__number=number).order_by("seq"))
    changes = [entry.changes["title"] for entry in entries]
    assert sorted(new for _, new in changes[1:]) == sorted(kept)
    assert all(later[0] == earlier[1] for earlier, later in pairwise(changes))
    assert [entry.seq for entry in entries] == list(range(1, len(kept) + 2))
    assert len(kept) >= edits
