"""What hangs on a record: watching, links, and the pickers that find people and records."""

from __future__ import annotations

import pytest

from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.tests.desk import page
from fettle.site.testing.world import World


def test_watching_is_one_button(signed_in, world: World, record: Record) -> None:
    agent = signed_in("agent")
    assert agent.post(page(record, "watch")).status_code == 303
    assert "Stop watching" in agent.get(page(record)).content.decode()
    agent.post(page(record, "watch"))
    assert "Nobody watches it." in agent.get(page(record)).content.decode()


@pytest.mark.parametrize(("who", "finds"), [("agent", True), ("requester", False)])
def test_pickers_name_only_whom_the_reader_knows(signed_in, world: World, who: str, finds: bool) -> None:
    client = signed_in(who)
    assert ("Stranger" in client.get("/pick/people?q=stran").content.decode()) == finds
    assert ("Hilltop" in client.get("/pick/organisations?q=hill").content.decode()) == finds


def test_a_record_picker_finds_by_number_and_words(signed_in, record: Record) -> None:
    agent = signed_in("agent")
    for q in ("inc-1", "wi-fi"):
        assert record.number in agent.get(f"/pick/records/incidents?q={q}").content.decode()
    assert record.number not in signed_in("stranger").get("/pick/records/incidents?q=wi-fi").content.decode()
    assert agent.get("/pick/records/nothing?q=x").status_code == 404


def test_a_record_is_linked_and_unlinked_from_its_page(signed_in, world: World, record: Record) -> None:
    other = actions.register(world.actor("classmate"), INCIDENT, title="Wi-Fi gone")
    agent = signed_in("agent")
    wrong = agent.post(page(record, "link"), {"other": "INC-999999", "relation": "duplicate_of"})
    assert wrong.status_code == 422 and "INC-999999" in wrong.content.decode()
    assert agent.post(page(record, "link"), {"other": other.number, "relation": "duplicate_of"}).status_code == 303
    html = agent.get(page(record)).content.decode()
    assert "duplicate of" in html and html.count(other.number) >= 2
    agent.post(page(record, "unlink"), {"other": other.number, "relation": "duplicate_of"})
    assert "Nothing linked." in agent.get(page(record)).content.decode()
