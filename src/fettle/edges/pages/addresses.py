"""Where the pages of a record are: `/incidents/INC-000123`, `/incidents/INC-000123/do/resolve`. Written here only."""

from __future__ import annotations

from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record


def of_kind(kind: Kind, *rest: str) -> str:
    """The list of a kind, or a page beside it such as "new"."""
    return "/" + "/".join((kind.path, *rest))


def of(record: Record, *rest: str) -> str:
    """The page of a record, or one below it."""
    return of_kind(record.declared, record.number, *rest)


def short(record: Record) -> str:
    """`/INC-000123`: leads whoever follows it to the page that is theirs."""
    return f"/{record.number}"


READER = "record.page"
"""The slot for pages made for one sort of reader: functions of actor and record that give an address or ""."""


def read_by(actor: Actor, record: Record) -> str:
    """Where this reader reads the record."""
    made_for = (slot(actor, record) for slot in assembly().slots.get(READER, ()))
    return next(filter(None, made_for), "") or of(record)
