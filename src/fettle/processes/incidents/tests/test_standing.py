"""The counts of a period, as the database makes them set-wise, against a replay in plain Python over made histories.

The histories hold what is hard: reopenings, closings without a resolution, entries written late or out of order,
withdrawn ones, other priorities, targets set anew, hand-overs, slips taken back, records registered after the time they
were opened.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest

from fettle.kernel.access.actor import Actor
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.figures import Period, Scope
from fettle.kernel.history.models import Entry, Withdrawn
from fettle.kernel.history.restore import Past, restore, settle
from fettle.kernel.records.models import Record
from fettle.processes.incidents.clocks import derive
from fettle.processes.incidents.facts import DeclaredMajor, HandedOver, Resolved, Restored, TakenBack
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.spent import difference
from fettle.processes.incidents.tally import DIMENSIONS, Tallies, Tally, behind, tallies
from fettle.processes.levels.facts import TargetsSet
from fettle.site.testing.world import World

READER = Actor.house("report", "incidents.see")
IMPORTER = Actor.house("import", "transfer.import")
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 60
OPEN, DONE = ("new", "assigned", "in_progress", "waiting"), ("resolved", "closed")
STATES = (*OPEN, *DONE, *DONE, *DONE, "withdrawn")
RECORDS, SEEDS = 40, 8
COLUMN = {"priority": "rank"}


def lived(world: World, chance: random.Random) -> Record:
    """One incident with a history; the numbers of its entries are not always in the order in which they happened."""
    times = sorted(BEGIN + timedelta(minutes=chance.randrange(DAYS * 1440)) for _ in range(chance.randint(1, 9)))
    opened = times[0] - timedelta(minutes=chance.choice((0, 0, 7, 5000)))
    first = {
        "title": "Made", "state": chance.choice(STATES), "opened_at": opened, "rank": chance.randint(1, 4),
        "channel": chance.choice(("phone", "portal")), "category": chance.choice(("", "network")),
        "team": chance.choice((None, world.desk.pk)), "service": chance.choice((None, world.service.pk)),
    }  # fmt: skip
    record = restore(IMPORTER, INCIDENT, [Past("e", times[0], (Restored(),), first)], organisation=world.school).record
    if chance.random() < 0.5:
        record.incident.external_ref = "X1"
        record.incident.save()
    known: dict[str, Any] = {"state": first["state"], "team": first["team"]}
    seqs = list(range(2, len(times) + 1))
    if chance.random() < 0.3:
        chance.shuffle(seqs)
    entries = [happened(record, seq, at, known, world, chance) for seq, at in zip(seqs, times[1:], strict=True)]
    Entry.objects.bulk_create(entries)
    gone = [entry for entry in entries if chance.random() < 0.1]
    Withdrawn.objects.bulk_create([Withdrawn(entry=entry) for entry in gone])
    settle(record)
    return record


def happened(
    record: Record, seq: int, at: datetime, known: dict[str, Any], world: World, chance: random.Random
) -> Entry:
    """One more entry, of any kind."""
    facts: list[Any] = [Resolved(first_contact=chance.random() < 0.5)]
    values = {
        "state": chance.choice(STATES), "rank": chance.randint(1, 4), "category": chance.choice(("hardware", "")),
        "team": chance.choice((None, world.desk.pk, world.network.pk)), "location": chance.choice(("Room 1", "")),
        "service": world.service.pk, "channel": "walk_in",
    }  # fmt: skip
    chosen = {name: values[name] for name in values if chance.random() < (0.6 if name == "state" else 0.15)}
    if known["state"] == "withdrawn":  # the end of every history
        chosen.pop("state", None)
    if chosen.get("state") not in DONE:
        facts = [Restored()]
    if chance.random() < 0.1:
        facts = [DeclaredMajor(criterion="data", reason="All of it")]
    if chance.random() < 0.15:
        facts.append(HandedOver(reason="Theirs"))
    if chance.random() < 0.1:
        facts.append(TakenBack(of=seq - 1))
    if chance.random() < 0.25:
        calendar = CalendarVersion.objects.latest("pk").pk
        facts.append(TargetsSet(agreement="A", calendar=calendar, resolution=chance.choice((0, 60, 3000))))
    changes = {name: [known.get(name), value] for name, value in chosen.items() if known.get(name) != value}
    known |= chosen
    return Entry(
        record=record, seq=seq, happened_at=at, channel="screen", fact=facts[0].name,
        facts=[fact.stored() for fact in facts], changes=changes,
    )  # fmt: skip


def replayed(record: Record, period: Period) -> dict[str, Any] | None:
    """How a record stood, word by word after the definitions; None when the period's end knew nothing of it."""
    entries = [e for e in Entry.objects.filter(record=record) if e.happened_at < period.end]
    entries.sort(key=lambda entry: (entry.happened_at, entry.seq))
    if not entries or record.opened_at >= period.end:
        return None
    columns: dict[str, Any] = {"rank": 3, "category": "", "service": None, "team": None, "channel": "", "location": ""}
    state: str | None = None
    finished = resolved = closed = None
    told = dict.fromkeys(("reopened", "handed_over", "first_contact", "major"), False)
    back = [(e.seq, f["data"]["of"]) for e in entries for f in e.facts if f["name"] == "incidents.taken_back"]
    void = {seq for pair in back for seq in pair}
    for entry in entries:
        inside = entry.happened_at >= period.start
        columns |= {name: new for name, (_old, new) in entry.changes.items()}
        old_team, new_team = entry.changes.get("team", (None, None))
        names = [fact["name"] for fact in entry.facts]
        given = "incidents.handed_over" in names or (old_team is not None and new_team is not None)
        told["handed_over"] |= inside and given and entry.seq not in void
        told["first_contact"] |= inside and any(f.get("data", {}).get("first_contact") for f in entry.facts)
        told["major"] |= inside and entry.fact == "incidents.declared_major"
        if "state" not in entry.changes:
            continue
        was, state = state, entry.changes["state"][1]
        if was in DONE and state in OPEN and inside:
            told["reopened"] = True
        if state in DONE and was not in DONE:
            finished = entry.happened_at
            resolved = finished if state == "resolved" else resolved
        if state in ("closed", "merged") and was != state:
            closed = entry.happened_at
    at = resolved or finished
    told |= {
        "opened": record.opened_at >= period.start,
        "resolved": state in DONE and finished is not None and finished >= period.start,
        "closed": state == "closed" and closed is not None and closed >= period.start,
        "merged": state == "merged" and closed is not None and closed >= period.start,
        "open": state in OPEN,
        "spent": sum(difference(entry.facts) for entry in entries if entry.happened_at >= period.start),
    }
    return columns | told | {
        "minutes": None if at is None else int((at - record.opened_at).total_seconds() // 60),
        "within": derive(entries)["within_target"],
        "age": age(period.end - record.opened_at),
        "restored": bool(record.incident.external_ref),
    }  # fmt: skip


def age(old: timedelta) -> int:
    return next((at for at, days in enumerate((1, 2, 5)) if old <= timedelta(days=days)), 3)


def added(rows: list[dict[str, Any]]) -> Tally:
    done = [row for row in rows if row["resolved"]]
    minutes = [row["minutes"] for row in done if row["minutes"] is not None]
    judged = [row["within"] for row in done if row["within"] is not None]
    flags = ("opened", "resolved", "closed", "open", "reopened", "handed_over", "merged")
    return Tally(
        *(sum(row[flag] for row in rows) for flag in flags),
        first_contact=sum(row["first_contact"] for row in done),
        major=sum(row["major"] for row in rows),
        spent=sum(row["spent"] for row in rows),
        timed=len(minutes),
        minutes=sum(minutes) if minutes else None,
        median=median(minutes) if minutes else None,
        judged=len(judged),
        kept=sum(judged),
        restored=sum(row["restored"] and any(row[flag] for flag in flags) for row in rows),
    )


def by(rows: list[dict[str, Any]], key: Callable[[dict[str, Any]], Any]) -> dict[Any, Tally]:
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {member: added(group) for member, group in groups.items()}


NOTHING = added([])


def said(members: dict[Any, Tally]) -> dict[Any, Tally]:
    """Without those of which nothing is said: whether they are there is a matter of speed alone."""
    return {member: tally for member, tally in members.items() if tally != NOTHING}


def periods(chance: random.Random) -> list[Period]:
    starts = [BEGIN + timedelta(minutes=chance.randrange(DAYS * 1440)) for _ in range(3)]
    some = [Period(start, start + timedelta(minutes=chance.choice((1, 1440, 7 * 1440, 30 * 1440)))) for start in starts]
    return [*some, Period(BEGIN - timedelta(days=9), BEGIN + timedelta(days=2 * DAYS))]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_counts_equal_a_replay_in_plain_python(world: World, seed: int) -> None:
    chance = random.Random(seed)
    records = [lived(world, chance) for _ in range(RECORDS)]
    for record in records:
        record.refresh_from_db()
        Record.objects.filter(pk=record.pk).update(updated_at=max(e.happened_at for e in record.entries.all()))
    for period in periods(chance):
        stood = {record.pk: row for record in records if (row := replayed(record, period)) is not None}
        rows, got = list(stood.values()), tallies(INCIDENT, period, Scope(READER))
        assert got.total == added(rows), period
        assert_dimensions(got, rows)
        for flag in ("opened", "resolved", "closed", "open", "reopened", "handed_over"):
            assert set(behind(INCIDENT, period, Scope(READER), flag)) == {pk for pk, r in stood.items() if r[flag]}
        assert_behind_members(period, stood)


def assert_dimensions(got: Tallies, rows: list[dict[str, Any]]) -> None:
    for dimension in (*DIMENSIONS, "age"):
        column = COLUMN.get(dimension, dimension)
        assert said(got.members[dimension]) == said(by(rows, lambda row, column=column: row[column])), dimension


def assert_behind_members(period: Period, stood: dict[int, dict[str, Any]]) -> None:
    """Each member of each dimension names its own records, also what is not given."""
    for dimension in (*DIMENSIONS, "age"):
        column = COLUMN.get(dimension, dimension)
        members: dict[str, set[int]] = defaultdict(set)
        for pk, row in stood.items():
            if row["open"]:
                members["" if row[column] is None else str(row[column])].add(pk)
        for member, those in members.items():
            assert set(behind(INCIDENT, period, Scope(READER), "open", dimension, [member])) == those, dimension
        every = behind(INCIDENT, period, Scope(READER), "open", dimension, list(members))
        assert len(every) == len(set(every)) == sum(map(len, members.values()))


def test_a_reader_of_nothing_counts_nothing(world: World) -> None:
    lived(world, random.Random(1))
    period = Period(BEGIN, BEGIN + timedelta(days=DAYS))
    got = tallies(INCIDENT, period, Scope(Actor.house("nobody")))
    assert got.total == NOTHING and not any(got.members.values())
    assert behind(INCIDENT, period, Scope(Actor.house("nobody")), "opened") == ()
