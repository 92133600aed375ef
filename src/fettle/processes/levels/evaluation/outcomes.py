"""What became of the clocks of records, set-wise: the one place from which evaluations read clocks.

A clock is decided in one moment: when its target passed while it ran (missed), or else when it stopped (kept). One that
waits or runs before its due time is not decided. What is reopened runs on, so it is decided anew; what was withdrawn or
merged is nobody's. Where another agreement took over, the clock is that one's alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from fettle.kernel.figures import Period
from fettle.processes.levels.models import Agreement, Counted, Outcome

Key = tuple[int, str]
DECIDED = """
    SELECT agreement_id, kind || '-' || rank || '-' || clock, count(*), count(*) FILTER (WHERE kept),
           array_agg(record_id ORDER BY record_id)
      FROM levels_outcome
     WHERE (decided_at >= %(start)s AND decided_at < %(end)s
            OR decided_at IS NULL AND due_at >= %(start)s AND due_at < %(until)s)
       AND agreement_id = ANY(%(agreements)s::bigint[])
     GROUP BY agreement_id, kind, rank, clock
"""
BY_ORGANISATION = """
    SELECT record.organisation_id, outcome.kind || '-' || outcome.rank || '-' || outcome.clock, count(*),
           count(*) FILTER (WHERE outcome.kept), array_agg(outcome.record_id ORDER BY outcome.record_id)
      FROM levels_outcome outcome
      JOIN records_record record ON record.id = outcome.record_id
     WHERE (outcome.decided_at >= %(start)s AND outcome.decided_at < %(end)s
            OR outcome.decided_at IS NULL AND outcome.due_at >= %(start)s AND outcome.due_at < %(until)s)
       AND outcome.agreement_id = %(agreement)s
     GROUP BY record.organisation_id, outcome.kind, outcome.rank, outcome.clock
"""
UNCOUNTED = """
    SELECT count(*)
      FROM records_record record
      LEFT JOIN levels_counted counted ON counted.record_id = record.id
     WHERE record.kind IN ('incident', 'request') AND record.updated_at >= %(start)s AND record.opened_at < %(end)s
       AND counted.version IS DISTINCT FROM record.version
"""


@dataclass(frozen=True)
class Decided:
    """The clocks of one agreement, kind, priority and name that were decided in a period."""

    count: int
    kept: int
    records: tuple[int, ...]


NONE = Decided(0, 0, ())


@dataclass(frozen=True)
class Found:
    """What became of one clock of a record; ``agreement`` is the number of the agreement."""

    clock: str
    agreement: str
    version: int
    due_at: datetime | None
    decided_at: datetime | None
    kept: bool | None


def decided(agreements: Sequence[int], period: Period, now: datetime) -> dict[Key, Decided]:
    """By agreement and code of target (``incident-1-response``), all agreements in one statement."""
    asked: dict[str, Any] = {
        "start": period.start,
        "end": period.end,
        "until": min(period.end, now),
        "agreements": list(agreements),
    }
    with connection.cursor() as cursor:
        cursor.execute(DECIDED, asked)
        return {(pk, code): Decided(count, kept, tuple(ids)) for pk, code, count, kept, ids in cursor.fetchall()}


def by_organisation(agreement: int, period: Period, now: datetime) -> Iterator[tuple[int, str, Decided]]:
    """The same of one agreement for each organisation whose records these are: its id, the code, what was decided."""
    asked: dict[str, Any] = {
        "start": period.start,
        "end": period.end,
        "until": min(period.end, now),
        "agreement": agreement,
    }
    with connection.cursor() as cursor:
        cursor.execute(BY_ORGANISATION, asked)
        for pk, code, count, kept, ids in cursor.fetchall():
            yield pk, code, Decided(count, kept, tuple(ids))


def uncounted(period: Period) -> int:
    """How many records of a period changed since their clocks were counted last."""
    with connection.cursor() as cursor:
        cursor.execute(UNCOUNTED, {"start": period.start, "end": period.end})
        return int(cursor.fetchone()[0])


def keep(found: Mapping[Any, Iterable[Found]]) -> None:
    """Put in place what became of the clocks of these records, each as it stands in ``found``."""
    numbers = {one.agreement for some in found.values() for one in some}
    ids = dict(Agreement.objects.filter(record__number__in=numbers).values_list("record__number", "pk"))
    Outcome.objects.filter(record__in=[record.pk for record in found]).delete()
    Outcome.objects.bulk_create(
        [
            Outcome(
                record=record,
                place=place,
                clock=one.clock,
                kind=record.kind,
                rank=record.rank,
                agreement_id=ids[one.agreement],
                version=one.version,
                due_at=one.due_at,
                decided_at=one.decided_at,
                kept=one.kept,
            )
            for record, some in found.items()
            for place, one in enumerate(some)
            if one.agreement in ids
        ]
    )
    Counted.objects.bulk_create(
        [Counted(record=record, version=record.version) for record in found],
        update_conflicts=True,
        unique_fields=["record"],
        update_fields=["version"],
    )
