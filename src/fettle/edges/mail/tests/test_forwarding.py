"""A record that is forwarded to a supplier: what leaves, what comes back, and that nobody whom we serve sees either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from fettle.edges.mail import tokens, trying
from fettle.edges.mail.mailboxes import Mailbox
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.tests.desk import KEEPER, Send, codes, source
from fettle.edges.notify import jobs, leaving, smtp
from fettle.edges.notify.models import Notice, NotificationDecision, OutgoingMail
from fettle.edges.notify.tests.conftest import mail_server as mail_server
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.models import Attachment, Comment
from fettle.facilities.relationships import contacts
from fettle.kernel.access.read import visible
from fettle.kernel.history.deliver import deliver
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.actions import redefine
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.suppliers import actions as suppliers
from fettle.processes.suppliers.records import SUPPLIER
from fettle.site.testing.world import World

NOC = "noc@longline.example"
Forward = Callable[..., OutgoingMail]


@pytest.fixture
def record(world: World, desk: Mailbox) -> Record:
    """An incident of the requester, watched by the classmate, taken by the agent."""
    made = incidents.register(world.actor("requester"), INCIDENT, title="Line down", details="Since eight")
    discussion.watch(world.actor("agent"), made.number, world.people["classmate"])
    return incidents.take(world.actor("agent"), made.number)


@pytest.fixture
def supplier(world: World) -> Record:
    values: dict[str, Any] = {"title": "Longline", "contact_point": "the office", "importance": "high"}
    values["assignee"] = world.people["agent"]
    made = suppliers.register(world.actor("manager"), organisation=world.rival, **values)
    contacts.add(
        world.actor("manager"), made.number, (SUPPLIER,), role="technical", name="The night shift", channel=NOC
    )
    return made


@pytest.fixture
def forward(world: World, record: Record, supplier: Record, mail_server: BadServer) -> Forward:
    """Forwards it as the agent, and has the house react; the mail."""

    def run(text: str = "Your line to the ship is dark.", **values: Any) -> OutgoingMail:
        incidents.forward(world.actor("agent"), record.number, supplier=supplier, text=text, **values)
        return delivered(record)

    return run


def delivered(record: Record) -> OutgoingMail:
    for entry in Entry.objects.filter(record=record).order_by("seq"):
        deliver.run(entry_id=entry.pk)
    return OutgoingMail.objects.filter(record=record, purpose=OutgoingMail.FORWARD).latest("pk")


def as_it_left(mail: OutgoingMail, server: BadServer) -> EmailMessage:
    leaving.leave.run(mail=mail.pk)
    return next(each for each in server.taken if each["Message-ID"] == mail.message_id)


def parts(record: Record) -> set[tuple[int, str]]:
    return set(Participant.objects.filter(record=record).values_list("person_id", "part"))


def test_it_leaves_as_the_agent_wrote_it(
    world: World, record: Record, supplier: Record, forward: Forward, mail_server: BadServer
) -> None:
    incidents.note(world.actor("agent"), record.number, text="The caretaker suspects sabotage")
    mail = forward(subject="The line to the ship")
    left = as_it_left(mail, mail_server)
    assert left["To"] == NOC and left["Subject"] == f"[{record.number}] The line to the ship"
    said = left.get_content().replace("\r\n", "\n")
    assert said.startswith("Your line to the ship is dark.\n") and "Agent, Northfield IT" in said
    for word in ("sabotage", "Requester", "requester@", "http", "Since eight"):
        assert word not in left.as_string(), word
    assert left["Auto-Submitted"] is None and left["X-Auto-Response-Suppress"] is None
    assert str(left["From"]).startswith("Service desk <desk@") and "+" in left["Reply-To"]


def test_it_is_a_note_for_staff(world: World, record: Record, supplier: Record, forward: Forward) -> None:
    forward()
    entry = Entry.objects.get(record=record, fact="discussion.forwarded")
    assert entry.audience == "staff" and Comment.objects.get(record=record).audience == "staff"
    for who in ("requester", "classmate"):
        told = NotificationDecision.objects.filter(entry=entry, person=world.people[who], told=True)
        assert not told.exists() and not visible(world.actor(who)).filter(pk=supplier.pk).exists()
    assert OutgoingMail.objects.filter(entry=entry).count() == 1


def test_somebody_who_left_writes_a_note_too(world: World, record: Record, forward: Forward, send: Send) -> None:
    """Their mail waits otherwise; what a supplier is answered by is looked for first."""
    who = world.people["classmate"]
    Person.objects.filter(pk=who.pk).update(is_active=False)
    assert send("Is it there again?", sender=who.mail, subject="The line").decision == "held"
    came = send("We look at it.", sender=who.mail, subject="Re: the line", to=forward().reply_to)
    assert (came.decision, came.record) == ("noted", record) and {"left", "not_theirs"} <= set(codes(came))


@pytest.mark.parametrize("way", ["address", "delivered", "our mail", "thread"])
@pytest.mark.parametrize("sender", ["Night shift <NOC@longline.example>", "else@elsewhere.example", "requester"])
def test_an_answer_is_a_note_whoever_wrote_it(
    way: str, sender: str, world: World, record: Record, forward: Forward, send: Send
) -> None:
    """Even the requester's own word, with what was only for the supplier in hand, is for staff alone."""
    mail, before = forward(), parts(record)
    whose = world.people["requester"].mail if sender == "requester" else sender
    ways: dict[str, dict[str, Any]] = {
        "address": {"to": mail.reply_to.upper()},
        "delivered": {"headers": {"Delivered-To": mail.reply_to}},
        "our mail": {"headers": {"In-Reply-To": mail.message_id}},
        "thread": {"headers": {"References": mail.thread_id}},
    }
    people = Person.objects.count()
    said = "We look at it.\n\nOn Monday 2 Nov 2026 the agent wrote:\n> dark"
    came = send(said, sender=whose, subject="Re: the line", **ways[way])
    assert (came.decision, came.record) == ("noted", record), came.reasons
    assert came.comment is not None and came.comment.audience == "staff" and came.comment.text == "We look at it."
    assert (
        came.entry is not None and came.entry.audience == "staff" and came.entry.fact == "discussion.supplier_answered"
    )
    fact = came.entry.said()[0]
    theirs = "longline" in sender
    assert fact.known == theirs and ("not_theirs" in codes(came)) != theirs  # type: ignore[attr-defined]
    assert came.sender in fact.headline and "Longline" in fact.headline  # type: ignore[attr-defined]
    assert parts(record) == before and Person.objects.count() == people and not came.introduced


