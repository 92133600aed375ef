"""What was found by looking, kept portion by portion: doing it writes this and counts nothing again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from fettle.kernel.history import facts
from fettle.kernel.history.facts import Fact, plain
from fettle.kernel.records.models import Record
from fettle.processes.incidents.models import Recalculation, RecalculationPart
from fettle.processes.incidents.recalculating.anew import Anew

MOMENTS = ("response_due_at", "resolution_due_at", "due_at", "soon_at")
COLUMNS = ("within_target", *MOMENTS)


class Found(NamedTuple):
    """What changes on a record, as long as its version is still this one."""

    record: int
    version: int
    promises: tuple[Fact, ...]
    values: dict[str, Any]


def keep(run: Recalculation, found: Sequence[tuple[Record, Anew]]) -> None:
    """Those of one portion. Promises that many records share are kept once."""
    if not found:
        return
    told: dict[tuple[Any, ...], int] = {}
    rows = [
        [record.pk, record.version, told.setdefault(one.promises, len(told)), *(plain(one.values[c]) for c in COLUMNS)]
        for record, one in found
    ]
    promises = [[promise.stored() for promise in each] for each in told]
    RecalculationPart.objects.create(run=run, at=found[-1][0].pk, promises=promises, rows=rows)


def after(run: Recalculation) -> list[Found] | None:
    """The next portion that is to be done; None where nothing is left."""
    part = RecalculationPart.objects.filter(run=run, at__gt=run.at).order_by("at").first()
    return None if part is None else list(read(part))


def read(part: RecalculationPart) -> Iterator[Found]:
    """In ascending order of records."""
    promises = [tuple(map(facts.read, each)) for each in part.promises]
    for record, version, which, within, *moments in part.rows:
        dues = [datetime.fromisoformat(moment) if moment else None for moment in moments]
        values = {"within_target": within, **dict(zip(MOMENTS, dues, strict=True))}
        yield Found(record, version, promises[which], values)


def forget(run: Recalculation) -> None:
    """It is done, or looked at anew."""
    RecalculationPart.objects.filter(run=run).delete()
