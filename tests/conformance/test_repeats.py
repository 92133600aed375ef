"""Every POST, repeated with one Idempotency-Key: five times at the same moment over connections of their own, and after
an outcome that its caller never heard of. One effect, one answer (bar T06).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection
from itertools import pairwise
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from fettle.edges.rest.models import Answered
from fettle.kernel.history.models import Entry
from fettle.kernel.jobs import OutcomeUnknown
from fettle.kernel.jobs.postgresql.base import DatabaseWrapper
from fettle.kernel.records.models import Record
from fettle.site.testing.api import Caller, caller_of
from fettle.site.testing.cast import Cast, make_cast
from fettle.site.testing.operations import operations
from fettle.site.testing.rows import done, snapshot
from fettle.site.testing.world import make_world

TIMES = 5


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


RELATED = ("add_relation", "change_relation", "remove_relation", "bind", "unbind")
OF_PROBLEMS = ("add_incidents", "push", "used_on", "send_on")
TWO = (
    *("follow_up", "link", "unlink", "bring_in", "merge", "unmerge", "split", "go_live", "hold", "tag", "forward"),
    *RELATED,
    *OF_PROBLEMS,
)
"""Operations that write an entry on each of two records; of a tag that is new the word is one."""


def effects() -> tuple[int, int]:
    return Record.objects.count(), Entry.objects.count()


def test_five_repeats_at_once_are_one(lasting: Cast) -> None:
    callers = {who: caller_of(lasting.world, who) for who in ("agent", "manager", "administrator", "head", "requester")}
    for place, operation in enumerate(operations("POST")):
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
        most = 2 if operation.name in TWO else 1
        if operation.path.endswith("/confirm") and "recalculations" in operation.path:
            most = Record.objects.filter(kind__in=("incident", "request")).count()  # each changes once
        records, entries = (now - was for was, now in zip(before, effects(), strict=True))
        assert entries <= most and records == operation.makes_record, path


@pytest.fixture
def losing(monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[None]]:
    """A block in which what is committed stays, and whoever committed it never learns so."""
    usual = DatabaseWrapper._commit

    def commit(wrapper: DatabaseWrapper) -> None:
        usual(wrapper)
        raise OutcomeUnknown("The connection was lost while it was confirmed.")

    @contextmanager
    def block() -> Iterator[None]:
        with monkeypatch.context() as patched:
            patched.setattr(DatabaseWrapper, "_commit", commit)
            yield

    return block


def test_a_repeat_after_an_unknown_outcome_is_the_same(
    lasting: Cast, losing: Callable[[], AbstractContextManager[None]]
) -> None:
    """It was done, and the answer did not arrive: the repeats do nothing, and bring that answer."""
    callers = {who: caller_of(lasting.world, who) for who in ("agent", "manager", "administrator", "head", "requester")}
    for place, operation in enumerate(operations("POST")):
        lasting.records.clear()
        path, arguments = operation.asks(lasting, "A")
        asking = {**arguments, "Idempotency_Key": f"lost-{place}"}
        before = snapshot()
        with losing():
            lost = callers[operation.keeper]("POST", path, **asking)
        assert lost.status_code == 503, (path, lost.content)
        kept, after = Answered.objects.get(key=f"lost-{place}"), snapshot()
        assert done(before, after), path
        answers = [callers[operation.keeper]("POST", path, **asking) for _time in range(2)]
        assert {each.status_code for each in answers} == {kept.status} <= {200, 201}, (path, answers[0].content)
        assert answers[0].content == answers[1].content, path
        assert _plain(answers[0].json()) == _plain(json.loads(kept.body)), path
        assert not done(after, snapshot()), path


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    """Without a token's secret, which is not kept, and the seed it is made from again, which is not told."""
    return {name: value for name, value in body.items() if name not in ("secret", "seed")}


def test_who_hangs_up_is_answered_when_they_ask_again(live_server: LiveServer) -> None:
    """A real server, and a caller that is gone before it has answered."""
    secret = caller_of(make_world(), "agent").secret
    head = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json", "Idempotency-Key": "hung-up"}
    sent = ("POST", "/api/v1/incidents", json.dumps({"title": "Printer jams"}), head)
    gone = HTTPConnection(urlsplit(live_server.url).netloc, timeout=30)
    gone.request(*sent)
    gone.close()
    until = time.monotonic() + 30
    while not Answered.objects.filter(key="hung-up").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    line = HTTPConnection(urlsplit(live_server.url).netloc, timeout=30)
    line.request(*sent)
    answer = line.getresponse()
    number = json.loads(answer.read())["number"]
    assert answer.status == 201 and answer.headers["Location"].endswith(number)
    assert [record.number for record in Record.objects.filter(kind="incident")] == [number]


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