def test_who_works_on_it_is_told_and_nobody_else(world: World, record: Record, forward: Forward, send: Send) -> None:
    came = send("Fixed.", sender=NOC, to=forward().reply_to)
    assert came.entry is not None
    deliver.run(entry_id=came.entry.pk)
    told = NotificationDecision.objects.filter(entry=came.entry, told=True)
    assert set(told.values_list("person__mail", "way")) == {
        ("agent@example.org", "mail"),
        ("agent@example.org", "screen"),
    }
    assert not Notice.objects.filter(entry=came.entry, person=world.people["classmate"]).exists()
    (mail,) = OutgoingMail.objects.filter(entry=came.entry)
    assert mail.person == world.people["agent"] and "> Fixed." in mail.body


def test_people_in_copy_come_to_nothing(world: World, record: Record, forward: Forward, send: Send) -> None:
    before = parts(record)
    mail = forward()
    stranger = world.people["stranger"].mail
    came = send("Fixed.", sender=NOC, to=f"{mail.reply_to}, {stranger}", headers={"Cc": "agent@example.org"})
    assert came.decision == "noted" and parts(record) == before


def test_nothing_of_it_opens_what_is_solved_or_closed(
    world: World, record: Record, forward: Forward, send: Send
) -> None:
    mail = forward()
    incidents.resolve(world.actor("agent"), record.number, resolution="A new fibre.", closure_code="solved")
    for text in ("It was not us.", "It was us after all."):
        came = send(text, sender=NOC, to=mail.reply_to)
        assert came.decision == "noted" and "stays_over" in codes(came) and came.record == record
        assert Record.objects.get(pk=record.pk).state in ("resolved", "closed")
        if Record.objects.get(pk=record.pk).state == "resolved":
            incidents.close(world.actor("agent"), record.number)
    assert Record.objects.filter(kind="incident").count() == 1


def test_of_what_is_merged_it_goes_on_in_the_other(world: World, record: Record, forward: Forward, send: Send) -> None:
    mail = forward()
    other = incidents.register(world.actor("requester"), INCIDENT, title="The ship is silent")
    incidents.merge(world.actor("agent"), record.number, into=other.number)
    came = send("Fixed.", sender=NOC, to=mail.reply_to)
    assert came.record == other and "led_to" in codes(came) and came.comment.audience == "staff"  # type: ignore[union-attr]


