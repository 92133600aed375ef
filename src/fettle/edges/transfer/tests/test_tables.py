"""Export then import is the identity; what comes in is shown before it is kept."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from openpyxl import load_workbook

from fettle.edges.transfer import runs
from fettle.edges.transfer.cells import plain_again
from fettle.edges.transfer.outcome import Importer
from fettle.facilities.cycles import actions as cycles
from fettle.facilities.documents import actions as texts
from fettle.facilities.relationships import contacts
from fettle.facilities.relationships.actions import Database
from fettle.facilities.relationships.models import Contact
from fettle.governance.documents import actions as documents
from fettle.governance.documents.records import DOCUMENT
from fettle.kernel.access.models import Grant
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Line, Text
from fettle.processes.customers.actions import DATABASE as customers
from fettle.processes.customers.importing import IMPORTER as customer_rows
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.knowledge import actions as knowledge
from fettle.processes.knowledge.records import ARTICLE
from fettle.processes.services import actions as services
from fettle.processes.suppliers.actions import DATABASE as suppliers
from fettle.processes.suppliers.importing import IMPORTER as supplier_rows
from fettle.site.testing.world import World

Callers = Callable[..., Callable]
TEXTS = (DOCUMENT, ARTICLE)
"""The kinds of controlled texts whose tables come in too."""
NEW: dict[str, tuple[Callable[..., Record], dict[str, Any]]] = {
    "document": (documents.register, {"type": "policy"}),
    "article": (knowledge.register, {"audience": "everyone"}),
}
"""How one is begun, with what it needs."""
ODD = ("=1+1", "'quoted", "-5", " @x", "two\nlines", 'a "b", c;d', "＝cmd", "Größe", "\x01\x1f_x0041_", "+49 30 1234")


def entries() -> int:
    return Entry.objects.filter(record__kind="service").count()


def content(answer: object) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]


def brought(call: Callable, path: str, data: bytes, preview: bool = True) -> dict:
    files = {"file": SimpleUploadedFile("t", data), "preview": str(preview).lower()}
    return call("POST", path, raw=encode_multipart(BOUNDARY, files), media=MULTIPART_CONTENT).json()


@pytest.fixture
def odd(world: World) -> World:
    for text in ODD:
        manager = world.actor("manager")
        services.register(manager, title=" ".join(text.split()), description=text.strip(), owner=world.people["agent"])
    return world


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_that_went_out_changes_nothing_when_it_comes_back(odd: World, caller: Callers, form: str) -> None:
    manager = caller("agent"), caller("manager")
    exported = manager[0]("GET", f"/services/export?format={form}")
    assert exported.status_code == 200 and form in exported["Content-Disposition"]
    data, before = content(exported), entries()
    result = brought(manager[1], "/services/import", data, preview=False)
    assert result.get("counts") == {"same": len(ODD) + 1}, result
    assert entries() == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_without_numbers_it_makes_the_same_again(odd: World, caller: Callers, form: str) -> None:
    data = content(caller("agent")("GET", f"/services/export?format={form}"))
    rows = _rows(data, form)
    out = io.StringIO()
    csv.writer(out).writerows([[cell for at, cell in enumerate(row) if at > 1] for row in rows])
    result = brought(caller("manager"), "/services/import", out.getvalue().encode(), preview=False)
    assert result["counts"] == {"new": len(ODD) + 1}, result
    shape = ("title", "organisation_id", "team_id", "service_item__description", "service_item__owner_id")
    found = list(Record.objects.filter(kind="service").order_by(*shape).values_list(*shape))
    assert found[::2] == found[1::2]


def written(world: World, kind: Kind) -> int:
    """Controlled texts of a kind with every field that a table may set, and one in each state that comes by itself;
    how many.
    """
    manager, head = world.actor("manager"), world.people["head"]
    register, values = NEW[kind.key]
    rich: dict[str, Any] = {**values, "organisation": world.school, "owner": head}
    rich |= {"service": world.service, "category": "account"} if kind is ARTICLE else {"restricted": True}
    for at, text in enumerate(ODD):
        made = register(manager, title=" ".join(text.split()), **(rich if at % 2 else values))
        if at > 1:
            texts.write(manager, made.number, text=f"Words\n\n{text}")
            texts.submit(manager, made.number, **({"reviewer": head} if kind is DOCUMENT else {}))
        if at > 3:
            texts.approve(world.actor("head"), made.number)
        if at > 5:
            texts.withdraw(manager, made.number, reason="over")
    states = set(Record.objects.filter(kind=kind.key).values_list("state", flat=True))
    assert states == {state.key for state in kind.flow.states}
    return len(ODD)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", TEXTS, ids=lambda kind: kind.key)
def test_written_texts_that_went_out_change_nothing_when_they_come_back(
    world: World, caller: Callers, kind: Kind, form: str
) -> None:
    """The table holds what stands about a text; the text itself neither leaves nor changes by it."""
    count, manager = written(world, kind), caller("manager")
    data = content(manager("GET", f"/{kind.path}/export?format={form}"))
    before = list(Entry.objects.filter(record__kind=kind.key).values_list("pk", flat=True))
    result = brought(manager, f"/{kind.path}/import", data, preview=False)
    assert result.get("counts") == {"same": count}, result
    assert list(Entry.objects.filter(record__kind=kind.key).values_list("pk", flat=True)) == before
    assert content(manager("GET", f"/{kind.path}/export?format={form}")) == data or form == "xlsx"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", TEXTS, ids=lambda kind: kind.key)
def test_without_numbers_the_same_texts_are_begun_again(world: World, caller: Callers, kind: Kind, form: str) -> None:
    """As drafts, with every field that can be set; what comes about by the workflow is left to it."""
    count, manager = written(world, kind), caller("manager")
    rows = _rows(content(manager("GET", f"/{kind.path}/export?format={form}")), form)
    out = io.StringIO()
    csv.writer(out).writerows([row[2:] for row in rows])
    result = brought(manager, f"/{kind.path}/import", out.getvalue().encode(), preview=False)
    assert result["counts"] == {"new": count}, result
    fields = [field for field in kind.fields if field.register]
    assert len(fields) >= 5
    old, new = (
        sorted([str(record.declared.value(record, field.name)) for field in fields] for record in half)
        for half in (list(Record.objects.filter(kind=kind.key).order_by("pk"))[at:][:count] for at in (0, count))
    )
    assert old == new
    begun = Record.objects.filter(kind=kind.key).order_by("-pk")[:count]
    assert {record.state for record in begun} == {"draft"}


def test_a_table_of_texts_names_what_it_cannot_change(world: World, caller: Callers) -> None:
    made = knowledge.register(world.actor("manager"), title="Printer prints stripes", audience="everyone")
    table = f"number,state,title,audience\n{made.number},published,Printer,everyone\n,,No audience,\n,,Fine,staff\n"
    result = brought(caller("manager"), "/knowledge/import", table.encode(), preview=False)
    assert [row["outcome"] for row in result["rows"]] == ["refused", "refused", "new"], result
    assert "state: " in result["rows"][0]["detail"] and "audience: " in result["rows"][1]["detail"]
    made.refresh_from_db()
    assert (made.state, made.title) == ("draft", "Printer prints stripes")


PARTIES = pytest.mark.parametrize(
    ("database", "importer"),
    [(customers, customer_rows), (suppliers, supplier_rows)],
    ids=lambda part: getattr(part, "key", ""),
)


def related(world: World, database: Database) -> int:
    """Parties with every field that a table may set, and every kind of contact; a few have ended. How many."""
    manager, people, kind = world.actor("manager"), world.people, database.kind
    texts = [field.name for field in kind.fields if field.register and isinstance(field.type, Line | Text)]
    for at, odd in enumerate(ODD):
        words = " ".join(odd.split())
        home = orgs.add_organisation(f"{words} {at}", world.provider)
        rich = {name: field.type.clean(odd, manager) for name in texts for field in [kind.by_name[name]]}
        rich |= {"since": date(1999, 12, 31), "contact": people["requester"]} if at % 2 else {}
        made = database.register(
            manager, organisation=home, assignee=people["agent"], importance=("high", "low")[at % 2], **rich
        )
        for row, role in enumerate(Contact.Role.values[:at]):
            whom = {"person": people["classmate"]} if row % 2 else {"name": words, "channel": words}
            days = {"valid_from": date(2020, 1, 1), "valid_until": date(2030, 1, 1)} if row % 3 else {}
            contacts.add(manager, made.number, (kind,), role=role, **whom, **days)
        day, every = date(2031, 1, 1 + at), {"every": 5, "unit": "weeks"} if at % 2 else {}
        cycles.set_duty(manager, made.number, code=database.duty, due_on=day, person=people["head"], **every)
        if at > 7:
            database.end(manager, made.number, reason="over")
    return len(ODD)


def lines(world: World, importer: Importer, data: bytes) -> dict[str, int]:
    run = runs.take(world.actor("manager"), importer, [data], file_name="t", organisation=world.provider)
    outcome = runs.bring_in(world.actor("manager"), run)
    assert outcome is not None and not outcome.refused, (run.problem, outcome)
    return {"new": outcome.made, "changed": outcome.changed, "same": outcome.same}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@PARTIES
def test_parties_that_went_out_change_nothing_when_they_come_back(
    world: World, caller: Callers, database: Database, importer: Importer, form: str
) -> None:
    """With their next review and their contacts."""
    count, manager, path = related(world, database), caller("manager"), database.kind.path
    data = content(manager("GET", f"/{path}/export?format={form}"))
    before = list(Entry.objects.filter(record__kind=database.kind.key).values_list("pk", flat=True))
    assert lines(world, importer, data) == {"new": 0, "changed": 0, "same": count}
    assert list(Entry.objects.filter(record__kind=database.kind.key).values_list("pk", flat=True)) == before
    assert content(manager("GET", f"/{path}/export?format={form}")) == data or form == "xlsx"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@PARTIES
def test_parties_are_made_again_in_a_house_that_has_none_of_them(
    world: World, caller: Callers, database: Database, importer: Importer, form: str
) -> None:
    """Organisations, fields, contacts and days: all that the table tells, whoever types it or writes it out."""
    Grant.objects.create(person=world.people["manager"], role="administrator", organisation=world.provider)
    address, manager = f"/{database.kind.path}/export?format={form}", caller("manager")
    with transaction.atomic():
        related(world, database)
        rows = _rows(content(manager("GET", address)), form)
        transaction.set_rollback(True)
    state = rows[0].index("state")
    rows = [rows[0], *(row for row in rows[1:] if row[state] == "active")]
    out = io.StringIO()
    csv.writer(out).writerows([row[2:] for row in rows])
    assert not Record.objects.filter(kind=database.kind.key).exists()
    data = out.getvalue().encode()
    assert lines(world, importer, data) == {"new": len(rows) - 1, "changed": 0, "same": 0}
    assert lines(world, importer, data) == {"new": 0, "changed": 0, "same": len(rows) - 1}
    again = _rows(content(manager("GET", address)), form)
    assert again[0] == rows[0]
    assert sorted(row[2:] for row in again[1:]) == sorted(row[2:] for row in rows[1:])


def _rows(data: bytes, form: str) -> list[list[str]]:
    if form == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} <= {"s", "n"}
    return [[plain_again(str(cell or "")) for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_preview_keeps_nothing_and_errors_name_line_and_column(odd: World, caller: Callers) -> None:
    number, before = odd.service.number, entries()
    table = f"number,title,owner\n{number},Renamed,\n,New one,agent@example.org\n,,x\nSVC-999999,a,\n"
    result = brought(caller("manager"), "/services/import", table.encode())
    assert [row["outcome"] for row in result["rows"]] == ["changed", "new", "refused", "refused"]
    assert (
        result["rows"][2]["line"] == 4
        and "title: " in result["rows"][2]["detail"]
        and "owner: " in result["rows"][2]["detail"]
    )
    assert entries() == before
    result = brought(caller("manager"), "/services/import", table.encode(), preview=False)
    assert Record.objects.get(number=number).title == "Renamed" and entries() == before + 2


BROKEN = [
    b"",
    b"\xff\xfe\x00",
    b'number,title\n,"half',
    b"PK\x03\x04 no workbook",
    b"a,a\n1,2\n",
    b"number,colour\n,red\n",
]


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_table_is_refused_whole(world: World, caller: Callers, data: bytes) -> None:
    before = entries()
    result = brought(caller("manager"), "/services/import", data, preview=False)
    assert result.get("status") == 422 or result["counts"] in ({}, {"refused": 1})
    assert entries() == before


def test_an_export_shows_what_its_reader_may_see_and_asks_the_permission(world: World, caller: Callers) -> None:
    incidents.register(world.actor("requester"), INCIDENT, title="=HYPERLINK(1)", team=None)
    table = _rows(content(caller("agent")("GET", "/incidents/export?open=true")), "csv")
    assert table[1][table[0].index("title")] == "'=HYPERLINK(1)"
    assert {"priority", "first_priority", "resolution_minutes"} <= set(table[0])
    refused = caller("requester")("GET", "/incidents/export")
    assert refused.status_code == 403 and refused.json()["permission"] == "transfer.export"
    assert caller("agent")("GET", "/incidents/export?format=doc").status_code == 422
    assert len(_rows(content(caller("agent")("GET", "/incidents/export?priority=1")), "csv")) == 1


def test_the_list_on_the_screen_leaves_with_its_filters(world: World, client: Client) -> None:
    for who, title in (("requester", "Wi-Fi down"), ("stranger", "Door stuck")):
        incidents.register(world.actor(who), INCIDENT, title=title)
    client.force_login(world.people["agent"])
    page = client.get("/incidents?q=door&open=true").content.decode()
    address = re.search('href="(/incidents/export[^"]*)"', page)
    assert address
    table = _rows(content(client.get(address[1].replace("&amp;", "&"))), "csv")
    assert [row[table[0].index("title")] for row in table[1:]] == ["Door stuck"]
    assert client.get("/incidents/export?state=lost").status_code == 422
    assert client.get("/nothings/export").status_code == 404
    client.force_login(world.people["requester"])
    assert client.get("/incidents/export").status_code == 403


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_of_two_kinds_leaves_as_one_table(world: World, form: str) -> None:
    agent = world.actor("agent")
    for kind, title in ((INCIDENT, "Printer jams"), (REQUEST, "New laptop"), (REQUEST, "=1+1")):
        incidents.register(agent, kind, title=title)
    client = Client()
    client.force_login(world.people["agent"])
    page = client.get("/desk/?every=1").content.decode()
    address = re.search(rf'href="([^"]*export\?format={form}[^"]*)"', page)
    assert address is not None and "/incidents,requests/export" in address[1]
    data = content(client.get(address[1].replace("&amp;", "&")))
    if form == "csv":
        head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    else:
        head, *rows = [list(row) for row in load_workbook(io.BytesIO(data)).active.values]
    assert head[:4] == ["number", "state", "kind", "title"] and {"team", "organisation"} <= set(head)
    assert sorted((row[2], row[3]) for row in rows) == [
        ("incident", "Printer jams"),
        ("request", "'=1+1"),
        ("request", "New laptop"),
    ]
    only = content(client.get("/incidents,requests/export?format=csv&kind=request&q=laptop")).decode("utf-8-sig")
    assert "New laptop" in only and only.count("\r\n") == 2
    assert client.get("/incidents,settings-of-mars/export").status_code == 404
    client.force_login(world.people["requester"])
    assert client.get("/incidents,requests/export").status_code == 403
