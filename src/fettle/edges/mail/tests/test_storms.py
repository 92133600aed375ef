"""Bars T14 and T15 in sizes for every run: other machines that answer each mail of ours at once, and storms of mails.
Turns are counted instead of waiting; ``tests/journeys/test_mail_storms.py`` has the same with real processes and time.

There are no anonymous requests in Fettle: the portal takes none without sign-in. What a stranger can make us mail with
the address of somebody else is a mail in their name, and a link to sign in.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fettle.administration.signing.jobs import mail_link
from fettle.edges.mail import intake, queueing
from fettle.edges.mail.mailboxes import Mailbox
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.tests.desk import Send, codes, source
from fettle.edges.mail.tests.responders import answer
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.leaving import leave
from fettle.edges.notify.models import Notice, NotificationDecision, OutgoingMail
from fettle.edges.notify.tests.conftest import mail_server as mail_server
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

TURNS = 60
PER_ADDRESS, PER_RECORD = 5, 20


def someone(world: World, local: str) -> Person:
    return orgs.add_person(local.title(), world.school, f"{local}@machines.example", may_sign_in=True)


class Round:
    """Our desk and the machines around it. ``turn`` tells, sends and takes in what there is, once."""

    def __init__(self, server: BadServer) -> None:
        self.server, self.seen, self.answered = server, 0, 0

    def turn(self) -> int:
        """How many mails came back."""
        for entry in Entry.objects.filter(pk__gt=self.seen).order_by("pk"):
            decide(entry)
            self.seen = entry.pk
        for mail in OutgoingMail.objects.filter(state="waiting"):
            OutgoingMail.objects.filter(pk=mail.pk).update(next_at=timezone.now() - timedelta(seconds=1))
            leave.run(mail=mail.pk)
        new = self.server.taken[self.answered :]
        self.answered += len(new)
        raws = [raw for raw in map(answer, new) if raw]
        for raw in raws:
            intake.keep("desk", raw)
        intake.handle.run(mailbox="desk")
        return len(raws)

    def until_it_ends(self) -> None:
        for _ in range(TURNS):
            if not self.turn():
                return
        raise AssertionError(f"they still answer each other after {TURNS} turns")

    def sent(self) -> Counter[str]:
        return Counter(str(mail["To"]) for mail in self.server.taken)


@pytest.fixture
def around(mail_server: BadServer, desk: Mailbox) -> Round:
    return Round(mail_server)


def within_the_limits(*staff: str) -> None:
    """For what left because of mails; what a person here wrote is none of a machine's."""
    caused = OutgoingMail.objects.filter(state__in=("sent", "failed"), entry__channel="mail")
    about = Counter(caused.values_list("record", flat=True))
    assert max(about.values(), default=0) <= PER_RECORD, about
    to = Counter(caused.exclude(address__in=staff).values_list("address", flat=True))
    assert max(to.values(), default=0) <= PER_ADDRESS, to


@pytest.mark.parametrize("local", ["keeps", "anew", "desk", "lost", "daemon"])
def test_one_machine_ends_by_itself(local: str, world: World, around: Round, send: Send) -> None:
    """The bar T14: what it reports is answered, it answers that, and so on."""
    someone(world, local)
    for at in range(3):
        send(sender=f"{local}@machines.example", subject=f"Alarm {at}")
    around.until_it_ends()
    assert sum(around.sent().values()) >= 1
    within_the_limits()
    last = IncomingMail.objects.latest("pk")
    if local == "anew":
        assert (last.state, codes(last)[-1]) == ("held", "too_many"), "somebody has to decide"
    elif local in ("lost", "desk", "keeps"):
        assert Entry.objects.filter(record=last.record, channel="mail", seq__gt=1).exists(), "it stands on the record"


def test_machines_on_one_record_do_not_answer_each_other_for_ever(
    world: World, around: Round, send: Send, mail_server: BadServer
) -> None:
    """The bar T14: each message of one of them is mailed to the others, who answer that."""
    people = [someone(world, f"keeps-{at}") for at in range(4)]
    world.people["agent"].mail = "ok@example.org"
    world.people["agent"].save()
    made = send(sender=people[0].mail or "", headers={"Cc": ", ".join(str(each.mail) for each in people[1:])})
    record = made.record
    assert record is not None and Participant.objects.filter(record=record).count() == 4
    incidents.take(world.actor("agent"), record.number)
    incidents.reply(world.actor("agent"), record.number, text="Which room?")
    around.until_it_ends()
    assert len(IncomingMail.objects.all()) > 8, "they did answer"
    within_the_limits("ok@example.org")
    reasons = set(NotificationDecision.objects.filter(told=False, way="mail").values_list("reason", flat=True))
    assert reasons & {"cap_address", "cap_record"}, "the limits did it"
    assert Notice.objects.filter(person=world.people["agent"]).exists(), "the agent is told"
    assert around.sent()["ok@example.org"] >= 5, "by mail too, of what is new on it"


