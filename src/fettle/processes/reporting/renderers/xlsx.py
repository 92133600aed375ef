"""The report as a workbook: numbers as numbers, everything else as text that no program takes for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from fettle.processes.reporting.build import Report
from fettle.processes.reporting.layout import laid_out
from fettle.processes.reporting.wording import amount, in_cell

BOLD = Font(bold=True)
TITLE = Font(bold=True, size=16)


def write(report: Report) -> bytes:
    """Two sheets: the measures by block, and how they split by priority, category and so on. Where the report names
    records, a third one has them.
    """
    book = Workbook()
    measures = book.active or book.create_sheet()
    measures.title = _("Report")
    _measures(measures, report)
    _members(book.create_sheet(_("Split")), report)
    if any(each.rows for listed in report.listed.values() for each in listed):
        _records(book.create_sheet(_("Records")), report)
    book.properties.title = report.title
    book.properties.creator = report.organisation
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _measures(sheet: Worksheet, report: Report) -> None:
    layout = laid_out(report)
    _row(sheet, [report.title], TITLE)
    _row(sheet, [report.organisation])
    for name, value in layout.facts:
        _row(sheet, [name, value])
    for words in filter(None, (report.opening, layout.lead)):
        _row(sheet, [words])
    head = [_("Code"), _("Measure"), _("Unit"), _("This period"), _("Before"), _("Difference")]
    for part, lines in report.blocks:
        _row(sheet, [])
        _row(sheet, [str(part.title)], BOLD)
        _row(sheet, head, BOLD)
        for line in lines:
            moved = None
            if line.value is not None and line.previous is not None:
                moved = in_cell(round(line.value - line.previous, 1), line.currency)
            now = amount(None, line.unit, line.because) if line.value is None else in_cell(line.value, line.currency)
            before = amount(None, line.unit) if line.previous is None else in_cell(line.previous, line.currency)
            _row(sheet, [line.code, line.label, line.currency or line.unit, now, before, moved])
    last = [*filter(None, [report.closing]), *report.sources]
    if last:
        _row(sheet, [])
    for words in last:
        _row(sheet, [words])
    _widths(sheet, (22, 48, 8, 18, 18, 12))


def _members(sheet: Worksheet, report: Report) -> None:
    _row(sheet, [_("Code"), _("Measure"), _("By"), _("Member"), _("This period"), _("Unit")], BOLD)
    for line in report.lines:
        for dimension, members in line.by.items():
            for member, value in members.items():
                now, unit = in_cell(value, line.currency), line.currency or line.unit
                _row(sheet, [line.code, line.label, dimension, member, now, unit])
    sheet.freeze_panes = "A2"
    _widths(sheet, (10, 34, 14, 34, 14, 8))


def _records(sheet: Worksheet, report: Report) -> None:
    for listed in (each for found in report.listed.values() for each in found if each.rows):
        _row(sheet, [str(listed.named.title)], BOLD)
        _row(sheet, [_("Number"), _("Title"), *listed.head, *([_("Note")] if listed.named.note else [])], BOLD)
        for one in listed.rows:
            note = [one.note] if listed.named.note else []
            _row(sheet, [one.record.number, one.record.title, *one.values, *note])
        if listed.further:
            further = ngettext("%(count)s further", "%(count)s further", listed.further)
            _row(sheet, [further % {"count": listed.further}])
    _widths(sheet, (14, 48, 14, 14, 24, 24))


def _row(sheet: Worksheet, values: Iterable[Any], font: Font | None = None) -> None:
    sheet.append([_cell(sheet, value, font) for value in values])


def _cell(sheet: Worksheet, value: Any, font: Font | None) -> Cell:
    """A number stays one; a text is marked as text, so that `=1+1` stays what somebody wrote."""
    if isinstance(value, str):
        cell = Cell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t", "\r")
    else:
        cell = Cell(sheet, value=value)
    if font is not None:
        cell.font = font
    return cell


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for letter, width in zip("ABCDEF", widths, strict=False):
        sheet.column_dimensions[letter].width = width
