"""The audit log: who may read it, that nothing is missing, and that no more is shown than may be seen."""

from __future__ import annotations

import pytest
from django.test import Client

from fettle.kernel.history.models import Entry
from fettle.kernel.settings import actions as definitions
from fettle.kernel.settings import people
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
