"""No export holds a formula, read as a spreadsheet reads it: by the type of each cell; all comes back (bar T29)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from fettle.edges.transfer.tests.test_tables import brought, content
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.services import actions as services
from fettle.site.testing.hostile import FORMULAS
from fettle.site.testing.world import World

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠", "﹦", "\0")
INVISIBLE = " \u00a0\u3000\u200b\ufeff\t\r\n\0"
Callers = Callable[..., Callable]


def cells(data: bytes, form: str) -> list[list[str]]:
    """The cells as text; in a workbook each is a text by its type, or a number or nothing."""
    if form == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(data)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n", "b"}
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_is_a_formula(world: World, caller: Callers, form: str) -> None:
    agent = world.actor("agent")
    texts = [text for text in FORMULAS if text.isprintable() or not set("\0\t\r\n") & set(text)]
    assert len(texts) >= 50
    for text in texts:
        incidents.register(agent, INCIDENT, title=text.strip() or text, details=text, location=text.strip())
    rows = cells(content(caller("agent")("GET", f"/incidents/export?format={form}")), form)
    assert len(rows) == len(texts) + 1
    for cell in (cell for row in rows for cell in row):
        assert not cell.strip(INVISIBLE).startswith(STARTS) or _number(cell), cell


def _number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdigit()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_each_comes_back(world: World, caller: Callers, form: str) -> None:
    """Out as a table and in again: nothing is changed; and the texts of the database are the ones of the start."""
    manager = world.actor("manager")
    for text in FORMULAS:
        kept = " ".join(text.replace("\0", "").split())
        services.register(manager, title=kept, description=text.replace("\0", "").strip())
    before = texts()
    data = content(caller("agent")("GET", f"/services/export?format={form}"))
    result = brought(caller("manager"), "/services/import", data, preview=False)
    assert result.get("counts") == {"same": len(FORMULAS) + 1}, result
    assert texts() == before


def texts() -> list[tuple[str, str]]:
    return [(row.title, row.item.description) for row in Record.objects.filter(kind="service").order_by("pk")]
