"""What the source said is shown to staff beside what we made of it, and its number finds its record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from fettle.edges.pages import addresses
from fettle.edges.transfer.models import SourceRow
from fettle.facilities.search import documents as search
from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings import erasing, people
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.servicenow.tests.test_log import bring, incidents, make, write
from fettle.site.testing.world import World

pytestmark = pytest.mark.log


@pytest.fixture
def record(world: World, tmp_path: Path) -> Record:
    rows = make(tmp_path / "log.csv", 3, numbers=2)
    for row in rows:
        row |= {
            "incident_state": "Active",
            "made_sla": "FALSE",
            "closed_code": "code 77",
            "resolved_by": "Resolved by 9",
            "subcategory": "Sub 5",
        }
    write(tmp_path / "log.csv", list(rows[0]), rows)
    bring(tmp_path / "log.csv", world.provider)
    return incidents()["EX00001"]


def page_of(world: World, who: str, address: str) -> str:
    client = Client()
    client.force_login(world.people[who])
    return client.get(address).content.decode()


def test_staff_read_what_the_source_said_on_the_page(world: World, record: Record) -> None:
    page = page_of(world, "agent", addresses.of(record))
    assert "As it stood in the source" in page and "<dt>made_sla</dt><dd>FALSE</dd>" in page
    assert "<dt>resolved_by</dt><dd>Resolved by 9</dd>" in page and "code 77" in page
    assert "<dt>key</dt>" not in page
    assert "Subject made from category, subcategory and symptom" in page
    actions.revise(world.actor("agent"), record.number, title="The printer prints nothing")
    assert "Subject made from" not in page_of(world, "agent", addresses.of(record))


def test_staff_read_it_over_rest_and_the_people_we_serve_do_not(
    world: World, record: Record, caller: Callable[..., Callable]
) -> None:
    staff = caller("agent")
    told = staff("GET", f"/records/{record.number}/entries").json()["items"]
    assert {entry["source"]["made_sla"] for entry in told} == {"FALSE"} and "key" not in told[0]["source"]
    assert staff("GET", f"/incidents/{record.number}").json()["title_made"] is True
    person = world.people["requester"]
    actions.revise(world.actor("agent"), record.number, requester=person)
    theirs = caller("requester")
    told = theirs("GET", f"/records/{record.number}/entries").json()["items"]
    assert told and {entry["source"] for entry in told} == {None}
    assert "title_made" not in theirs("GET", f"/incidents/{record.number}").json()


def test_nobody_is_promised_a_reply_who_cannot_read_it(world: World, record: Record) -> None:
    page = page_of(world, "agent", f"{addresses.of(record)}?mode=reply")
    assert "cannot read this: neither an e-mail address nor a sign-in is known." in page
    assert "will read this" not in page and "Keep reply on the record" in page
    actions.revise(world.actor("agent"), record.number, requester=world.people["requester"])
    page = page_of(world, "agent", f"{addresses.of(record)}?mode=reply")
    assert f"{world.people['requester'].name} will read this." in page and "cannot read this" in page


def test_its_number_there_comes_before_ours_without_a_hyphen(
    world: World, record: Record, caller: Callable[..., Callable]
) -> None:
    ours = record.number
    other = actions.register(world.actor("agent"), INCIDENT, title="Other", external_ref=ours.replace("-", ""))
    search.index(other.pk)
    client = Client()
    client.force_login(world.people["agent"])
    answer = client.get("/search", {"q": ours.replace("-", "")})
    page = answer.content.decode()
    assert answer.status_code == 200 and 0 < page.index(other.number) < page.index(f">{ours}<")
    assert client.get("/search", {"q": ours}).status_code == 302
    call = caller("agent")
    assert call("GET", f"/incidents/{ours.replace('-', '')}").status_code == 404
    assert call("GET", f"/incidents/{ours.lower()}").status_code == 200
    found = call("GET", f"/incidents?external_ref={ours.replace('-', '')}").json()["items"]
    assert [each["number"] for each in found] == [other.number]


def test_without_such_a_reference_our_number_is_found_without_its_hyphen(world: World, record: Record) -> None:
    client = Client()
    client.force_login(world.people["agent"])
    answer = client.get("/search", {"q": record.number.replace("-", "").lower()})
    assert answer.status_code == 302 and record.number in answer["Location"]


def counted() -> list[int]:
    """What an import could add; that it was begun is an entry of its own."""
    entries = Entry.everything.exclude(record__kind="setting")
    return [entries.count(), Record.objects.count(), Person.objects.count(), SourceRow.objects.count()]


def test_an_erased_caller_does_not_come_back_with_the_log(world: World, tmp_path: Path) -> None:
    log, admin = tmp_path / "log.csv", world.actor("administrator")
    make(log, 5, numbers=12)
    bring(log, world.provider)
    caller = Person.objects.get(name="Caller 3")
    people.deactivate(admin, caller)
    erasing.erase(admin, caller, reason="They asked for it.")
    before = counted()
    again = bring(log, world.provider)
    assert counted() == before
    assert not Person.objects.filter(name="Caller 3").exists()
    assert (again.added, again.made, again.changed, again.refused) == (0, 0, 0, [])


def test_the_number_it_has_there_stays_so_that_the_rest_of_its_log_finds_it(world: World, record: Record) -> None:
    agent = world.actor("agent")
    with pytest.raises(Invalid) as refused:
        actions.revise(agent, record.number, external_ref="other")
    assert "EX00001" in refused.value.errors["external_ref"]
    actions.revise(agent, record.number, external_ref="EX00001", location="B-104")
    own = actions.register(agent, INCIDENT, title="Of our own", external_ref="old-7")
    actions.revise(agent, own.number, external_ref="old-8")
