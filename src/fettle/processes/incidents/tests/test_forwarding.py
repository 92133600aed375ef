"""Forwarding to a supplier: who may, what is refused with which sentence, what stands on both records, and the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.models import Comment
from fettle.facilities.relationships import contacts
from fettle.facilities.relationships import queries as relationships
from fettle.kernel.errors import FettleError, Forbidden, Invalid, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.timeline import timeline
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions, rules
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.suppliers import actions as suppliers
from fettle.processes.suppliers.records import SUPPLIER
from fettle.site.testing.api import Caller
from fettle.site.testing.world import World

NOC, OFFICE = "noc@longline.example", "office@longline.example"
SECRET = "The caretaker suspects sabotage"
As = Callable[[str], Client]


@pytest.fixture
def record(world: World) -> Record:
    requester = world.actor("requester")
    made = actions.register(requester, INCIDENT, title="Line down", details="Since eight", service=world.service)
    actions.take(world.actor("agent"), made.number)
    return actions.note(world.actor("agent"), made.number, text=SECRET)


@pytest.fixture
def supplier(world: World) -> Record:
    values: dict[str, Any] = {"title": "Longline", "contact_point": OFFICE, "importance": "high"}
    values["assignee"] = world.people["agent"]
    return suppliers.register(world.actor("manager"), organisation=world.rival, **values)


def reached_at(world: World, supplier: Record, **values: Any) -> None:
    given = {"role": "technical", "channel": NOC, **values}
    contacts.add(world.actor("manager"), supplier.number, (SUPPLIER,), **given)


def refused(world: World, record: Record, supplier: Record, **values: Any) -> dict[str, str]:
    before = Entry.objects.count()
    with pytest.raises(Invalid) as raised:
        actions.forward(world.actor("agent"), record.number, **{"supplier": supplier, "text": "Look.", **values})
    assert Entry.objects.count() == before
    return {name: str(sentence) for name, sentence in raised.value.errors.items()}


def test_what_is_missing_is_said_with_its_remedy(world: World, record: Record, supplier: Record) -> None:
    assert "Write something" in refused(world, record, supplier, text=" ")["text"]
    assert "choose one of office@" in refused(world, record, supplier, address="thief@else.example")["address"]
    assert "There is no file 99" in refused(world, record, supplier, files=[99])["files"]
    reached_at(world, supplier)
    several = refused(world, record, supplier)["address"]
    assert "has several addresses" in several and several.index(NOC) < several.index(OFFICE)
    suppliers.DATABASE.end(world.actor("manager"), supplier.number, reason="over")
    supplier.refresh_from_db()
    assert "take it up again" in refused(world, record, supplier)["supplier"]


def test_a_supplier_without_an_address_is_refused(world: World, record: Record, supplier: Record) -> None:
    suppliers.DATABASE.revise(world.actor("manager"), supplier.number, contact_point="the office")
    assert "enter a contact" in refused(world, record, supplier)["supplier"]


def test_addresses_are_those_that_hold_today(world: World, supplier: Record) -> None:
    from django.utils import timezone

    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    reached_at(world, supplier, channel="old@longline.example", valid_until=yesterday)
    reached_at(world, supplier, channel="the duty phone")
    reached_at(world, supplier, role="money", name="Invoices", channel="Bills <bills@longline.example>.")
    reached_at(world, supplier, channel=OFFICE.upper())
    supplier.refresh_from_db()
    assert contacts.mails(supplier) == {OFFICE.upper(): "", "bills@longline.example": "Invoices"}


def test_only_files_of_the_record_go_along(world: World, record: Record, supplier: Record) -> None:
    other = actions.register(world.actor("requester"), INCIDENT, title="Another")
    discussion.attach(world.actor("requester"), other.number, [ContentFile(b"theirs", "theirs.txt")])
    assert "files" in refused(world, record, supplier, files=[other.attachments.get().pk])
    with pytest.raises(Invalid, match="leave some out"):
        rules.a_mail_takes_it(rules.MOST_ENCLOSED + 1)


def test_who_may_not_work_on_it_forwards_nothing(world: World, record: Record, supplier: Record) -> None:
    for who in ("requester", "classmate", "auditor", "stranger"):
        with pytest.raises(FettleError) as raised:
            actions.forward(world.actor(who), record.number, supplier=supplier, text="Look.")
        assert raised.value.status in (403, 404), who
    with pytest.raises(Forbidden):
        actions.hear(world.actor("requester"), record.number, text="As if", whom="Longline", sender=NOC)
    assert not Comment.objects.filter(record=record, text="Look.").exists()


def test_what_is_over_is_not_forwarded(world: World, record: Record, supplier: Record) -> None:
    actions.withdraw(world.actor("agent"), record.number, reason="twice")
    with pytest.raises(Refusal, match="not forwarded any more"):
        actions.forward(world.actor("agent"), record.number, supplier=supplier, text="Look.")


def test_it_stands_on_both_records_for_those_who_see_them(world: World, record: Record, supplier: Record) -> None:
    for text in ("Look.", "Look again."):
        actions.forward(world.actor("agent"), record.number, supplier=supplier, text=text)
    manager, requester = world.actor("manager"), world.actor("requester")
    assert record in [each.record for each in relationships.met(manager, supplier, None, 9)]
    assert Entry.objects.filter(record=supplier, fact="links.linked").count() == 1
    record.refresh_from_db()
    facts = {stored["name"] for entry in timeline(manager, record) for stored in entry.facts}
    assert {"discussion.forwarded", "links.linked"} <= facts
    read = [stored for entry in timeline(requester, record) for stored in entry.facts]
    assert not {"discussion.forwarded", "links.linked"} & {stored["name"] for stored in read}
    assert "longline" not in str(read).lower()


def test_it_waits_for_the_supplier_if_that_is_wanted(world: World, record: Record, supplier: Record) -> None:
    world.rival.is_supplier = True
    world.rival.save()
    done = actions.forward(world.actor("agent"), record.number, supplier=supplier, text="Look.", then="wait")
    assert (done.state, done.item.pause_reason, done.item.supplier) == ("waiting", "supplier", world.rival)
    entry = Entry.objects.get(record=record, seq=done.version)
    assert entry.fact == "incidents.paused" and entry.audience == "everyone"
    with pytest.raises(Refusal, match="waits for this already"):
        actions.forward(world.actor("agent"), record.number, supplier=supplier, text="Look.", then="wait")
    assert Comment.objects.filter(record=record, text="Look.").count() == 1


def test_the_page_leads_from_the_supplier_to_what_it_reads(
    world: World, record: Record, supplier: Record, as_: As
) -> None:
    agent, address = as_("agent"), f"/incidents/{record.number}/forward"
    first = agent.get(address).content.decode()
    assert supplier.number in first and 'name="text"' not in first
    assert f'href="{address}"' in agent.get(f"/incidents/{record.number}").content.decode()
    second = agent.get(f"{address}?supplier={supplier.number}").content.decode()
    assert "Since eight" in second and OFFICE in second and "Campus network" in second
    for word in (SECRET, "Requester", "requester@", "http"):
        assert word not in second.partition("<textarea")[2].partition("</textarea>")[0], word
    discussion.attach(world.actor("requester"), record.number, [ContentFile(b"a plan", "plan.txt")])
    plan = str(record.attachments.get().pk)
    assert "plan.txt" in agent.get(f"{address}?supplier={supplier.number}").content.decode()
    said = {"supplier": supplier.number, "address": OFFICE, "subject": "The line", "text": "Look.", "goes_along": plan}
    for lacking in ("text", "subject", "address"):
        answer = agent.post(address, {**said, lacking: ""})
        assert answer.status_code == 422 and not Comment.objects.filter(record=record, text="Look.").exists(), lacking
    for wrong in ({"supplier": "SUP-999999"}, {"goes_along": "999"}):
        assert agent.post(address, {**said, **wrong}).status_code == 422, wrong
    assert agent.post(address, {**said, "wait": "on"}).status_code == 303
    record.refresh_from_db()
    assert record.state == "waiting" and Comment.objects.filter(record=record, text="Look.").exists()
    page = agent.get(f"/incidents/{record.number}").content.decode()
    assert "forwarded to Longline, office@longline.example, with plan.txt" in page
    theirs = as_("requester").get(f"/portal/requests/{record.number}").content.decode()
    assert "Look." not in theirs and "ongline" not in theirs


def test_the_supplier_that_is_waited_for_is_chosen_already(
    world: World, record: Record, supplier: Record, as_: As
) -> None:
    world.rival.is_supplier = True
    world.rival.save()
    actions.wait(world.actor("agent"), record.number, pause_reason="supplier", supplier=world.rival)
    page = as_("agent").get(f"/incidents/{record.number}/forward").content.decode()
    assert OFFICE in page and 'name="wait"' not in page
    again = as_("agent").get(f"/incidents/{record.number}/forward?supplier=").content.decode()
    assert 'name="text"' not in again


def test_what_is_over_says_so_on_the_page(world: World, record: Record, as_: As) -> None:
    actions.withdraw(world.actor("agent"), record.number, reason="twice")
    answer = as_("agent").get(f"/incidents/{record.number}/forward")
    assert answer.status_code == 409 and "not forwarded any more" in answer.content.decode()
    assert "/forward" not in as_("agent").get(f"/incidents/{record.number}").content.decode()


def test_over_rest(world: World, record: Record, supplier: Record, caller: Callable[..., Caller]) -> None:
    discussion.attach(world.actor("requester"), record.number, [ContentFile(b"a plan", "plan.txt")])
    path, body = f"/incidents/{record.number}/forward", {"supplier": supplier.number, "text": "Look."}
    agent = caller("agent")
    for wrong in ({"files": ["1"]}, {"files": [True]}, {"files": [0]}, {"files": list(range(1, 99))}, {"then": "go"}):
        answer = agent("POST", path, {**body, **wrong})
        assert answer.status_code == 422 and next(iter(wrong)) in answer.json()["errors"], answer.content
    answer = agent("POST", path, {**body, "files": [record.attachments.get().pk], "subject": "The line"})
    assert answer.status_code == 200, answer.content
    assert caller("requester")("POST", path, body).status_code == 403
    told = agent("GET", f"/records/{record.number}/entries").json()["items"]
    assert any(fact["name"] == "discussion.forwarded" for entry in told for fact in entry["facts"])
    theirs = caller("requester")("GET", f"/records/{record.number}/entries").content.decode()
    assert "longline" not in theirs.lower() and "Look." not in theirs
