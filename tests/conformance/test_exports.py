"""Every address that gives a table, from the URLconf and the OpenAPI text: while every text of the database begins like
a formula, no cell is one, read as a spreadsheet reads it (by the type of each cell; bar T29).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

import fettle
from fettle.edges.transfer.routes import CSV, XLSX
from fettle.facilities.search import documents as search
from fettle.kernel.assembly import assembly
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.api import caller_of
from fettle.site.testing.cast import Cast
from fettle.site.testing.hostile import FORMULAS
from fettle.site.testing.operations import operations
from fettle.site.testing.pages import filled, pages
from fettle.site.testing.poisoned import poison
from fettle.site.testing.unpacked import TABLE, tables

TEXTS = tuple(text for text in FORMULAS if "\0" not in text)  # no database keeps that one
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠", "﹦")
BLANKS = " \u00a0\u3000\u200b\ufeff"
NUMBER = re.compile(r"-?\d+(\.\d+)?")
WRITERS = {
    "edges/transfer/tables.py": "guards each cell of each table",
    "processes/reporting/renderers/xlsx.py": "types each text as a text",
    "site/erased.py": "writes numbers and moments only",
}
"""The only places that write tables, and why nobody's formula gets into theirs."""


def asked(cast: Cast) -> Iterator[str]:
    """The addresses, in both forms; a form that an address does not have is refused or is the other one."""
    for page in pages():
        if TABLE.search(page.path):
            yield from tables(page, filled(page, cast, "A"))
    for operation in operations("GET"):
        if {CSV.partition(";")[0], XLSX} & set(operation.details["responses"].get(200, {}).get("content", ())):
            yield from (f"/api/v1{operation.path}?format={form}" for form in ("csv", "xlsx"))


@pytest.fixture
def attacked(cast: Cast) -> list[str]:
    """Every text is a formula; the addresses of tables."""
    addresses = list(asked(cast))
    agent, record = cast.world.people["agent"], cast.record(INCIDENT, "A", "new")
    poison(TEXTS, alone=True)
    for at, text in enumerate(TEXTS[:8], start=1000):
        now = timezone.now()
        said = {"actor_label": text, "fact": text, "facts": [], "changes": {text: [text, text]}, "channel": "import"}
        Entry.objects.create(record=record, seq=at, actor=None, on_behalf_of=agent, happened_at=now, **said)
    for pk in Record.objects.values_list("pk", flat=True):
        search.index(pk)
    return addresses


def test_no_table_holds_a_formula(cast: Cast, attacked: list[str]) -> None:
    """Asked by somebody who has every role."""
    client, call = Client(), caller_of(cast.world, "keeper")
    client.force_login(cast.people["keeper"])
    found: dict[str, int] = {}
    for address in attacked:
        api = address.startswith("/api/")
        answer = call("GET", address.removeprefix("/api/v1")) if api else client.get(address)
        form = answer.get("Content-Type", "")
        if answer.status_code == 200 and form in (CSV, XLSX):
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found[f"{address} {form}"] = cells(body, form)
    places = {address.partition("?")[0] for address in found}
    assert {"/duties/export", "/operations/audit/export", "/governance/coverage.csv", "/reports/fits.xlsx"} <= places
    assert {f"/{kind.path}/export" for kind in assembly().kinds if kind.path in ("incidents", "documents")} <= places
    assert sum(found.values()) > 300, found


def cells(body: bytes, form: str) -> int:
    """How many texts of ours stand in the table, none of them as a formula."""
    if form == CSV:
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
        for cell in (cell for row in rows for cell in row):
            assert not cell.strip(BLANKS).startswith(STARTS) or NUMBER.fullmatch(cell), cell
        return sum(cell.startswith("'") for row in rows for cell in row)
    book = load_workbook(io.BytesIO(body))
    read = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in read} <= {"s", "inlineStr", "n", "b"}
    return sum(isinstance(cell.value, str) and cell.value.startswith(("'", *STARTS)) for cell in read)


def test_nobody_else_writes_a_table() -> None:
    """So that what is written later is guarded as well."""
    home = Path(fettle.__file__).parent
    writing = re.compile(r"csv\.(writer|DictWriter)\(|Workbook\(")
    found = {
        str(path.relative_to(home))
        for path in home.rglob("*.py")
        if "tests" not in path.parts and writing.search(path.read_text("utf-8"))
    }
    assert found == set(WRITERS)
