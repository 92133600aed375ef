"""Where the pages of a record are: `/incidents/INC-000123`, `/incidents/INC-000123/do/resolve`. Written here only."""

from __future__ import annotations

from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record


def of_kind(kind: Kind, *rest: str) -> str:
    """The list of a kind, or a page beside it such as "new"."""
    return "/" + "/".join((kind.path, *rest))


def of(record: Record, *rest: str) -> str:
    """The page of a record, or one below it."""
    return of_kind(record.declared, record.number, *rest)
