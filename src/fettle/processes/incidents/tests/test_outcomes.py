"""Agreements of a month against a count in plain Python: made histories with pauses, answers, reopenings, other
agreements and withdrawals, read by the oracle of clocks, which walks every minute. Months are those of the provider's
zone, with both changes of the clocks.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fettle.kernel.access.actor import Actor
from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.clock.tests.oracle import Hours, ask
from fettle.kernel.history.models import Entry
from fettle.kernel.history.restore import Past, restore, settle
from fettle.kernel.records.models import Record
from fettle.processes.incidents.clocks import Happening
from fettle.processes.incidents.facts import Restored
from fettle.processes.incidents.outcomes import catch_up, found
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.levels import queries as agreements
from fettle.processes.levels.evaluation.outcomes import decided, uncounted
from fettle.processes.levels.evaluation.spans import MONTH, QUARTER, Span
from fettle.processes.levels.facts import TargetsSet
from fettle.processes.levels.models import Counted, Outcome
from fettle.processes.levels.tests.agreed import in_force
from fettle.site.testing.world import OFFICE_HOURS, World

IMPORTER = Actor.house("import", "transfer.import")
BEGIN = datetime(2026, 2, 20, tzinfo=UTC)
COUNTED_AT, NOW = datetime(2026, 4, 12, 9, tzinfo=UTC), datetime(2026, 4, 20, 9, tzinfo=UTC)
DAYS = 50
OPEN, DONE = ("new", "in_progress", "waiting"), ("resolved", "closed")
ALWAYS = {"zone": "Europe/Prague", "week": {day: [["00:00", "24:00"]] for day in (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")}}  # fmt: skip
RECORDS, SEEDS, HISTORIES = 25, 4, 200


def minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


class Lived:
    """A record with a history, and the marks of both clocks as the definitions say them."""

    def __init__(self, chance: random.Random, agreements: list[str], calendars: dict[int, Hours]) -> None:
        self.chance, self.agreements, self.calendars = chance, agreements, calendars
        self.marks: dict[str, list[tuple[Any, ...]]] = {"response": [], "resolution": []}
        self.holds, self.answered, self.paused, self.state = "", False, False, "new"
        times = sorted(BEGIN + timedelta(minutes=chance.randrange(DAYS * 1440)) for _ in range(chance.randint(1, 8)))
        first = self.targets(minute(times[0]), 1)
        self.opened_at, self.told = times[0], (Restored(), first) if first else (Restored(),)
        self.record = Record(kind=chance.choice(("incident", "request")), rank=chance.randint(1, 2))
        self.entries = [self.next(seq, at) for seq, at in enumerate(times[1:], start=2)]

    @property
    def happened(self) -> list[Happening]:
        """All of it, as replay reads it."""
        changes = {"state": [None, "new"], "opened_at": [None, self.opened_at.isoformat()]}
        begin = Happening(self.opened_at, 1, [fact.stored() for fact in self.told], changes)
        return [begin, *(Happening(e.happened_at, e.seq, e.facts, e.changes) for e in self.entries)]

    def keep(self, world: World) -> None:
        """Into the database."""
        kind = INCIDENT if self.record.kind == "incident" else REQUEST
        values = {"title": "Made", "state": "new", "opened_at": self.opened_at, "rank": self.record.rank}
        past = [Past("e", self.opened_at, self.told, values)]
        record = restore(IMPORTER, kind, past, organisation=world.school).record
        for entry in self.entries:
            entry.record = record
        Entry.objects.bulk_create(self.entries)
        settle(record)
        self.record = Record.objects.get(pk=record.pk)

    def targets(self, at: int, seq: int) -> TargetsSet | None:
        if self.chance.random() < 0.05 and seq == 1:
            return None
        self.holds = self.chance.choice(self.agreements)
        calendar = self.chance.choice(list(self.calendars))
        minutes = {name: self.chance.choice((0, 30, 600, 3000)) for name in self.marks}
        for name, marks in self.marks.items():
            terms = (minutes[name] or None, self.calendars[calendar])
            marks.append((at, seq, "retarget" if marks else "start", terms))
        return TargetsSet(agreement=self.holds, version_of=1, calendar=calendar, **minutes)

    def mark(self, at: int, seq: int, what: str) -> None:
        for name, marks in self.marks.items():
            if marks and not (name == "response" and self.answered):
                marks.append((at, seq, what, None))

    def answer(self, at: int, seq: int) -> None:
        if self.marks["response"] and not self.answered:
            self.marks["response"].append((at, seq, "stop", None))
            self.answered = True

    def next(self, seq: int, happened_at: datetime) -> Entry:
        at, facts, changes = minute(happened_at), [], {}
        roll = self.chance.random()
        if roll < 0.2 and (fact := self.targets(at, seq)):
            facts.append(fact.stored())
        new = self.chance.choice((*OPEN, *DONE, "withdrawn")) if roll >= 0.35 else ""
        if new and new != self.state:
            changes["state"] = [self.state, new]
            self.move(at, seq, new, facts)
            self.state = new
        elif 0.2 <= roll < 0.35:
            facts.append({"name": "discussion.replied", "v": 1, "data": {"by_staff": True}})
            self.answer(at, seq)
        facts = facts or [Restored().stored()]
        return Entry(
            seq=seq, happened_at=happened_at, channel="screen", fact=facts[0]["name"], facts=facts, changes=changes,
        )  # fmt: skip

    def move(self, at: int, seq: int, new: str, facts: list[dict[str, Any]]) -> None:
        if new == "waiting":
            facts.append({"name": "incidents.paused", "v": 1, "data": {"reason": "supplier", "stops_clock": True}})
        if not self.marks["resolution"]:
            return
        if self.paused:
            self.mark(at, seq, "resume")
            self.paused = False
        if new == "waiting":
            self.mark(at, seq, "pause")
            self.paused = True
        old = self.state
        if new in DONE and old in OPEN:
            self.answer(at, seq)
            self.marks["resolution"].append((at, seq, "stop", None))
        elif new in OPEN and old in DONE:
            self.marks["resolution"].append((at, seq, "restart", None))
        elif new in OPEN and old == "withdrawn":
            self.mark(at, seq, "restart")
        elif new == "withdrawn":
            self.mark(at, seq, "cancel")

    @cached_property
    def decisions(self) -> list[tuple[str, str, int, bool]]:
        """(agreement, code, the minute that decided, kept) of each clock, as it stands now."""
        found = []
        for name, marks in self.marks.items():
            if not marks or [terms for *_rest, terms in marks if terms][-1][0] is None:
                continue
            said = ask(marks, minute(NOW))
            code = f"{self.record.kind}-{self.record.rank}-{name}"
            if said["breached"] is not None and said["state"] != "cancelled":
                found.append((self.holds, code, said["breached"], False))
            elif said["state"] == "met":
                found.append((self.holds, code, [at for at, _seq, what, _t in marks if what == "stop"][-1], True))
        return found


def test_clocks_are_decided_as_the_oracle_decides_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a database: each clock of many histories, when it was decided and how; read before and asked later."""
    data = {1: OFFICE_HOURS, 2: ALWAYS}
    calendars = {pk: WorkingCalendar.from_data(each) for pk, each in data.items()}
    monkeypatch.setattr(agreements, "calendar_in", calendars.__getitem__)
    hours, decisions = {pk: Hours(each) for pk, each in data.items()}, 0
    for seed in range(HISTORIES):
        one = Lived(random.Random(seed), ["AGR-1", "AGR-2"], hours)
        told = []
        for each in found(one.happened, COUNTED_AT):
            at, kept = (each.decided_at, each.kept) if each.decided_at else (each.due_at, False)
            if at is not None and (each.decided_at or at < NOW):
                told.append((each.agreement, f"{one.record.kind}-{one.record.rank}-{each.clock}", minute(at), kept))
        assert sorted(told) == sorted(one.decisions), seed
        decisions += len(told)
    assert decisions > HISTORIES / 2


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_month_is_counted_as_plain_python_counts_it(world: World, seed: int) -> None:
    chance = random.Random(seed)
    own = in_force(world, valid_from=date(2026, 1, 1))
    office = CalendarVersion.objects.latest("pk")
    always = CalendarVersion.objects.create(calendar=office.calendar, version=2, data=ALWAYS, made_by_label="tests")
    calendars = {office.pk: Hours(OFFICE_HOURS), always.pk: Hours(ALWAYS)}
    ids = {world.agreement.number: world.agreement.pk, own.number: own.pk}
    lived = [Lived(chance, list(ids), calendars) for _ in range(RECORDS)]
    for one in lived:
        one.keep(world)
    assert catch_up(COUNTED_AT, most=10_000) >= RECORDS and catch_up(COUNTED_AT) == 0
    for span in (Span(MONTH, date(2026, month, 1)) for month in (2, 3, 4)):
        _agree(lived, ids, span)
    _agree(lived, ids, Span(QUARTER, date(2026, 1, 1)))


