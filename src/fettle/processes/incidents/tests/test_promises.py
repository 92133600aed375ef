"""When updates are due follows from the entries alone: compared with an oracle that goes through the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fettle.processes.incidents.clocks import Happening
from fettle.processes.incidents.promises import following, late, next_due, tally

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
OPEN, DONE = "in_progress", "resolved"
Deed = tuple[str, int]
"""What is done, and with which number of minutes."""


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def entry(minute: int, seq: int, deed: Deed) -> Happening:
    what, number = deed
    named: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
        "declare": ("incidents.declared_major", {"minutes": number}, {}),
        "update": ("incidents.update_sent", {"stage": "identified"}, {}),
        "named": ("incidents.update_sent", {"stage": "identified", "next_at": at(minute + number).isoformat()}, {}),
        "works": ("incidents.update_sent", {"stage": "resolved"}, {}),
        "interval": ("incidents.interval_set", {"minutes": number}, {}),
        "not_major": ("incidents.not_major", {}, {}),
        "resolve": ("incidents.resolved", {}, {"state": [OPEN, DONE]}),
        "reopen": ("incidents.reopened", {}, {"state": [DONE, OPEN]}),
        "note": ("discussion.noted", {}, {}),
    }
    name, data, changes = named[what]
    return Happening(at(minute), seq, [{"name": name, "data": data}], changes)


class Oracle:
    """Goes through the minutes with what it knows now and looks nowhere back."""

    def __init__(self) -> None:
        self.every, self.due = 0, None
        self.first: int | None = None
        self.major = self.awaited = False
        self.is_open = True
        self.kept = self.missed = self.sum_of_kept = 0

    def minute(self, now: int) -> None:
        """Before what is done in it: the moment that was due has passed."""
        if self.due is not None and now > self.due:
            self.missed += 1
            self.due += self.every

    def promise(self, now: int, moment: int | None = None) -> None:
        wanted = self.major and self.awaited and self.is_open and (self.every or moment is not None)
        self.due = self.first = (moment if moment is not None else now + self.every) if wanted else None

    def do(self, now: int, deed: Deed) -> None:
        what, number = deed
        if what == "declare":
            self.every, self.major, self.awaited = number, True, True
            self.promise(now)
        elif what == "interval":
            self.every = number
            self.promise(now)
        elif what in ("update", "named", "works"):
            self.kept += self.due is not None
            self.awaited = what != "works"
            self.promise(now, now + number if what == "named" else None)
        elif what == "not_major":
            self.major = self.awaited = False
            self.promise(now)
        elif what == "resolve":
            self.is_open = self.awaited = False
            self.promise(now)
        elif what == "reopen" and not self.is_open:
            self.is_open, self.awaited = True, self.major
            self.promise(now)


DEEDS = st.one_of(
    st.tuples(st.just("update"), st.just(0)),
    st.tuples(st.just("named"), st.integers(1, 90)),
    st.tuples(st.just("interval"), st.sampled_from([5, 15, 30])),
    st.tuples(st.sampled_from(["works", "resolve", "reopen", "note", "not_major"]), st.just(0)),
    st.tuples(st.just("declare"), st.sampled_from([10, 30])),
)
HISTORIES = st.lists(st.tuples(st.integers(1, 80), DEEDS), max_size=8)


@settings(max_examples=300, deadline=None)
@given(HISTORIES, st.integers(0, 200))
def test_they_are_what_somebody_with_a_watch_notes_down(steps: Sequence[tuple[int, Deed]], rest: int) -> None:
    """Nothing is ever declared twice while it is major, as the rules of the desk have it."""
    oracle, entries, now, major, is_open = Oracle(), [], 0, False, True
    for wait, deed in [(0, ("declare", 30)), *steps]:
        for minute in range(now + 1, now + wait + 1):
            oracle.minute(minute)
        now += wait
        if (deed[0] == "declare") == major and deed[0] in ("declare", "not_major"):
            deed = ("note", 0)
        if (deed[0] == "resolve") != is_open and deed[0] in ("resolve", "reopen"):
            deed = ("note", 0)
        if deed[0] in ("update", "named", "works", "interval") and not major:
            deed = ("note", 0)
        major = deed[0] == "declare" or (major and deed[0] != "not_major")
        is_open = deed[0] == "reopen" or (is_open and deed[0] != "resolve")
        entries.append(entry(now, len(entries) + 1, deed))
        oracle.do(now, deed)
    for minute in range(now + 1, now + rest + 1):
        oracle.minute(minute)
    end = at(now + rest)
    assert tally(entries, end) == (oracle.kept, oracle.missed)
    assert next_due(entries) == (None if oracle.first is None else at(oracle.first))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 70), min_size=1, max_size=12), st.sampled_from([5, 10, 30]))
def test_each_missed_moment_is_said_once_however_often_the_clockwork_looks(looks: list[int], every: int) -> None:
    entries = [entry(0, 1, ("declare", every))]
    now, said = 0, 0
    for wait in looks:
        now += wait
        if found := late(entries, at(now)):
            said += found.count
            data = {"due_at": found.due_at.isoformat(), "count": found.count}
            entries.append(Happening(at(now), len(entries) + 1, [{"name": "incidents.update_late", "data": data}], {}))
        assert late(entries, at(now)) is None
        assert said == (now - 1) // every
    assert tally(entries, at(now)) == (0, said)


@pytest.mark.parametrize(
    ("stage", "named", "expected"),
    [("identified", None, at(70)), ("identified", at(55), at(55)), ("resolved", at(55), None)],
)
def test_what_an_announcement_promises_is_what_will_be_due(stage: str, named: datetime | None, expected: Any) -> None:
    assert following([entry(0, 1, ("declare", 30))], stage, named, at(40)) == expected


def test_without_an_interval_nothing_is_promised() -> None:
    entries = [entry(0, 1, ("declare", 0))]
    assert next_due(entries) is None and late(entries, at(500)) is None
    entries.append(entry(20, 2, ("interval", 15)))
    assert next_due(entries) == at(35)
