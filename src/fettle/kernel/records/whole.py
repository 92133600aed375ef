"""A record read at once with all that is shown of it."""

from __future__ import annotations

from functools import cache

from fettle.kernel.assembly import assembly
from fettle.kernel.columns import Written
from fettle.kernel.records.models import Record


@cache
def whole(kind: str) -> Written[Record]:
    """A record of this kind, asked by its key. Eight tables: putting that together costs more than reading it."""
    declared = assembly().kind_by_key[kind]
    joins = ("organisation", "service", "team", "assignee", declared.accessor, *declared.joins)
    return Written(Record.objects.select_related(*joins), "pk")