def test_an_answer_reaches_what_only_few_may_see(record: Record, forward: Forward, send: Send) -> None:
    mail = forward()
    Record.objects.filter(pk=record.pk).update(restricted=True)
    came = send("Fixed.", sender=NOC, to=mail.reply_to)
    assert (came.decision, came.record) == ("noted", record), came.reasons


def test_a_machine_there_is_a_note_and_nobody_is_mailed(
    world: World, record: Record, forward: Forward, send: Send
) -> None:
    mail = forward()
    came = send("Ticket 4711.", sender=NOC, to=mail.reply_to, headers={"Auto-Submitted": "auto-replied"})
    assert came.decision == "noted" and "machine" in codes(came) and came.entry is not None
    written = OutgoingMail.objects.count()
    deliver.run(entry_id=came.entry.pk)
    assert OutgoingMail.objects.count() == written


def test_no_proof_is_made_of_another(world: World, desk: Mailbox, record: Record, forward: Forward, send: Send) -> None:
    """Of a requester's, of a changed one, of one of another record: none proves an answer of a supplier, and a
    supplier's is nobody's on the record.
    """
    mail = forward()
    local, _at, domain = mail.reply_to.partition("@")
    number, entry, sign = local.partition("+")[2].split(".")
    requesters = tokens.reply_address(desk, record, world.people["requester"])
    own = requesters.partition("@")[0].partition("+")[2].split(".")
    assert tokens.of_forwarded(mail.reply_to) == (record.number, int(entry[1:], 16))
    assert tokens.of_address(mail.reply_to) is None and tokens.of_forwarded(requesters) is None
    person = f"{world.people['requester'].pk:x}"
    forged = [
        f"desk+{number}.{entry[1:]}.{sign}@{domain}",
        f"desk+{number}.{person}.{sign}@{domain}",
        f"desk+{number}.s{person}.{own[2]}@{domain}",
        f"desk+inc-000099.{entry}.{sign}@{domain}",
        f"desk+{number}.{entry}.{sign[:-1]}{'a' if sign[-1] != 'a' else 'b'}@{domain}",
        f"desk+{number}.{entry}.{sign[:20]}@{domain}",
    ]
    for address in forged:
        assert tokens.of_address(address) is None and tokens.of_forwarded(address) is None, address
        came = send("Tell me all.", sender="thief@elsewhere.example", to=address)
        assert came.record != record and came.decision in ("opened", "held"), (address, came.reasons)


def test_a_proof_of_a_mail_that_was_never_written_is_none(desk: Mailbox, record: Record, send: Send) -> None:
    entry = Entry.objects.filter(record=record).latest("pk")
    came = send("Fixed.", sender=NOC, to=tokens.forwarded_address(desk, record, entry.pk))
    assert came.record != record


def test_the_tester_says_it_and_does_nothing(world: World, record: Record, forward: Forward) -> None:
    mail, comments = forward(), Comment.objects.count()
    trial = trying.attempt(KEEPER, "desk", source("Fixed.", sender="else@elsewhere.example", to=mail.reply_to))
    assert trial.decision == "Note for staff" and "forwarded to Longline" in trial.reasons[0]
    assert "else@elsewhere.example, is no address of Longline" in trial.reasons[1]
    assert Comment.objects.count() == comments and not IncomingMail.objects.exists()


def test_what_does_not_leave_is_said_on_the_record(world: World, record: Record, supplier: Record) -> None:
    """No mail server is set up here."""
    incidents.forward(world.actor("agent"), record.number, supplier=supplier, text="Your line is dark.")
    mail = delivered(record)
    assert (mail.state, mail.reason) == ("withheld", "no_server")
    note = Comment.objects.filter(record=record).latest("pk")
    assert note.audience == "staff" and NOC in note.text and "no mail server" in note.text
    delivered(record)
    assert Comment.objects.filter(record=record).count() == 2 and OutgoingMail.objects.filter(key=mail.key).count() == 1


