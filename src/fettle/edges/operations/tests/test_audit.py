"""The audit log: who may read it, that nothing is missing, and that no more is shown than may be seen."""

from __future__ import annotations

import csv

import pytest
from django.db import connection
from django.test import Client

from fettle.kernel.history.models import Entry, having
from fettle.kernel.settings import actions as definitions
from fettle.kernel.settings import parties, people
from fettle.kernel.settings.models import Setting
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


def client(world: World, who: str) -> Client:
    made = Client()
    made.force_login(world.people[who])
    return made


@pytest.fixture
def record(world: World) -> str:
    number = actions.register(world.actor("requester"), INCIDENT, title="=cmd()", service=world.service).number
    actions.note(world.actor("agent"), number, text="between us")
    return number


def test_the_auditor_reads_every_entry_and_can_filter(world: World, record: str) -> None:
    page = client(world, "auditor").get("/operations/audit/", {"q": record}).content.decode()
    assert page.count(f"/incidents/{record}") >= 2 and "noted" in page
    only = (
        client(world, "auditor").get("/operations/audit/", {"q": record, "fact": "discussion.noted"}).content.decode()
    )
    assert only.count(f">{record}<") == 1
    none = client(world, "auditor").get("/operations/audit/", {"q": record, "to": "2001-01-01"}).content.decode()
    assert f">{record}<" not in none


def test_a_change_of_the_register_and_a_reason_are_told(world: World) -> None:
    admin = world.actor("administrator")
    people.change(admin, world.people["agent"], phone="0171 555")
    definitions.redefine(admin, "operations.silence", value={"silent": True, "why": "a copy"}, reason="two of them")
    page = client(world, "auditor").get("/operations/audit/").content.decode()
    assert "Agent: changed" in page and "Phone: – → 0171 555" in page
    assert "changed the definition: two of them" in page


def test_a_day_that_is_none_is_told(world: World) -> None:
    assert client(world, "auditor").get("/operations/audit/", {"from": "yesterday"}).status_code == 422


def test_agents_and_requesters_do_not_read_it(world: World, record: str) -> None:
    for who in ("agent", "requester"):
        assert client(world, who).get("/operations/audit/").status_code == 403
        assert client(world, who).get("/operations/audit/export").status_code == 403


def test_the_export_holds_all_and_no_formula(world: World, record: str) -> None:
    body = b"".join(client(world, "auditor").get("/operations/audit/export").streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    lines = [line for line in body.split("\r\n") if line]
    assert len(lines) == 1 + Entry.everything.count()
    assert not any(cell.startswith("=") for line in lines for cell in line.split(","))


def test_everybody_who_signs_in_reads_whose_work_it_is(world: World) -> None:
    page = client(world, "agent").get("/about/").content.decode()
    assert "ITEMO" in page and "CC BY 4.0" in page


def exported(world: World) -> list[list[str]]:
    body = b"".join(client(world, "auditor").get("/operations/audit/export").streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    return list(csv.reader(body.splitlines()))


def test_an_entry_is_found_by_any_of_its_facts(world: World, record: str) -> None:
    """The first fact of a new record is that it was registered; its targets are a further one of the same entry."""
    page = client(world, "auditor").get("/operations/audit/", {"fact": "levels.targets_set"}).content.decode()
    assert page.count(f">{record}<") == 1


def test_any_fact_is_found_by_its_index(world: World, record: str) -> None:
    """As the database plans it where a table is too large to be read through."""
    sql, values = having(Entry.everything.all(), "levels.targets_set").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"explain {sql}", values)
        assert "entry_facts" in "\n".join(line for (line,) in cursor.fetchall())


def test_by_a_name_one_finds_what_was_done_to_them_and_to_records_of_that_name(world: World, record: str) -> None:
    admin, agent = world.actor("administrator"), world.people["agent"]
    people.change(admin, agent, phone="0171 555")
    people.change(admin, agent, name="Nadia Agent")
    agent.refresh_from_db()
    parties.join(admin, agent, parties.add_team(admin, name="Night shift", organisation=agent.organisation))
    for words, wanted in (
        ("Nadia", ("Phone", "Name: Agent → Nadia Agent", "Member: – → Nadia Agent")),
        ("night shift", ("Night shift: added", "Night shift: member added")),
        ("=cmd", (f">{record}<",)),
        (record.lower(), (f">{record}<",)),
    ):
        page = client(world, "auditor").get("/operations/audit/", {"q": words}).content.decode()
        missing = [text for text in wanted if text not in page]
        assert not missing, (words, missing)
    page = client(world, "auditor").get("/operations/audit/", {"q": "Nobody of that name"}).content.decode()
    assert f">{record}<" not in page and "Night shift" not in page


def test_the_export_and_rest_say_what_the_page_says(world: World) -> None:
    admin = world.actor("administrator")
    people.change(admin, world.people["agent"], phone="0171 555")
    definitions.redefine(admin, "operations.silence", value={"silent": True, "why": "a copy"}, reason="two of them")
    rows = exported(world)
    words, changes = rows[0].index("words"), rows[0].index("changes")
    assert ["Agent: changed", "Phone: – → 0171 555"] in [[row[words], row[changes]] for row in rows]
    told = next(row for row in rows if row[words] == "changed the definition: two of them")
    assert "→ a copy" in told[changes]
    told = client(world, "auditor").get("/api/v1/audit", {"fact": "settings.register_changed"}).json()["items"]
    assert any(line["changes"] == {"phone": ["", "0171 555"]} for line in told)


def test_a_changed_definition_is_told_row_by_row_and_not_as_it_is_stored(world: World) -> None:
    admin = world.actor("administrator")
    rows = [dict(row) for row in Setting.objects.get(key="incidents.pause_reasons").value]
    rows[-1]["label"] = "Waiting for the moon"
    definitions.redefine(world.actor("manager"), "incidents.pause_reasons", value=rows, reason="it waits")
    procedure = " ".join(f"word{at}" for at in range(400))
    definitions.redefine(admin, "operations.silence", procedure=procedure, reason="longer")
    definitions.redefine(admin, "operations.silence", procedure=procedure.replace("word399", "end"), reason="shorter")
    page = client(world, "auditor").get("/operations/audit/").content.decode()
    assert "→ Waiting for the moon" in page and "&#x27;code&#x27;" not in page
    assert "word398 end" in page and "word399" in page
