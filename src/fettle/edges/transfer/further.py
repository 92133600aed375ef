"""What hangs on a record and leaves in its row of a table, in columns beside those of the fields: the day of the next
review, contacts. It comes back by the same columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.db.models import QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record

SLOT = "transfer.further"
"""The slot for it: one ``Further`` for a kind, for staff alone."""


class Further(Protocol):
    """``bring`` does what the cells of a row ask for and gives the names of what changed; without a difference nothing
    happens. It raises Invalid by column, Refusal.
    """

    @property
    def kind(self) -> Kind: ...

    def heads(self, records: QuerySet[Record]) -> Sequence[str]:
        """The columns that these records need."""

    def cells(self, records: Sequence[Record], heads: Sequence[str]) -> Mapping[int, Sequence[Any]]:
        """By record, the plain values of these columns."""

    def known(self, column: str) -> str:
        """Our name for a column of a file (in small letters), "" where it is none of these."""

    def bring(self, actor: Actor, record: Record, cells: Mapping[str, str]) -> tuple[str, ...]: ...


def of(kind: Kind) -> Further | None:
    """What leaves with the records of a kind."""
    found: Sequence[Further] = assembly().slots.get(SLOT, ())
    return next((each for each in found if each.kind is kind), None)


def parted(kind: Kind, row: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """A row by our names, as that which is for the fields and that which is for what hangs on the record."""
    further = of(kind)
    beside = {name: cell for name, cell in row.items() if further is not None and further.known(name) == name}
    return {name: cell for name, cell in row.items() if name not in beside}, beside


def bring(actor: Actor, record: Record, cells: Mapping[str, str]) -> tuple[str, ...]:
    """Does nothing without cells."""
    further = of(record.declared) if cells else None
    return further.bring(actor, record, cells) if further is not None else ()