def test_what_no_server_takes_is_said_on_the_record(world: World, record: Record, mail_server: BadServer) -> None:
    nowhere = "550-rcpt@longline.example"
    point: dict[str, Any] = {"contact_point": f"Office, {nowhere}", "importance": "high"}
    point |= {"assignee": world.people["agent"], "title": "Longline"}
    party = suppliers.register(world.actor("manager"), organisation=world.rival, **point)
    incidents.forward(world.actor("agent"), record.number, supplier=party, text="Your line is dark.")
    mail = delivered(record)
    leaving.leave.run(mail=mail.pk)
    mail.refresh_from_db()
    note = Comment.objects.filter(record=record).latest("pk")
    assert mail.state == "failed" and note.audience == "staff" and nowhere in note.text and "no such user" in note.text


def test_what_is_kept_here_later_is_said_on_the_record(world: World, record: Record, forward: Forward) -> None:
    """Mails are silenced after it was written and before it left."""
    mail = forward()
    redefine(world.actor("administrator"), "operations.silence", value={"silent": True})
    leaving.leave.run(mail=mail.pk)
    mail.refresh_from_db()
    note = Comment.objects.filter(record=record).latest("pk")
    assert (mail.state, mail.reason) == ("withheld", "silence")
    assert note.audience == "staff" and NOC in note.text and "did not leave" in note.text


def test_what_is_cut_off_again_and_again_is_said_on_the_record(record: Record, forward: Forward) -> None:
    mail = forward()
    long_ago = timezone.now() - timedelta(hours=1)
    OutgoingMail.objects.filter(pk=mail.pk).update(state="sending", sending_at=long_ago, attempts=5)
    jobs.find_cut_off.run()
    mail.refresh_from_db()
    note = Comment.objects.filter(record=record).latest("pk")
    assert mail.state == "failed" and note.audience == "staff" and "was not delivered" in note.text


@pytest.mark.parametrize(("problem", "state"), [(FileNotFoundError, "failed"), (PermissionError, "waiting")])
def test_a_file_that_cannot_be_read_is_no_fault_of_the_address(
    world: World, record: Record, forward: Forward, monkeypatch: Any, problem: type[OSError], state: str
) -> None:
    incidents.note(world.actor("agent"), record.number, text="See", files=[ContentFile(b"plan", "plan.txt")])
    mail = forward(files=[Attachment.objects.get(record=record).pk])

    def gone(_name: str) -> Any:
        raise problem("plan")

    monkeypatch.setattr(smtp, "store", lambda: SimpleNamespace(open=gone))
    leaving.leave.run(mail=mail.pk)
    mail.refresh_from_db()
    assert mail.state == state and "address" not in mail.answer and mail.answer


def test_that_it_came_back_is_said_on_the_record(record: Record, forward: Forward, send: Send) -> None:
    mail = forward()
    report = (
        f"From: mailer-daemon@longline.example\r\nTo: desk@fettle.example\r\nSubject: Undelivered\r\n"
        f"Message-ID: <dsn@longline.example>\r\nContent-Type: multipart/report; report-type=delivery-status; "
        f"boundary=b\r\n\r\n--b\r\n\r\nUser unknown\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; longline.example\r\n\r\nFinal-Recipient: rfc822; {NOC}\r\n"
        f"Action: failed\r\nStatus: 5.1.1\r\n"
        f"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {mail.message_id}\r\n\r\n--b--\r\n"
    )
    came = send(raw=report.encode())
    assert (came.decision, came.record) == ("reported", record), came.reasons
    mail.refresh_from_db()
    assert mail.state == "failed" and came.comment is not None and came.comment.audience == "staff"


def test_chosen_files_go_along_and_no_other(
    world: World, record: Record, forward: Forward, mail_server: BadServer
) -> None:
    given = [ContentFile(b"\x89PNG\r\n\x1a\n" + bytes(24), "plan.png"), ContentFile(b"my address", "private.txt")]
    discussion.attach(world.actor("requester"), record.number, given)
    plan, private = record.attachments.order_by("pk")
    left = as_it_left(forward(files=[plan.pk]), mail_server)
    (enclosed,) = left.iter_attachments()
    assert enclosed.get_filename() == "plan.png" and enclosed.get_content_type() == "image/png"
    assert enclosed.get_content() == b"\x89PNG\r\n\x1a\n" + bytes(24)
    fact = Entry.objects.get(record=record, fact="discussion.forwarded").said()[0]
    assert "plan.png" in fact.headline  # type: ignore[attr-defined]
    mail = forward(files=[plan.pk, private.pk])
    discussion.withdraw(world.actor("agent"), record.number, private.pk, reason="Not for them")
    assert [each.get_filename() for each in as_it_left(mail, mail_server).iter_attachments()] == ["plan.png"]
