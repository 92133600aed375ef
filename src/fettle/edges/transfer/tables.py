"""Records as a table: the declared fields that the reader may see, by the names that REST uses."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from fettle.edges.transfer.cells import escaped, written
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, STAFF

Row = list[str | int | float]
FIRST = ("number", "state")
"""Columns before the fields. What is not to be changed by an import stands here or is refused there."""
LONGEST = 32_000
"""Characters that every spreadsheet keeps in a cell; a longer text is whole in CSV only."""
CUT = "… [cut]"
AT_ONCE = 500


def fields(actor: Actor, kind: Kind) -> tuple[Field, ...]:
    """The columns: staff fields for staff only."""
    return kind.readable((EVERYONE, STAFF) if actor.is_staff else (EVERYONE,))


def rows(actor: Actor, kind: Kind, records: QuerySet[Record]) -> Iterator[Row]:
    """The head, then a row for each record, newest first. A staff field is empty where this actor does not read it."""
    columns = fields(actor, kind)
    yield [*FIRST, *(field.called for field in columns)]
    joins = ("organisation", "service", "team", "assignee", kind.accessor, *kind.joins)
    ordered = records.select_related(*joins).order_by("-opened_at", "-pk")
    for record in ordered.iterator(chunk_size=AT_ONCE):
        seen = audiences(actor, record)
        values = (
            field.type.plain(kind.value(record, field.name)) if field.audience in seen else None for field in columns
        )
        yield [written(value) for value in (record.number, record.state, *values)]


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, text: str) -> str:
        return text


def as_csv(table: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, so that spreadsheets take it for what it is; lines end in CR LF (RFC 4180)."""
    writer = csv.writer(_Echo())
    yield b"\xef\xbb\xbf"
    for row in table:
        yield str(writer.writerow(row)).encode()


def as_xlsx(table: Iterable[Row], title: str) -> bytes:
    """A workbook of one sheet whose texts are typed as texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in table:
        sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: str | int | float) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    text = escaped(value if len(value) <= LONGEST else value[:LONGEST] + CUT)
    cell = WriteOnlyCell(sheet, "")
    cell._value, cell.data_type = text, "s"
    return cell
