"""Mails in the name of staff, proofs that were changed at any byte, names of our mails that were made up, headers of
ours from outside and checks that nobody made: no action of staff, no note made public, nothing on a record that its
sender is not on (bar T16). They come by the two ways in that there are: a folder, and a real server (Dovecot).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fettle.edges.mail import intake, tokens
from fettle.edges.mail.mailboxes import DROP, Mailbox, mailbox
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.sources import drop, imap
from fettle.edges.mail.tests import dovecot as servers
from fettle.edges.mail.tests.desk import DESK, OTHER, rules, set_up, source
from fettle.edges.mail.tests.test_imap import box
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


def changed(text: str, start: int, end: int, letters: str, most: int | None) -> Iterator[str]:
    """The text with each of these characters changed into other ones of ``letters``, which could stand there."""
    for at in range(start, end):
        for other in itertools.islice((letter for letter in letters if letter != text[at].lower()), most):
            yield f"{text[:at]}{other}{text[at + 1 :]}"


OF_ADDRESS, OF_NAME = "72abcdefghijklmnopqrstuvwxyz3456", "0f123456789abcde"
"""The letters of a proof in an address, and of one in the name of a mail."""


def with_changed_proofs(ways: dict[str, dict[str, Any]], most: int | None = 1) -> Iterator[bytes]:
    """By the requester, so that nothing but the proof stands in the way of the record. ``most`` of each byte."""
    sender = "Requester <requester@example.org>"
    address = ways["address"]["to"]
    for to in changed(address, address.index("+") + 1, address.index("@"), OF_ADDRESS, most):
        yield source("Changed", sender=sender, to=to)
    name = ways["our mail"]["headers"]["In-Reply-To"]
    for other in changed(name, 1, name.index("@"), OF_NAME, most):
        yield source("Changed", sender=sender, headers={"In-Reply-To": other, "References": other})
    thread = ways["thread"]["headers"]["References"]
    for other in changed(thread, thread.index(".") + 1, thread.index("@"), OF_NAME, most):
        yield source("Changed", sender=sender, headers={"References": other})


Bring = Callable[[Iterable[bytes]], list[IncomingMail]]
"""Mails to the desk that are handled; the rows of those that came, as they are then."""
IN_BOTH = [pytest.param("folder", 0), pytest.param("imap", 1, marks=pytest.mark.mail)]
"""Half of the mails by each way."""
_users = itertools.count(1)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[servers.Dovecot]:
    with servers.dovecot() as server:
        yield server


@pytest.fixture
def bring(way: str, request: pytest.FixtureRequest, settings: Any, tmp_path: Path, monkeypatch: Any) -> Bring:
    """Whoever sends the most is held up by nothing, and the mailbox's own server seems to vouch for the sender."""
    settings.MAIL_DROP = tmp_path
    monkeypatch.setattr(drop, "STILL_SECONDS", -1.0)
    rules(most_per_sender_hour=10_000)
    vouched = {"checked_by": "mx.fettle.example"}
    if way == "folder":
        set_up({**DESK, "source": DROP, **vouched}, OTHER)

        def put(raws: Iterable[bytes]) -> int:
            made = mailbox("desk")
            assert made is not None
            for at, raw in enumerate(raws):
                (drop.folder(made) / f"{at}.eml").write_bytes(raw)
            taken = 0
            while any(drop.folder(made).iterdir()):
                taken += drop.take(made)
            return taken

    else:
        server, user = request.getfixturevalue("dovecot"), f"forged-{next(_users)}"
        made = box(server, user, done_folder="Done", **vouched)

        def put(raws: Iterable[bytes]) -> int:
            server.put_all(user, raws)
            with imap.opened(made) as connection:
                return imap.take(made, connection)

    def brought(raws: Iterable[bytes]) -> list[IncomingMail]:
        raws, last = list(raws), IncomingMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        assert put(raws) == len(raws), "each came in"
        while intake.to_read("desk").exists():
            intake.handle.run(mailbox="desk")
        mails = IncomingMail.objects.filter(pk__gt=last).select_related("record__organisation", "person", "comment")
        return list(mails.order_by("pk"))

    return brought


@pytest.mark.usefixtures("mail_server")
@pytest.mark.parametrize(("way", "half"), IN_BOTH)
def test_nobody_is_believed(way: str, half: int, world: World, desk: Mailbox, record: Record, bring: Bring) -> None:
    """The bar T16 with 50 forged mails, where the forged line is the only one, so that the mailbox's own server seems
    to vouch for the sender: without that less is believed.
    """
    raws = _forged(world, desk, record)
    assert len(raws) >= 50
    _nobody_is_believed(world, record, bring, raws[half::2])


@pytest.mark.long
@pytest.mark.usefixtures("mail_server")
@pytest.mark.parametrize("way", ["folder", pytest.param("imap", marks=pytest.mark.mail)])
def test_nobody_is_believed_whole(way: str, world: World, desk: Mailbox, record: Record, bring: Bring) -> None:
    """Each forged mail by each way."""
    _nobody_is_believed(world, record, bring, _forged(world, desk, record))


def _forged(world: World, desk: Mailbox, record: Record) -> list[bytes]:
    ways = named(world, desk, record)
    return [*in_the_name_of_staff(world, ways), *by_others(ways)]


def _nobody_is_believed(world: World, record: Record, bring: Bring, raws: list[bytes]) -> None:
    old, entries = set(Record.objects.values_list("pk", flat=True)), Entry.objects.latest("pk").pk
    mails = bring(raws)
    assert len(mails) == len(raws) and all(mail.state != "arrived" for mail in mails)
    _nothing_was_believed(world, record, old, entries)


@pytest.mark.usefixtures("mail_server")
@pytest.mark.parametrize(("way", "half"), IN_BOTH)
def test_a_proof_changed_at_any_byte_is_none(
    way: str, half: int, world: World, desk: Mailbox, record: Record, bring: Bring
) -> None:
    """The bar T16: 100 of them, and each proof unchanged still leads to the record."""
    ways = named(world, desk, record)
    raws = list(with_changed_proofs(ways))
    assert len(raws) >= 95
    _no_changed_proof_leads(world, record, bring, raws[half::2], ways)


@pytest.mark.long
@pytest.mark.usefixtures("mail_server")
@pytest.mark.parametrize("way", ["folder", pytest.param("imap", marks=pytest.mark.mail)])
def test_a_proof_changed_into_any_letter_is_none(
    way: str, world: World, desk: Mailbox, record: Record, bring: Bring
) -> None:
    """Each byte into each other letter that may stand there, by each way."""
    ways = named(world, desk, record)
    raws = list(with_changed_proofs(ways, None))
    assert len(raws) >= 1500
    _no_changed_proof_leads(world, record, bring, raws, ways)


def _no_changed_proof_leads(
    world: World, record: Record, bring: Bring, raws: list[bytes], ways: dict[str, dict[str, Any]]
) -> None:
    old, entries = set(Record.objects.values_list("pk", flat=True)), Entry.objects.latest("pk").pk
    mails = bring(raws)
    assert len(mails) == len(raws)
    assert {mail.decision for mail in mails} == {"opened"}, [mail.reasons for mail in mails if mail.record == record]
    _nothing_was_believed(world, record, old, entries)
    whole = [source("It is still down", sender="requester@example.org", **way) for way in ways.values()]
    for kept in bring(whole):
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
