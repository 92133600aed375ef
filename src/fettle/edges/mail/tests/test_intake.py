"""What becomes of mails: new records, conversations, and what nothing is made of."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from fettle.edges.mail import acting, intake, tokens
from fettle.edges.mail.mailboxes import Mailbox
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.tests.desk import DESK, OTHER, Send, codes, rules, set_up, source
from fettle.edges.notify import outbox
from fettle.edges.notify.models import OutgoingMail
from fettle.facilities.discussion.models import Comment
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


def mine(world: World, who: str = "requester") -> str:
    person = world.people[who]
    return f"{person.name} <{person.mail}>"


def sent_to(world: World, record: Record, who: str = "requester") -> OutgoingMail:
    """A mail of ours about a record."""
    words = {"subject": f"[{record.number}] {record.title}", "body": "News\n"}
    return outbox.put(f"test:{record.pk}:{who}", world.people[who], record, words, purpose="notice")


@pytest.fixture
def record(world: World, desk: Mailbox) -> Record:
    """An incident of the requester, taken by the agent."""
    made = incidents.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", details="Since eight")
    return incidents.take(world.actor("agent"), made.number)


def fresh(record: Record) -> Record:
    return Record.objects.select_related("incident", "organisation").get(pk=record.pk)


def test_a_mail_of_somebody_known_is_their_incident(world: World, send: Send) -> None:
    mail = send("The projector is dark.\n\n> older words", sender=mine(world), subject="Projector")
    assert (mail.state, mail.decision) == ("done", "opened"), mail.reasons
    record = mail.record
    assert record is not None and record.kind == "incident" and record.title == "Projector"
    item = record.item
    assert item.requester == world.people["requester"] and item.channel == "mail"
    assert "The projector is dark." in item.details and "older words" in item.details
    entry = Entry.objects.get(record=record, seq=1)
    assert entry.channel == "mail" and entry.actor_id == world.people["requester"].pk
    assert mail.entry == entry and mail.person == world.people["requester"] and not mail.unconfirmed


def test_a_stranger_becomes_somebody_without_an_account(world: World, send: Send) -> None:
    mail = send(sender='"Ana Ruiz" <ana@elsewhere.example>')
    ana = Person.objects.get(mail="ana@elsewhere.example")
    assert (ana.name, ana.may_sign_in) == ("Ana Ruiz", False) and ana.organisation.parent_id is None
    assert mail.decision == "opened" and mail.introduced and mail.unconfirmed
    assert {"introduced", "unconfirmed"} <= set(codes(mail))


def test_a_mailbox_may_let_strangers_wait(world: World, send: Send) -> None:
    set_up({**DESK, "unknown": "hold"})
    mail = send(sender="ana@elsewhere.example")
    assert (mail.state, codes(mail)[-1]) == ("held", "stranger") and mail.record is None
    assert not Person.objects.filter(mail="ana@elsewhere.example").exists()


def test_the_same_bytes_are_one_mail(world: World, send: Send) -> None:
    raw = source(sender=mine(world))
    first, again = send(raw=raw), send(raw=raw)
    assert first.pk == again.pk and IncomingMail.objects.count() == 1
    assert Record.objects.filter(kind="incident", title="Projector").count() == 1


def test_a_mail_to_two_mailboxes_is_taken_in_once(world: World, send: Send) -> None:
    first = send(sender=mine(world), name="<one@client.example>")
    copied = send(sender=mine(world), name="<one@client.example>", headers={"Received": "by another way"}, box="it")
    assert copied.state == "ignored" and codes(copied) == ["copy"] and copied.record == first.record
    other = send("Something else", sender=mine(world), name="<one@client.example>", box="it")
    assert other.decision == "opened", "names of mails can be made up: another text is another mail"


@pytest.mark.parametrize("way", ["address", "our mail", "thread", "their mail", "subject"])
def test_an_answer_goes_on_in_its_record(way: str, world: World, desk: Mailbox, record: Record, send: Send) -> None:
    requester = world.people["requester"]
    ours = sent_to(world, record)
    options: dict[str, Any] = {"sender": mine(world), "subject": "Re: something"}
    if way == "address":
        options["to"] = tokens.reply_address(desk, record, requester).upper()
    elif way == "our mail":
        options["headers"] = {"In-Reply-To": ours.message_id}
    elif way == "thread":
        options["headers"] = {"References": f"<x@y.example> {ours.thread_id}"}
        OutgoingMail.objects.all().delete()
    elif way == "their mail":
        first = send(sender=mine(world), name="<first@client.example>")
        options["headers"] = {"In-Reply-To": "<first@client.example>"}
        record = first.record  # type: ignore[assignment]
    else:
        options["subject"] = f"AW: [{record.number}] Wi-Fi"
    mail = send("It is still down.\n\nOn Monday 2 Nov 2026 the desk wrote:\n> News", **options)
    assert (mail.decision, mail.record) == ("answered", record), mail.reasons
    assert mail.comment is not None and mail.comment.text == "It is still down."
    assert "> News" in mail.comment.quoted and mail.comment.author == requester
    assert mail.comment.audience == "everyone"


def test_whoever_is_not_on_it_begins_a_new_one(world: World, desk: Mailbox, record: Record, send: Send) -> None:
    to = tokens.reply_address(desk, record, world.people["requester"])
    for sender in (mine(world, "stranger"), "thief@elsewhere.example"):
        mail = send("Tell me more", sender=sender, to=to, headers={"In-Reply-To": sent_to(world, record).message_id})
        assert mail.decision == "opened" and mail.record != record
        assert codes(mail)[0] == "not_on_it"
        note = Comment.objects.get(record=mail.record)
        assert note.audience == "staff" and record.number in note.text
    assert not Comment.objects.filter(record=record).exists()


def test_staff_write_a_note_whatever_they_claim(world: World, record: Record, send: Send) -> None:
    mail = send("Tell the user it is done", sender=mine(world, "agent"), subject=f"[{record.number}]")
    assert mail.decision == "noted" and mail.comment is not None and mail.comment.audience == "staff"
    assert mail.entry is not None and mail.entry.actor_id is None
    assert mail.entry.on_behalf_of_id == world.people["agent"].pk
    assert fresh(record).state == record.state


def test_an_automatic_answer_is_a_note_and_opens_nothing(world: World, record: Record, send: Send) -> None:
    headers = {"Auto-Submitted": "auto-replied"}
    mail = send("I am away", sender=mine(world), subject=f"Away: [{record.number}]", headers=headers)
    assert mail.decision == "noted" and "machine" in codes(mail)
    lost = send("I am away", sender=mine(world), subject="Away", headers=headers)
    assert lost.state == "ignored" and lost.record is None and "automatic_answer" in codes(lost)
    alert = send("Disk full", sender=mine(world), headers={"Auto-Submitted": "auto-generated"})
    assert alert.decision == "opened" and "machine_new" in codes(alert)


def test_lists_are_set_aside_unless_the_mailbox_takes_them(world: World, send: Send) -> None:
    headers = {"List-Id": "<news.example.org>"}
    assert codes(send(sender=mine(world), headers=headers))[-1] == "list"
    set_up({**DESK, "bulk": True})
    assert send(sender=mine(world), headers=headers).decision == "opened"


@pytest.mark.parametrize("text,opens", [("Thanks!", False), ("Vielen Dank\n\nMaja", True), ("It came back.", True)])
def test_an_answer_to_what_is_solved(text: str, opens: bool, world: World, record: Record, send: Send) -> None:
    incidents.resolve(world.actor("agent"), record.number, resolution="Done", closure_code="solved")
    mail = send(text, sender=mine(world), subject=f"Re: [{record.number}]")
    assert mail.decision == "answered" and mail.record == record
    assert (fresh(record).state == "in_progress") is opens, mail.reasons


def test_the_desk_decides_what_is_thanks_and_whether_it_reopens(world: World, record: Record, send: Send) -> None:
    incidents.resolve(world.actor("agent"), record.number, resolution="Done", closure_code="solved")
    rules(thanks="vielen dank")
    send("Vielen Dank.", sender=mine(world), subject=f"Re: [{record.number}]")
    assert fresh(record).state == "resolved"
    rules(reopens=False)
    mail = send("It is broken again", sender=mine(world), subject=f"Re: [{record.number}]")
    assert fresh(record).state == "resolved" and "stays_solved" in codes(mail)


def test_what_is_withdrawn_gets_a_new_record(world: World, record: Record, send: Send) -> None:
    incidents.withdraw(world.actor("agent"), record.number, reason="Twice")
    mail = send("But it is still so", sender=mine(world), subject=f"Re: [{record.number}]")
    assert mail.decision == "followed_up" and mail.record is not None and mail.record != record
    assert mail.record.item.requester == world.people["requester"]
    rules(most_per_sender_hour=1)
    again = send("And again", sender=mine(world), subject=f"Re: [{record.number}]")
    assert (again.state, codes(again)[-1]) == ("held", "too_many"), "this way makes records too"


def test_a_mail_whose_handling_was_cut_off_is_still_the_next(
    world: World, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else an answer would be handled before what it answers, and begin a conversation of its own."""
    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(acting, "act", lambda *_everything: sys.exit("the worker is killed here"))
        send(sender=mine(world), name="<first@client.example>")
    answer = send("More of it", sender=mine(world), headers={"In-Reply-To": "<first@client.example>"})
    first = IncomingMail.objects.get(message_id="<first@client.example>")
    assert (first.decision, first.attempts) == ("opened", 2)
    assert (answer.decision, answer.record) == ("answered", first.record)


