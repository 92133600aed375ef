"""What became of the clocks of the desk's records, kept for the evaluation of agreements (``levels.evaluation``): read
from entries for those that changed since, a few hundred at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction

from fettle.kernel.clock.marks import Mark
from fettle.kernel.clock.replay import read
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents.clocks import Happened, gather
from fettle.processes.incidents.records import DESK
from fettle.processes.levels import actions as levels
from fettle.processes.levels import queries as agreements
from fettle.processes.levels.queries import Found

PROMISED = {"ola_response": "response"}
"""Which promise of a version a clock of a team or supplier counts, where it is not the whole time."""
AT_ONCE, MOST = 500, 20_000
CHANGED = """
    SELECT record.id
      FROM records_record record
      LEFT JOIN levels_counted counted ON counted.record_id = record.id
     WHERE record.kind = ANY(%s) AND counted.version IS DISTINCT FROM record.version
     ORDER BY record.id LIMIT %s
"""


def catch_up(now: datetime, most: int = MOST) -> int:
    """Count what changed. May run twice. Returns how many records."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [[kind.key for kind in DESK], most])
        ids = [pk for (pk,) in cursor.fetchall()]
    for at in range(0, len(ids), AT_ONCE):
        _count(ids[at : at + AT_ONCE], now)
    return len(ids)


@transaction.atomic
def _count(ids: Sequence[int], now: datetime) -> None:
    records = Record.objects.filter(pk__in=ids).order_by("pk").in_bulk()
    entries: dict[int, list[Happened]] = defaultdict(list)
    for entry in Entry.objects.filter(record__in=ids).order_by("record_id", "happened_at", "seq"):
        entries[entry.record_id].append(entry)
    levels.keep_outcomes({record: list(found(entries[pk], now)) for pk, record in records.items()})


def found(entries: Sequence[Happened], now: datetime) -> Iterator[Found]:
    """What became of each clock that has a target, from the entries in the order of replay: those of the customer's
    SLA, of each team's OLA and of the UA of each supplier that was waited for.
    """
    clocks = gather(entries)
    of_all = [("response", clocks.response), ("resolution", clocks.resolution)]
    for support in clocks.beside.all.values():
        of_all += [(PROMISED.get(name, "resolution"), marks) for name, marks in support.clocks()]
    for name, marks in of_all:
        if (one := _found(name, marks, now)) is not None:
            yield one


def _found(name: str, marks: Sequence[Mark], now: datetime) -> Found | None:
    reading = read(marks, now) if marks else None
    if reading is None or reading.terms is None or reading.terms.target_seconds is None:
        return None
    if reading.state in ("not_started", "cancelled"):
        return None
    number, _gap, version = reading.terms.label.partition(agreements.VERSION)
    kept = None if reading.state in ("running", "paused") else True
    decided_at = reading.stopped_at if kept else None
    if reading.breached_at is not None:
        kept, decided_at = False, reading.breached_at
    due_at = reading.due_at if decided_at is None and reading.state == "running" else None
    return Found(name, number, int(version), due_at, decided_at, kept)
