"""Customers and suppliers from a table (PR7.A1, PR8.A1): a row for each organisation, with its contacts; the same file
again changes nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.translation import override
from openpyxl import Workbook

from fettle.edges.transfer import runs
from fettle.edges.transfer.outcome import Importer, Outcome
from fettle.facilities.cycles import queries as duties
from fettle.facilities.relationships import contacts
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Forbidden
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.customers.actions import DATABASE as CUSTOMERS
from fettle.processes.customers.importing import IMPORTER as CUSTOMER_ROWS
from fettle.processes.levels.tests.test_served import browser
from fettle.processes.suppliers.actions import DATABASE as SUPPLIERS
from fettle.processes.suppliers.importing import IMPORTER as SUPPLIER_ROWS
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

EACH = pytest.mark.parametrize(
    ("importer", "database", "manager", "own"),
    [
        (CUSTOMER_ROWS, CUSTOMERS, "account manager e-mail", "needs"),
        (SUPPLIER_ROWS, SUPPLIERS, "relationship manager", "offerings"),
    ],
    ids=["customers", "suppliers"],
)
HEAD = "organisation,importance,account manager,contact point"
NAMES = ("role", "person", "name", "channel", "valid_from", "valid_until")


def bring(world: World, importer: Importer, content: str | bytes, who: str | Actor = "manager", **more: Any) -> Outcome:
    actor = world.actor(who) if isinstance(who, str) else who
    data = content.encode() if isinstance(content, str) else content
    run = runs.take(actor, importer, [data], file_name="a.csv", organisation=more.pop("home", world.provider))
    outcome = (runs.bring_in if more.pop("keep", True) else runs.preview)(actor, run)
    assert outcome is not None, run.problem
    return outcome


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.made, outcome.changed, outcome.same, len(outcome.refused)


def reasons(outcome: Outcome) -> list[str]:
    return [row.reason for row in outcome.refused]


def of(world: World, database: Any, organisation: Organisation | None = None) -> Record:
    return Record.objects.get(kind=database.kind.key, organisation=organisation or world.school)


def told(record: Record) -> list[tuple[Any, ...]]:
    """The further contacts, in the order in which they were added."""
    return [tuple(getattr(row, name) for name in NAMES) for row in sorted(contacts.of(record), key=lambda row: row.pk)]


@EACH
def test_one_file_enters_a_house_and_the_same_again_changes_nothing(
    world: World, importer: Importer, database: Any, manager: str, own: str
) -> None:
    head = f"organisation,importance,{manager},contact,contact point,next review,{own},contact 1 role,contact 1 person,"
    file = (
        f"{head}contact 1 name,contact 1 channel,contact 2 name,contact 2 channel,contact 2 until\n"
        "riverside  school,HIGH,Agent@example.org,requester@example.org,,2031-02-03,Printing,Signs agreements,"
        "classmate@example.org,,,Night shift,555 01,2031-12-31\n"
        "Hilltop School,low,head@example.org,,office@hill.example,,,,,,,,,\n"
    )
    assert counts(bring(world, importer, file)) == (2, 0, 0, 0)
    made, item = of(world, database), of(world, database).item
    assert (made.title, made.assignee, item.importance) == ("Riverside School", world.people["agent"], "high")
    assert (item.contact, getattr(item, own)) == (world.people["requester"], "Printing")
    duty = duties.of_record(made)[0]
    assert (duty.due_on, duty.every, duty.person) == (date(2031, 2, 3), 3, world.people["agent"])
    assert told(made) == [
        ("signatory", world.people["classmate"], "", "", None, None),
        ("general", None, "Night shift", "555 01", None, date(2031, 12, 31)),
    ]
    assert duties.of_record(of(world, database, world.rival))[0].every == 24
    before = Entry.objects.count()
    assert counts(bring(world, importer, file)) == (0, 0, 2, 0)
    assert Entry.objects.count() == before + 1, "of the register alone, that there was an import"


@EACH
@pytest.mark.parametrize(
    ("was", "becomes", "field"),
    [
        ("high", "normal", "importance"),
        ("agent@", "head@", "manager"),
        ("2031-02-03", "2031-02-04", "next review"),
        ("Printing", "Printing and mail", "own"),
        ("555 01", "555 02", "contacts"),
        ("Night shift", "Day shift", "contacts"),
        ("technical", "escalation", "contacts"),
    ],
)
def test_a_changed_cell_changes_that_field(
    world: World, importer: Importer, database: Any, manager: str, own: str, was: str, becomes: str, field: str
) -> None:
    head = f"organisation,importance,{manager},contact point,next review,{own},contact_1_role,contact_1_name,"
    file = head + "contact_1_channel\nRiverside School,high,agent@example.org,x,2031-02-03,Printing,technical,"
    file += "Night shift,555 01\n"
    bring(world, importer, file)
    made, before = of(world, database), Entry.objects.filter(record__kind=database.kind.key).count()
    changed = bring(world, importer, file.replace(was, becomes))
    labels = {each.name: str(each.label) for each in database.kind.fields}
    planned = ("next review",) if field == "importance" else ()  # the rhythm moved it, the file puts it back
    field = {"manager": labels["assignee"], "own": labels[own]}.get(field, field)
    assert counts(changed) == (0, 1, 0, 0) and changed.sample[0].fields == (field, *planned)
    assert counts(bring(world, importer, file.replace(was, becomes))) == (0, 0, 1, 0)
    rows = told(made)
    assert len(rows) == 1, "no second contact"
    assert Entry.objects.filter(record__kind=database.kind.key).count() == before + 1 + len(planned)
    assert duties.of_record(made)[0].due_on == date(2031, 2, 4 if field == "next review" else 3)


@EACH
def test_an_organisation_is_made_by_whoever_may(
    world: World, importer: Importer, database: Any, manager: str, own: str
) -> None:
    file = f"{HEAD.replace('account manager', manager)}\nLakeside Clinic,high,agent@example.org,front desk\n"
    refused = bring(world, importer, file)
    assert counts(refused) == (0, 0, 0, 1)
    assert "organisation: There is no organisation “Lakeside Clinic” yet, and you may not" in reasons(refused)[0]
    Grant.objects.create(person=world.people["manager"], role="administrator", organisation=world.provider)
    tried = bring(world, importer, file + "Riverside School,low,agent@example.org,x\n", keep=False)
    assert counts(tried) == (2, 0, 0, 0)
    assert [(row.line, row.what, row.value) for row in tried.told] == [(2, "new organisation", "Lakeside Clinic")]
    assert not Organisation.objects.filter(name="Lakeside Clinic").exists(), "a trial makes none"
    wrong = bring(world, importer, file.replace("high", "vital"))
    assert counts(wrong) == (0, 0, 0, 1) and "importance: “vital” is not one of" in reasons(wrong)[0]
    assert not Organisation.objects.filter(name="Lakeside Clinic").exists(), "nothing is half written"
    assert counts(bring(world, importer, file)) == (1, 0, 0, 0)
    party = Organisation.objects.get(name="Lakeside Clinic")
    marks = (party.is_customer, party.is_supplier)
    assert marks == ((True, False) if database is CUSTOMERS else (False, True))
    assert (party.parent, party.zone) == (world.provider, world.provider.zone)
    assert counts(bring(world, importer, file)) == (0, 0, 1, 0)


def test_the_command_makes_organisations(world: World) -> None:
    sees = (kind.may.see for kind in assembly().kinds)
    house = Actor.house("fettle import", CUSTOMER_ROWS.may, *CUSTOMER_ROWS.makes, *sees)
    file = f"{HEAD}\nLakeside Clinic,high,agent@example.org,x\n"
    assert counts(bring(world, CUSTOMER_ROWS, file, house)) == (1, 0, 0, 0)


def test_wrong_cells_are_named_by_line_and_column_of_the_file(world: World) -> None:
    head = "Customer,Importance,Account manager e-mail,contact point,next review,contact 1 name,contact 1 until"
    file = (
        f"{head},contact 2 role\nRiverside School,vital,nobody@example.org,x,,,,\n"
        "Hilltop School,high,agent@example.org,x,3.2.2031,,,\n"
        "Hilltop School,high,agent@example.org,x,,Ada,soon,boss\n"
        "Hilltop School,high,agent@example.org,,,,,\n"
        ",high,agent@example.org,x,,,,\n"
        f"{'x' * 201},high,agent@example.org,x,,,,\n"
        "organisation:999999,high,agent@example.org,x,,,,\n"
    )
    outcome = bring(world, CUSTOMER_ROWS, file)
    assert counts(outcome) == (0, 0, 0, 7) and [row.line for row in outcome.refused] == [2, 3, 4, 5, 6, 7, 8]
    assert [row.text for row in outcome.refused[:2]] == ["Riverside School", "Hilltop School"]
    first, second, third, fourth, fifth, sixth, seventh = reasons(outcome)
    assert "Importance: “vital” is not one of: high" in first
    assert "Account manager e-mail: Nobody is known as “nobody@example.org”" in first
    assert second == "next review: Give the date as 2026-03-31."
    assert "contact 1 until: Give the date as" in third and "contact 2 role: “boss” is not one of: general" in third
    assert "Say how this party is reached" in fourth
    assert fifth == "Customer: Give a value."
    assert sixth.startswith("Customer: At most 200 characters")
    assert seventh.startswith("Customer: No organisation “organisation:999999”")
    assert not Record.objects.filter(kind="customer").exists()
    lacking = bring(world, CUSTOMER_ROWS, "customer,contact_point\nHilltop School,x\n")
    assert reasons(lacking) == ["importance: Give a value. account manager: Give a value."]


def test_which_organisation_is_meant(world: World) -> None:
    Grant.objects.create(person=world.people["manager"], role="administrator", organisation=world.provider)
    twin = orgs.add_organisation("Hilltop School", world.school)
    gone = orgs.add_organisation("Old Mill", world.provider, active=False)
    row = "{},high,agent@example.org,x\n"
    outcome = bring(world, CUSTOMER_ROWS, f"{HEAD}\n{row.format('Hilltop School')}{row.format(gone.name)}")
    assert counts(outcome) == (0, 0, 0, 2)
    assert "Several organisations are called “Hilltop School”" in reasons(outcome)[0]
    assert "“Old Mill” is no longer active" in reasons(outcome)[1]
    near = bring(world, CUSTOMER_ROWS, f"{HEAD}\n{row.format('Hilltop School')}", home=world.school)
    assert counts(near) == (1, 0, 0, 0) and of(world, CUSTOMERS, twin)
    assert counts(bring(world, CUSTOMER_ROWS, f"{HEAD}\n{row.format(f'organisation:{world.rival.pk}')}"))[0] == 1
    assert of(world, CUSTOMERS, world.rival)


def test_contacts_are_found_again_and_none_is_taken_away(world: World) -> None:
    manager, kinds = world.actor("manager"), (CUSTOMERS.kind,)
    head = f"{HEAD},contact_1_role,contact_1_person,contact_2_role,contact_2_person,contact_2_channel\n"
    row = "Riverside School,high,agent@example.org,x"
    both = ",signatory,classmate@example.org,reviews,classmate@example.org,room 5\n"
    bring(world, CUSTOMER_ROWS, head + row + both)
    made, classmate = of(world, CUSTOMERS), world.people["classmate"]
    contacts.add(manager, made.number, kinds, role="money", name="By hand", channel="555 09")
    swapped = ",reviews,classmate@example.org,signatory,classmate@example.org,\n"
    assert counts(bring(world, CUSTOMER_ROWS, head + row + ",,,,,\n")) == (0, 0, 1, 0), "empty cells leave contacts"
    assert counts(bring(world, CUSTOMER_ROWS, head + row + both)) == (0, 0, 1, 0)
    changed = bring(world, CUSTOMER_ROWS, head + row + swapped.replace(",\n", ",room 6\n"))
    assert counts(changed) == (0, 1, 0, 0)
    assert sorted(told(made)[:2]) == [
        ("reviews", classmate, "", "room 5", None, None),
        ("signatory", classmate, "", "room 6", None, None),
    ]
    assert told(made)[2][2] == "By hand"


def test_what_has_ended_stays_as_it_was(world: World) -> None:
    head = f"{HEAD},next_review,contact_1_name\n"
    row = "Riverside School,high,agent@example.org,x,2031-02-03,Ada\n"
    bring(world, CUSTOMER_ROWS, head + row)
    CUSTOMERS.end(world.actor("manager"), of(world, CUSTOMERS).number, reason="Over")
    for changed in (row.replace("Ada", "Eve"), row.replace("2031", "2032"), row.replace("high", "low")):
        outcome = bring(world, CUSTOMER_ROWS, head + changed)
        assert counts(outcome) == (0, 0, 0, 1) and "take the relationship up again first" in reasons(outcome)[0]


def test_who_may_and_what_they_learn_of_others(world: World) -> None:
    file = f"{HEAD}\nHilltop School,high,agent@example.org,x\n"
    bring(world, CUSTOMER_ROWS, file)
    hidden = of(world, CUSTOMERS, world.rival).number
    with pytest.raises(Forbidden):
        bring(world, CUSTOMER_ROWS, file, "agent")
    there = world.people["colleague"]
    Grant.objects.filter(person=there).delete()
    Grant.objects.create(person=there, role="customer_relationship_manager", organisation=world.school)
    assert [each.key for each in runs.importers(world.actor("colleague"))] == ["customers"]
    own = f"{HEAD}\nRiverside School,high,colleague@example.org,x\n"
    assert counts(bring(world, CUSTOMER_ROWS, own, "colleague", home=world.school)) == (1, 0, 0, 0)
    for row in ("Hilltop School,low,colleague@example.org,y", "Northfield IT,low,colleague@example.org,y"):
        refused = bring(world, CUSTOMER_ROWS, f"{HEAD}\n{row}\n", "colleague", home=world.school)
        assert counts(refused) == (0, 0, 0, 1) and hidden not in reasons(refused)[0]
    named = f"number,organisation,notes\n{hidden},Hilltop School,mine\n"
    refused = bring(world, CUSTOMER_ROWS, named, "colleague", home=world.school)
    assert counts(refused) == (0, 0, 0, 1) and of(world, CUSTOMERS, world.rival).item.notes == ""


def test_a_workbook_with_days_and_a_reader_of_german(world: World) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    with override("de"):
        labels = {each.called: str(each.label) for each in CUSTOMERS.kind.fields}
        names = ("organisation", "importance", "assignee", "since")
        sheet.append([*(labels[name] for name in names), "nächste Überprüfung", "contact point"])
        mail, days = "agent@example.org", (datetime(2024, 5, 6), datetime(2031, 2, 3))
        sheet.append(["Riverside School", "high", mail, *days, "x"])
        sheet.append(["Lakeside Clinic", "high", mail, *days, "x"])
        out = BytesIO()
        book.save(out)
        outcome = bring(world, CUSTOMER_ROWS, out.getvalue())
        assert counts(outcome) == (1, 0, 0, 1) and "Es gibt noch keine Organisation" in reasons(outcome)[0]
        assert counts(bring(world, CUSTOMER_ROWS, out.getvalue())) == (0, 0, 1, 1)
    made = of(world, CUSTOMERS)
    assert made.item.since == date(2024, 5, 6) and duties.of_record(made)[0].due_on == date(2031, 2, 3)


def test_an_empty_name_is_that_of_the_organisation(world: World) -> None:
    head = HEAD.replace("organisation", "organisation,title")
    file = f"{head}\nRiverside School,,high,agent@example.org,x\n"
    assert counts(bring(world, CUSTOMER_ROWS, file)) == (1, 0, 0, 0)
    assert counts(bring(world, CUSTOMER_ROWS, file)) == (0, 0, 1, 0)
    bring(world, CUSTOMER_ROWS, file.replace(",,", ",The school,"))
    assert of(world, CUSTOMERS).title == "The school"
    numbered = f"number,title\n{of(world, CUSTOMERS).number},\n"
    assert [counts(bring(world, CUSTOMER_ROWS, numbered)) for _ in range(2)] == [(0, 1, 0, 0), (0, 0, 1, 0)]
    assert of(world, CUSTOMERS).title == "Riverside School"


@EACH
def test_on_the_page_and_over_rest(world: World, importer: Importer, database: Any, manager: str, own: str) -> None:
    client, call = browser(world, "manager"), caller_of(world, "manager")
    file = f"{HEAD.replace('account manager', manager)},contact 1 name\nRiverside School,high,agent@example.org,x,Ada\n"
    asked = {"kind": importer.key, "organisation": world.provider.pk, "time_zone": "UTC"}
    at = client.post("/import/", {**asked, "file": SimpleUploadedFile("a.csv", file.encode())})["Location"]
    page = client.get(at).content.decode()
    assert "Nothing is written yet" in page and "Riverside School" in page and "Import 1 record" in page
    assert not Record.objects.filter(kind=database.kind.key).exists()
    client.post(f"{at}confirm")
    assert told(of(world, database))[0][2] == "Ada"
    form = {"kind": importer.key, "file": SimpleUploadedFile("a.csv", file.replace("Ada", "Ada Head").encode())}
    made = call("POST", "/imports", raw=encode_multipart(BOUNDARY, form), media=MULTIPART_CONTENT).json()
    assert (made["state"], made["preview"]["made"], made["preview"]["changed"]) == ("tried", 0, 1), made
    assert call("POST", f"/imports/{made['id']}/confirm").json()["outcome"]["changed"] == 1
    assert [row[2] for row in told(of(world, database))] == ["Ada", "Ada Head"], "neither name nor address is the same"