def test_people_in_copy_watch_if_they_may(world: World, send: Send) -> None:
    known = f"{world.people['classmate'].mail}, {world.people['stranger'].mail}"
    headers = {"Cc": f"{known}, x@elsewhere.example, it@fettle.example"}
    mail = send(sender=mine(world), headers=headers)
    watching = Participant.objects.filter(record=mail.record, part=Participant.Part.WATCHER)
    assert [one.person for one in watching] == [world.people["classmate"]]
    told = dict(mail.reasons)
    assert "x@elsewhere.example" in told["not_added"]["addresses"]
    rules(copies=False)
    mail = send(sender=mine(world), headers=headers)
    assert not Participant.objects.filter(record=mail.record, part=Participant.Part.WATCHER).exists()


def test_one_sender_makes_so_many_records_an_hour(world: World, send: Send) -> None:
    rules(most_per_sender_hour=2)
    made = [send(f"No {at}", sender=mine(world)) for at in range(4)]
    assert [mail.state for mail in made] == ["done", "done", "held", "held"]
    assert codes(made[-1])[-1] == "too_many"
    assert send(sender=mine(world, "classmate")).state == "done", "others are not held up"


def test_a_report_marks_the_mail_that_came_back(world: World, record: Record, send: Send) -> None:
    ours = sent_to(world, record)
    OutgoingMail.objects.filter(pk=ours.pk).update(state="sent")
    raw = report(ours.message_id, ours.address)
    mail = send(raw=raw)
    assert mail.decision == "reported", mail.reasons
    ours.refresh_from_db()
    assert (ours.state, ours.reason) == ("failed", "bounced")
    assert mail.comment is not None and mail.comment.audience == "staff" and ours.address in mail.comment.text
    made_up = send(raw=report(ours.message_id, "somebody@else.example"))
    assert made_up.state == "ignored" and codes(made_up)[-1] == "report_unknown"


