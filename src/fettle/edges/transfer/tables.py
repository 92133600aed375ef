"""Records as a table: the declared fields that the reader may see, by the names that REST uses."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from fettle.edges.transfer import further
from fettle.edges.transfer.cells import escaped, written
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, STAFF

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

Row = Sequence[Any]
"""Plain values; they become cells where the file is written."""
FIRST = ("number", "state")
"""Columns before the fields. What is not to be changed by an import stands here or is refused there."""
KIND = ("kind",)
LONGEST = 32_000
"""Characters that every spreadsheet keeps in a cell; a longer text is whole in CSV only."""
CUT = "… [cut]"
AT_ONCE = 500


def fields(actor: Actor, kind: Kind) -> tuple[Field, ...]:
    """The columns: staff fields for staff only."""
    return kind.readable((EVERYONE, STAFF) if actor.is_staff else (EVERYONE,))


def rows(actor: Actor, kinds: Sequence[Kind], records: QuerySet[Record]) -> Iterator[Row]:
    """The head, then a row for each record, newest first. A staff field is empty where this actor does not read it.

    Several kinds stand in one table: its columns are those that they all have, and which kind a row is. What hangs on
    the records of one kind follows its fields.
    """
    by_kind = {kind.key: {field.called: at_once(field) for field in fields(actor, kind)} for kind in kinds}
    columns = [name for name in by_kind[kinds[0].key] if all(name in known for known in by_kind.values())]
    beside = further.of(kinds[0]) if len(kinds) == 1 and actor.is_staff else None
    heads = beside.heads(records) if beside else ()
    yield [*FIRST, *(KIND if len(kinds) > 1 else ()), *columns, *heads]
    own = (path for kind in kinds for path in (kind.accessor, *kind.joins))
    joins = dict.fromkeys(("organisation", "service", "team", "assignee", *own))
    ordered = records.select_related(*joins).order_by("-opened_at", "-pk").iterator(chunk_size=AT_ONCE)
    while some := list(islice(ordered, AT_ONCE)):
        more = beside.cells(some, heads) if beside else {}
        for record in some:
            seen, known = audiences(actor, record), by_kind[record.kind]
            shown = [_plain(record, known[name]) if known[name].audience in seen else None for name in columns]
            which = (record.kind,) if len(kinds) > 1 else ()
            hangs = (more[record.pk] if STAFF in seen else [None] * len(heads)) if heads else ()
            yield [record.number, record.state, *which, *shown, *hangs]


def at_once(field: Field) -> Field:
    """For the many values of a table."""
    return replace(field, type=field.type.at_once())


def _plain(record: Record, field: Field) -> Any:
    return field.type.plain(record.declared.value(record, field.name))


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, text: str) -> str:
        return text


def as_csv(table: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, so that spreadsheets take it for what it is; lines end in CR LF (RFC 4180). No cell
    is a formula, whoever made the table.
    """
    writer = csv.writer(_Echo())
    yield b"\xef\xbb\xbf"
    for row in table:
        yield str(writer.writerow(map(written, row))).encode()


def as_file(table: Iterable[Row], name: str) -> StreamingHttpResponse:
    """The same to be saved under a name."""
    response = StreamingHttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def as_xlsx(table: Iterable[Row], title: str) -> bytes:
    """A workbook of one sheet whose texts are typed as texts, and marked as those of ``as_csv``. The library of
    workbooks is loaded when one is asked for: every start of a process would wait for it.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in table:
        sheet.append([_cell(sheet, written(value)) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: str | int | float) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    text = escaped(value if len(value) <= LONGEST else value[:LONGEST] + CUT)
    cell = WriteOnlyCell(sheet, "")
    cell._value, cell.data_type = text, "s"
    return cell
