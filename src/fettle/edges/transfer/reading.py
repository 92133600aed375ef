"""A table that comes back: CSV or XLSX as rows of text by column name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from fettle.edges.transfer.cells import bare, plain_again
from fettle.edges.transfer.outcome import NothingRead
from fettle.edges.transfer.tables import CUT
from fettle.kernel.errors import Invalid

LARGEST = 10_000_000
"""Bytes of a file, and of a workbook unpacked ten times that."""
MOST_ROWS = 10_000
MOST_COLUMNS = 200
Line = tuple[int, dict[str, str]]


def lines(content: bytes) -> Iterator[str]:
    """The lines of a text file; bytes that are no UTF-8 stand as \ufffd, for their row to be refused. Raises
    NothingRead for what is no text at all.
    """
    if content[:2] == b"PK":
        raise NothingRead(_("This is a workbook: save it as “CSV UTF-8”."))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content.count(b"\0") * 4 > len(content):
        raise NothingRead(_("The file is no text in UTF-8: save it as “CSV UTF-8”."))
    if not content.strip():
        raise NothingRead(_("The file is empty: choose one with rows."))
    yield from io.TextIOWrapper(io.BytesIO(content), "utf-8", errors="replace", newline="")


def read(content: bytes) -> Iterator[Line]:
    """Each row with its line number in the file. Raises Invalid with a sentence when it is no table."""
    table = _workbook(content) if content[:2] == b"PK" else _csv(content)
    head: list[str] = []
    for number, row in enumerate(table, start=1):
        if number > MOST_ROWS + 1 or len(row) > MOST_COLUMNS:
            most = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
            raise Invalid(
                {"file": _("At most %(rows)s rows and %(columns)s columns are read: divide the file.") % most}
            )
        cells = [bare(cell) for cell in row]
        if not head:
            head = _head(cells)
        elif any(cells):
            if any(cells[len(head) :]):
                raise _too_wide(number)
            yield number, dict(zip(head, cells, strict=False))


def _too_wide(line: int) -> Invalid:
    """Cells that no column names would be lost without a word."""
    sentence = _("Line %(line)s has more cells than there are columns: put a text with a separator in quotes.")
    return Invalid({"file": sentence % {"line": line}})


def _head(cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    if not any(names) or len(set(names)) != len(names):
        raise Invalid({"file": _("The first row must name each column, each name once.")})
    return names


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid({"file": _("Save the file as CSV in UTF-8, or as XLSX.")}) from None
    sample = text.partition("\n")[0]
    separator = ";" if sample.count(";") > sample.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error:
        sentence = _("Line %(line)s is no CSV: look for a quotation mark without its other half.")
        raise Invalid({"file": sentence % {"line": reader.line_num}}) from None


def _workbook(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # when one is read: every start of a process would wait for it

    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > 10 * LARGEST:
                raise Invalid({"file": _("The workbook is too large when unpacked.")})
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
    except (BadZipFile, KeyError, ValueError, IndexError):
        raise Invalid({"file": _("The file is no workbook: save it as XLSX or CSV.")}) from None
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = ["" if value is None else _text(value) for value in row]
        if any(cell.endswith(CUT) for cell in cells):
            sentence = _("Row %(row)s has a text that was cut for the spreadsheet: import the CSV file instead.")
            raise Invalid({"file": sentence % {"row": number}})
        yield cells


def _text(value: Any) -> str:
    if isinstance(value, str):
        return plain_again(value)
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()  # a day in a workbook is the first moment of it
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)