def test_what_looks_like_a_report_marks_nothing(world: World, record: Record, send: Send) -> None:
    """A mail that is only late; and an absence note, which wants no answer itself and so names no way back."""
    ours = sent_to(world, record)
    OutgoingMail.objects.filter(pk=ours.pk).update(state="sent")
    late = send(raw=report(ours.message_id, ours.address).replace(b"Action: failed", b"Action: delayed"))
    assert late.state == "ignored" and codes(late)[-1] == "report_unknown"
    headers = {"Return-Path": "<>", "In-Reply-To": ours.message_id}
    away = send("I am away", sender=mine(world), headers=headers)
    assert (away.decision, away.record) == ("noted", record)
    ours.refresh_from_db()
    assert ours.state == "sent"


def report(name: str, address: str) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: desk@fettle.example\r\nSubject: Undelivered\r\n"
        f"Message-ID: <dsn.{address}>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="e"\r\n\r\n'
        "--e\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n"
        "--e\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"--e\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {name}\r\n--e--\r\n"
    ).encode()


def test_our_own_mail_is_no_news(world: World, record: Record, send: Send) -> None:
    ours = sent_to(world, record)
    assert codes(send(sender=mine(world), name=ours.message_id)) == ["own"]
    assert codes(send(sender="IT <it@fettle.example>")) == ["own_sender"]
    assert codes(send(sender="desk+anything@fettle.example")) == ["own_sender"]


def test_what_cannot_be_read_waits_and_stops_nothing(world: World, send: Send) -> None:
    broken = send(raw=b"\r\n\r\nno headers")
    assert (broken.state, codes(broken)) == ("quarantined", ["no_headers"])
    assert send(sender=mine(world)).state == "done"


def test_somebody_who_left_waits(world: World, send: Send) -> None:
    person = world.people["classmate"]
    person.is_active = False
    person.save()
    mail = send(sender=mine(world, "classmate"))
    assert (mail.state, codes(mail)) == ("held", ["left"])


def test_a_mail_that_fails_is_tried_again_and_stops_no_other(
    world: World, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = acting.act

    def fails(verdict: Any, message: Any, *rest: Any) -> Any:
        if message.subject == "Cursed":
            raise RuntimeError("a mistake of ours")
        return real(verdict, message, *rest)

    monkeypatch.setattr(acting, "act", fails)
    cursed = send(sender=mine(world), subject="Cursed")
    assert (cursed.state, cursed.attempts) == ("arrived", 1) and cursed.next_at is not None
    assert send(sender=mine(world)).state == "done"
    for _turn in range(6):
        IncomingMail.objects.filter(pk=cursed.pk).update(next_at=None)
        intake.handle.run(mailbox="desk")
    cursed.refresh_from_db()
    assert (cursed.state, codes(cursed)) == ("quarantined", ["again"])
    assert not Record.objects.filter(title="Cursed").exists()


def test_a_team_of_the_mailbox_gets_it(world: World, send: Send) -> None:
    team = world.desk
    set_up({**DESK, "team": f"team:{team.pk}"}, OTHER)
    mail = send(sender=mine(world))
    assert mail.record is not None and mail.record.team == team
