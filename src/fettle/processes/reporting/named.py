"""The records that a report names one by one, such as the major incidents of its period with their reviews."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import Truncator, capfirst

from fettle.edges.pages import wording
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.assembly import assembly
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Day, Moment
from fettle.processes.reporting import queries
from fettle.processes.reporting.patterns import Named

MOST = 20
LONGEST_NOTE = 600
"""Characters of a long text, in which a report says what it is about; all of it stands on the record."""

HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t:]*$", re.MULTILINE)
AFTER_ITEM = re.compile(r"^([ \t]*[-*+][ \t].*?)[ \t]*\n+(?=[ \t]*[-*+][ \t])", re.MULTILINE)
ITEM = re.compile(r"^[ \t]*[-*+][ \t]+", re.MULTILINE)


@dataclass(frozen=True)
class One:
    """A record with the texts of the columns that the reader may read."""

    record: Record
    values: Sequence[str]
    note: str


@dataclass(frozen=True)
class Listed:
    """At most MOST of ``total`` records, the newest first."""

    named: Named
    head: Sequence[str]
    rows: Sequence[One]
    total: int

    @property
    def further(self) -> int:
        return self.total - len(self.rows)

    def data(self) -> list[dict[str, Any]]:
        """As JSON: what it is, its columns by the names of the fields, and the beginning of the long text."""
        names = self.named.fields
        return [
            {"number": one.record.number, "title": one.record.title, **dict(zip(names, one.values, strict=True))}
            | ({self.named.note: one.note} if self.named.note else {})
            for one in self.rows
        ]


def listed(actor: Actor, named: Named, ids: Sequence[int], zone: str) -> Listed:
    """The visible ones of the records behind a figure; days are those of the zone."""
    kind = assembly().kind_by_key[named.kind]
    columns = [kind.by_name[name] for name in named.fields]
    head, note = [str(capfirst(column.label)) for column in columns], kind.by_name[named.note] if named.note else None
    if not ids:
        return Listed(named, head, [], 0)
    found = queries.those(actor, ids, kind).select_related("organisation", "service", kind.accessor)
    rows = [_one(actor, record, columns, note, zone) for record in found.order_by("-opened_at", "-pk")[:MOST]]
    return Listed(named, head, rows, len(ids))


def _one(actor: Actor, record: Record, columns: Sequence[Field], note: Field | None, zone: str) -> One:
    seen = audiences(actor, record)
    values = [_text(record, column, zone) if column.audience in seen else "" for column in columns]
    long = _text(record, note, zone) if note is not None and note.audience in seen else ""
    return One(record, values, Truncator(in_one(long)).chars(LONGEST_NOTE))


def in_one(text: str) -> str:
    """A long text in one paragraph, without the marks of headings and lists; what was listed has semicolons between."""
    headed = AFTER_ITEM.sub(r"\1;\n", HEADING.sub(r"\1:", text))
    return " ".join(ITEM.sub("", headed).split())


def _text(record: Record, column: Field, zone: str) -> str:
    """As the record's own page says it; of a moment its day."""
    value = record.declared.value(record, column.name)
    if value is None or value == "":
        return ""
    if isinstance(column.type, Moment):
        return wording.day(timezone.localtime(value, ZoneInfo(zone)))
    if isinstance(column.type, Day):
        return wording.day(value)
    return str(value.title) if column.type.widget == "record" else column.type.text(value)
