"""How incidents or requests stood in a period: one row each, as its end saw it.

What happened after the end is not looked at. A record that has not moved since stands as its columns say; one that has
is replayed from its entries. So the usual report, on the month that just ended, reads columns only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from fettle.kernel.access.read import visible
from fettle.kernel.figures import Period, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import columns
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.processes.incidents.clocks import DONE, OPEN, derive, is_handed_over, taken_back


@dataclass(frozen=True)
class Stood:
    """One record at the end of a period. Moments are aware; ``done_at`` is the last move from open to resolved or
    closed.
    """

    pk: int
    state: str
    opened_at: datetime
    done_at: datetime | None
    closed_at: datetime | None
    minutes: int | None
    within: bool | None
    rank: int
    category: str
    service: int | None
    team: int | None
    channel: str
    location: str
    reopened: bool = False
    handed_over: bool = False
    first_contact: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_done(self) -> bool:
        return self.state in DONE


@dataclass(frozen=True)
class Turns:
    """What turned within the period, and the last move to done before its end."""

    reopened: bool
    handed_over: bool
    done_at: datetime | None


COLUMNS = (
    "pk",
    "state",
    "opened_at",
    "resolved_at",
    "closed_at",
    "resolution_minutes",
    "within_target",
    "rank",
    "category",
    "service_id",
    "team_id",
    "channel",
    "location",
)
NAMES = [field.name for field in fields(Stood)]


def standing(kind: Kind, period: Period, scope: Scope) -> list[Stood]:
    """The records of a kind that the period knew: opened, worked or still open in it. Read once for a report."""
    key = (kind.key, period)
    if key not in scope.read:
        scope.read[key] = _read(kind, period, scope)
    return scope.read[key]


def known_before(kind: Kind, moment: datetime, scope: Scope) -> bool:
    """Whether there was anything to measure before a moment."""
    return _within(kind, scope).filter(opened_at__lt=moment).exists()


def _within(kind: Kind, scope: Scope) -> QuerySet[Record]:
    records = visible(scope.actor, kind)
    if scope.organisation_path:
        records = records.filter(organisation__path__startswith=scope.organisation_path)
    if scope.service_id:
        records = records.filter(service_id=scope.service_id)
    if scope.team_id:
        records = records.filter(team_id=scope.team_id)
    return records


def _read(kind: Kind, period: Period, scope: Scope) -> list[Stood]:
    records = _within(kind, scope).filter(opened_at__lt=period.end)
    at = kind.accessor
    moved_later = set(
        _moved(kind, Q(happened_at__gte=period.end)).filter(record__in=records).values_list("record_id", flat=True)
    )
    lively = Q(opened_at__gte=period.start) | Q(is_open=True) | Q(closed_at__gte=period.start)
    lively |= (
        Q(**{f"{at}__resolved_at__gte": period.start})
        | Q(**{f"{at}__reopened__gt": 0})
        | Q(**{f"{at}__handed_over__gt": 0})
    )
    names = [name if name in ("pk", "service_id", "team_id") else kind.lookup(name) for name in COLUMNS]
    counts = [f"{at}__reopened", f"{at}__handed_over"]
    rows, turned = [], set()
    for *row, reopened, handed_over in records.filter(lively).values_list(*names, *counts).iterator(5000):
        if row[0] in moved_later:
            continue
        rows.append(row)
        if reopened or handed_over:
            turned.add(row[0])
    replayed = _by_record(moved_later, Q(happened_at__lt=period.end))
    inside = Q(happened_at__gte=period.start, happened_at__lt=period.end)
    turns = {pk: _turns(entries, period) for pk, entries in _by_record(turned, Q(happened_at__lt=period.end)).items()}
    turns |= {pk: _turns(entries, period) for pk, entries in replayed.items()}
    first = set(
        _moved(
            kind, inside & Q(fact="incidents.resolved", facts__contains=[{"data": {"first_contact": True}}])
        ).values_list("record_id", flat=True)
    )
    rows += [_replayed(pk, entries) for pk, entries in replayed.items()]
    return [_stood(row, turns.get(row[0]), row[0] in first) for row in rows]


def _stood(row: list[Any], turns: Turns | None, first_contact: bool) -> Stood:
    """A row, with what its entries say where they were looked at: without a reopening the columns say the same."""
    said = dict(zip(NAMES, row, strict=False)) | {"first_contact": first_contact}
    if turns is not None:
        said |= {"reopened": turns.reopened, "handed_over": turns.handed_over, "done_at": turns.done_at}
    return Stood(**said)


def _moved(kind: Kind, condition: Q) -> QuerySet[Entry]:
    return Entry.objects.filter(condition, record__kind=kind.key)


def _by_record(ids: set[int], condition: Q) -> dict[int, list[Entry]]:
    """The entries of some records in the order of replay."""
    if not ids:
        return {}
    entries = Entry.objects.filter(condition, record_id__in=ids).only(
        "record_id", "happened_at", "seq", "facts", "changes"
    )
    ordered = entries.order_by("record_id", "happened_at", "seq")
    return {pk: list(group) for pk, group in groupby(ordered, key=lambda entry: entry.record_id)}


def _replayed(pk: int, entries: Sequence[Entry]) -> list[Any]:
    """The row of a record that has moved since, as the period's end saw it."""
    said, derived = columns(entries), derive(entries)
    opened = datetime.fromisoformat(said["opened_at"]) if "opened_at" in said else entries[0].happened_at
    return [
        pk,
        said.get("state", "new"),
        opened,
        derived["resolved_at"],
        derived["closed_at"],
        derived["resolution_minutes"],
        derived["within_target"],
        said.get("rank", 3),
        said.get("category", ""),
        said.get("service"),
        said.get("team"),
        said.get("channel", ""),
        said.get("location", ""),
    ]


def _turns(entries: Sequence[Entry], period: Period) -> Turns:
    state, done_at, reopened, handed_over = None, None, False, False
    void = taken_back(entries)
    for entry in entries:
        inside = entry.happened_at >= period.start
        handed_over |= inside and entry.seq not in void and is_handed_over(entry)
        if "state" not in entry.changes:
            continue
        was, state = state, entry.changes["state"][1]
        reopened |= inside and was in DONE and state in OPEN
        if state in DONE and was not in DONE:
            done_at = entry.happened_at
    return Turns(reopened, handed_over, done_at)