def _agree(lived: list[Lived], ids: dict[str, int], span: Span) -> None:
    period = span.moments("Europe/Prague")
    naive: dict[tuple[int, str], list[tuple[int, bool]]] = defaultdict(list)
    for one in lived:
        for agreement, code, at, kept in one.decisions:
            if minute(period.start) <= at < minute(period.end):
                naive[ids[agreement], code].append((one.record.pk, kept))
    expected = {
        key: (len(rows), sum(kept for _pk, kept in rows), sorted(pk for pk, _k in rows)) for key, rows in naive.items()
    }
    found = decided(list(ids.values()), period, NOW)
    assert {key: (each.count, each.kept, list(each.records)) for key, each in found.items()} == expected


def test_what_changed_is_counted_anew_and_what_did_not_is_left_alone(world: World) -> None:
    from fettle.processes.incidents import actions

    record = actions.register(world.actor("agent"), INCIDENT, title="Printer", channel="mail", priority=1)
    now = datetime.now(UTC)
    span = Span(MONTH, now.astimezone(ZoneInfo("Europe/Prague")).date().replace(day=1)).moments("Europe/Prague")
    assert uncounted(span) == 1 and catch_up(now) == 1 and uncounted(span) == 0 and catch_up(now) == 0
    rows = {row.clock: row for row in Outcome.objects.filter(record=record)}
    assert set(rows) == {"response", "resolution"} and rows["response"].decided_at is None and rows["response"].due_at
    actions.resolve(world.actor("agent"), record.number, resolution="Done", closure_code="solved")
    assert catch_up(datetime.now(UTC)) == 1
    rows = {row.clock: row for row in Outcome.objects.filter(record=record)}
    assert rows["response"].kept and rows["resolution"].kept and rows["response"].agreement_id == world.agreement.pk
    assert Counted.objects.filter(record=record).count() == 1