@pytest.mark.parametrize("local", ["keeps", "desk", "lost"])
def test_a_machine_does_not_reopen(local: str, world: World, around: Round, send: Send) -> None:
    """The bar T14, also for one that says nothing of being any: it answered sooner than anybody reads."""
    someone(world, local)
    record = send(sender=f"{local}@machines.example").record
    assert record is not None
    incidents.take(world.actor("agent"), record.number)
    around.until_it_ends()
    incidents.resolve(world.actor("agent"), record.number, resolution="Done", closure_code="solved")
    around.until_it_ends()
    assert around.sent()[f"{local}@machines.example"] >= 2
    assert Record.objects.get(pk=record.pk).state == "resolved"
    last = IncomingMail.objects.latest("pk")
    assert last.record == record and last.comment is not None, "staff read it there"
    assert Notice.objects.filter(person=world.people["agent"], entry=last.entry).exists(), "and are told"
    if local == "keeps":
        assert "too_soon" in codes(last)
        OutgoingMail.objects.update(sending_at=timezone.now() - timedelta(seconds=40))
        later = send("It does not work", sender="keeps@machines.example", subject=f"Re: [{record.number}]")
        assert "reopens" in codes(later) and Record.objects.get(pk=record.pk).state == "in_progress"


def storm(count: int, senders: int) -> Iterator[bytes]:
    """One of the senders sends nine of ten; all claim to be somebody whom we do not know."""
    for at in range(count):
        who = 1 + (at // 10) % (senders - 1) if at % 10 == 9 else 0
        yield source(f"Alarm {at}", sender=f"victim{who}@storm.example", subject=f"Alarm {at}")


def test_a_storm_loses_nothing_and_writes_to_nobody(world: World, desk: Mailbox, mail_server: BadServer) -> None:
    """The bar T15 with 100 mails of ten senders."""
    raws = list(storm(100, 10))
    for raw in raws:
        intake.keep("desk", raw)
    known = source(sender="Requester <requester@example.org>", subject="A person")
    intake.keep("desk", known)
    intake.handle.run(mailbox="desk")
    rows = IncomingMail.objects.all()
    assert sorted(map(intake.original, rows)) == sorted([*raws, known]), "none is lost"
    opened = Counter(rows.filter(decision="opened").values_list("sender", flat=True))
    assert opened.pop("requester@example.org") == 1
    assert len(opened) == 10 and max(opened.values()) <= 5
    assert set(rows.exclude(decision="opened").values_list("state", flat=True)) == {"held"}
    around = Round(mail_server)
    around.turn()
    assert {address for address in around.sent() if address.endswith("@storm.example")} == set()
    assert around.sent()["requester@example.org"] == 1, "others are answered"


def test_a_crowd_waits_for_everybody_else(world: World, desk: Mailbox) -> None:
    """The bar T15: others' mails are handled at once, though thousands of one sender came before; among themselves all
    keep their order.
    """
    for at in range(queueing.A_CROWD + 1):
        intake.keep("desk", source(sender="crowd@storm.example", subject=f"Alarm {at}"))
    others = [f"{who}@storm.example" for who in ("one", "two", "one")]
    for sender in others:
        intake.keep("desk", source(sender=f"Some\r\n  One <{sender.upper()}>"))
    few = [turn.pk for turn in queueing.next_few(intake.to_read("desk"))]
    assert list(IncomingMail.objects.filter(pk__in=few).order_by("pk").values_list("sender", flat=True)) == others
    intake.handle.run(mailbox="desk")
    settled = list(IncomingMail.objects.order_by("settled_at").values_list("sender", "subject"))
    assert [sender for sender, _subject in settled[:3]] == others
    assert [subject for _sender, subject in settled[3:]] == [f"Alarm {at}" for at in range(queueing.A_CROWD + 1)]


def test_a_second_crowd_behind_the_first_waits_too(
    world: World, desk: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the oldest are looked at, and yet nobody waits for a crowd that stands behind another one."""
    monkeypatch.setattr(queueing, "A_CROWD", 2)
    monkeypatch.setattr(queueing, "LOOKED_AT", 4)
    for crowd in ("first", "second"):
        for at in range(5):
            intake.keep("desk", source(sender=f"{crowd}@storm.example", subject=f"Alarm {at}"))
    intake.keep("desk", source(sender="one@storm.example"))
    few = [turn.pk for turn in queueing.next_few(intake.to_read("desk"))]
    assert list(IncomingMail.objects.filter(pk__in=few).values_list("sender", flat=True)) == ["one@storm.example"]
    IncomingMail.objects.filter(sender="one@storm.example").delete()
    assert len(queueing.next_few(intake.to_read("desk"))) == 10, "a crowd's turn comes when nobody else waits"


def test_a_hundred_crowds_ask_no_more_than_a_few(
    world: World, desk: Mailbox, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    """Looked for one after the other, two thousand crowds of fifty mails took eighteen seconds for the next few."""
    monkeypatch.setattr(queueing, "A_CROWD", 2)
    monkeypatch.setattr(queueing, "LOOKED_AT", 4)
    for crowd in range(12):
        for at in range(3):
            intake.keep("desk", source(sender=f"{crowd}@storm.example", subject=f"Alarm {at}"))
    intake.keep("desk", source(sender="one@storm.example"))
    with django_assert_max_num_queries(queueing.LOOKS + 2):
        few = [turn.pk for turn in queueing.next_few(intake.to_read("desk"))]
    assert list(IncomingMail.objects.filter(pk__in=few).values_list("sender", flat=True)) == ["one@storm.example"]


@pytest.mark.parametrize(
    ("raw", "claimed"),
    [
        (b"From: A <a@x.example>\r\n\r\n", "a@x.example"),
        (b'To: b@x\nfrom: "a, b" <A@X.example>\n\nFrom: c@x.example', "a@x.example"),
        (b"To: b@x.example\r\n\r\nFrom: c@x.example", ""),
        (b"From: " + b"(" * 19_000, ""),
        (b"From: " + b"a" * 19_000 + b"@", ""),
        (b"From: \xff\x00@x.example", ""),
        (b"", ""),
    ],
)
def test_a_glance_at_the_sender_takes_no_time(raw: bytes, claimed: str) -> None:
    began = time.monotonic()
    assert queueing.claims(raw) == claimed
    assert time.monotonic() - began < 0.5


def test_nobody_is_bombed_by_pressing_a_button(world: World, send: Send, mail_server: BadServer) -> None:
    """The bar T15: at most one mail an hour to somebody of whom only others said who they are, whoever asks."""
    send(sender="victim@storm.example")
    known = world.people["requester"]
    browser = Client()
    for at in range(12):
        for address in ("victim@storm.example", "nobody@storm.example", known.mail):
            for way in ("/sign-in/link/", "/sign-in/reset/"):
                browser.post(way, {"mail": address})
            for purpose in ("sign_in", "reset"):
                mail_link.run(mail=address, purpose=purpose, wish=f"{at}")
    Round(mail_server).turn()
    sent = Counter(str(mail["To"]) for mail in mail_server.taken)
    assert sent["victim@storm.example"] == 1 and "nobody@storm.example" not in sent
    assert sent[str(known.mail)] == 12, "six of each kind"


def test_whoever_got_enough_letters_keeps_the_last_link(world: World, mail_server: BadServer) -> None:
    """A link that is made anew ends the one before, so none is made that would not leave."""
    for at in range(9):
        mail_link.run(mail="requester@example.org", purpose="sign_in", wish=f"{at}")
    bodies = [mail.body for mail in OutgoingMail.objects.filter(state="waiting").order_by("pk")]
    path = bodies[-1].partition("/sign-in/")[2].split()[0]
    assert len(bodies) == 6 and Client().get(f"/sign-in/{path}").status_code == 200


def test_the_portal_takes_nothing_from_nobody(world: World, mail_server: BadServer) -> None:
    before = Record.objects.count()
    answer: Any = Client().post("/portal/new", {"title": "A bomb", "kind": "incident"})
    assert answer.status_code == 302 and "sign-in" in answer["Location"]
    assert Record.objects.count() == before and not OutgoingMail.objects.exists() and INCIDENT
