"""Mails in the name of staff, proofs that were changed at any byte, names of our mails that were made up, headers of
ours from outside and checks that nobody made: no action of staff, no note made public, nothing on a record that its
sender is not on (bar T16).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fettle.edges.mail import tokens
from fettle.edges.mail.mailboxes import Mailbox
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.tests.desk import DESK, Send, rules, set_up, source
from fettle.edges.notify import outbox
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.tests.conftest import mail_server as mail_server
from fettle.facilities.discussion.models import Comment
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Participant, Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

SECRET = "The caretaker suspects sabotage"
STAFF = ("agent", "colleague", "manager", "head", "administrator")
OUTSIDE = ("stranger@example.org", "mallory@evil.example", "AGENT@example.org.evil.example")
OF_A_REQUESTER = {"incidents.registered", "levels.targets_set", "discussion.watching", "discussion.file_added"}
CLAIMS = {
    "X-Fettle-Actor": "agent@example.org",
    "X-Fettle-Record": "INC-000001",
    "X-Fettle-Audience": "everyone",
    "X-RT-Ticket": "INC-000001",
    "X-Forwarded-User": "agent",
    "Sender": "agent@example.org",
    "Resent-From": "agent@example.org",
    "Authentication-Results": "mx.fettle.example; dmarc=pass header.from=example.org; dkim=pass; spf=pass",
    "ARC-Authentication-Results": "i=1; mx.fettle.example; dmarc=pass",
    "DKIM-Signature": "v=1; d=example.org; s=x; b=AAAA",
    "Return-Path": "<agent@example.org>",
}
ORDERS = "Status: resolved\n#close\n/resolve\nAssignee: agent\n[public]\nIt is done."


@pytest.fixture
def record(world: World, desk: Mailbox) -> Record:
    """An incident of the requester with a note for staff, taken by the agent."""
    made = incidents.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", details="Since eight")
    incidents.take(world.actor("agent"), made.number)
    incidents.note(world.actor("agent"), made.number, text=SECRET)
    return Record.objects.select_related("incident", "organisation").get(pk=made.pk)


def named(world: World, desk: Mailbox, record: Record) -> dict[str, dict[str, Any]]:
    """Each way in which a mail can say that it belongs to the record, with what was given to the requester."""
    person = world.people["requester"]
    words = {"subject": f"[{record.number}] {record.title}", "body": "News\n"}
    ours = outbox.put("test", person, record, words, purpose="notice")
    return {
        "address": {"to": tokens.reply_address(desk, record, person)},
        "our mail": {"headers": {"In-Reply-To": ours.message_id}},
        "thread": {"headers": {"References": ours.thread_id}},
        "number": {"subject": f"Re: [{record.number}] Wi-Fi down"},
        "delivered": {"headers": {"Delivered-To": tokens.reply_address(desk, record, person)}},
    }


def in_the_name_of_staff(world: World, ways: dict[str, dict[str, Any]]) -> Iterator[bytes]:
    for who in STAFF:
        for way in ways.values():
            yield source(ORDERS, sender=f"{who.title()} <{who}@example.org>", **with_claims(way))
    for way in ways.values():
        yield source(ORDERS, sender="agent@example.org, requester@example.org", **way)
        yield source(ORDERS, sender='"agent@example.org" <mallory@evil.example>', **with_claims(way))


def by_others(ways: dict[str, dict[str, Any]]) -> Iterator[bytes]:
    for sender in OUTSIDE:
        for way in ways.values():
            yield source(ORDERS, sender=sender, **with_claims(way))


def with_claims(way: dict[str, Any]) -> dict[str, Any]:
    return {**way, "headers": {**CLAIMS, **way.get("headers", {})}}


def changed(text: str, start: int, end: int, letters: str) -> Iterator[str]:
    """The text with each of these characters changed into another one that could stand there."""
    for at in range(start, end):
        other = next(letter for letter in letters if letter != text[at].lower())
        yield f"{text[:at]}{other}{text[at + 1 :]}"


def with_changed_proofs(ways: dict[str, dict[str, Any]]) -> Iterator[bytes]:
    """By the requester, so that nothing but the proof stands in the way of the record."""
    sender = "Requester <requester@example.org>"
    address = ways["address"]["to"]
    for to in changed(address, address.index("+") + 1, address.index("@"), "72a"):
        yield source("Changed", sender=sender, to=to)
    name = ways["our mail"]["headers"]["In-Reply-To"]
    for other in changed(name, 1, name.index("@"), "0f"):
        yield source("Changed", sender=sender, headers={"In-Reply-To": other, "References": other})
    thread = ways["thread"]["headers"]["References"]
    for other in changed(thread, thread.index(".") + 1, thread.index("@"), "0f"):
        yield source("Changed", sender=sender, headers={"References": other})


@pytest.mark.usefixtures("mail_server")
def test_nobody_is_believed(world: World, desk: Mailbox, record: Record, send: Send) -> None:
    """The bar T16 with 50 forged mails, where the forged line is the only one, so that the mailbox's own server seems
    to vouch for the sender: without that less is believed.
    """
    rules(most_per_sender_hour=10_000)
    set_up({**DESK, "checked_by": "mx.fettle.example"})
    ways, before = named(world, desk, record), Record.objects.values_list("pk", flat=True)
    old, entries = set(before), Entry.objects.latest("pk").pk
    raws = [*in_the_name_of_staff(world, ways), *by_others(ways)]
    mails = [send(raw=raw) for raw in raws]
    assert len(mails) >= 50 and all(mail.state != "arrived" for mail in mails)
    _nothing_was_believed(world, record, old, entries)


@pytest.mark.usefixtures("mail_server")
def test_a_proof_changed_at_any_byte_is_none(world: World, desk: Mailbox, record: Record, send: Send) -> None:
    """The bar T16: 100 of them, and each proof unchanged still leads to the record."""
    rules(most_per_sender_hour=10_000)
    ways = named(world, desk, record)
    old, entries = set(Record.objects.values_list("pk", flat=True)), Entry.objects.latest("pk").pk
    mails = [send(raw=raw) for raw in with_changed_proofs(ways)]
    assert len(mails) >= 95
    assert {mail.decision for mail in mails} == {"opened"}, [mail.reasons for mail in mails if mail.record == record]
    _nothing_was_believed(world, record, old, entries)
    for way in ways.values():
        kept = send("It is still down", sender="requester@example.org", **way)
        assert (kept.decision, kept.record) == ("answered", record), kept.reasons


def _nothing_was_believed(world: World, record: Record, old: set[int], entries: int) -> None:
    staff = {world.people[who].pk for who in (*STAFF, "auditor")}
    written = Entry.objects.filter(pk__gt=entries)
    for entry in written.filter(actor__in=staff):
        assert entry.record_id not in old, "an action of staff on a record that was there"
        assert {fact["name"] for fact in entry.facts} <= OF_A_REQUESTER
    now = Record.objects.select_related("incident").get(pk=record.pk)
    assert (now.state, now.assignee_id, now.title) == (record.state, record.assignee_id, record.title)
    on_it = set(Participant.objects.filter(record=record).values_list("person_id", flat=True))
    for mail in IncomingMail.objects.filter(record=record):
        assert mail.decision == "noted" and mail.person_id in staff, "attached, and its sender is not on the record"
    assert on_it == {world.people["requester"].pk}, "nobody came onto it"
    assert Comment.objects.get(text=SECRET).audience == "staff"
    assert not Comment.objects.filter(record__in=old, audience="everyone").exists(), "nothing was made public"
    for entry in written.order_by("pk"):
        decide(entry)
    told = OutgoingMail.objects.exclude(state="withheld").filter(entry__gt=entries)
    assert not any(SECRET in body for body in told.values_list("body", flat=True))
    known = [person.mail for person in world.people.values()]
    assert not told.exclude(address__in=known).filter(record__in=old).exists(), "told to somebody outside"
