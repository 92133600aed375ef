"""What happens to a mail, and why: one function for the mail that came and for the tester that asks "what if". It reads
and writes nothing down.

The sender's address proves nothing. Whoever answers a mail of ours, and was sent it or is on its record, goes on in
that record; everybody else begins a new one. Nobody gets the rights of staff by mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from fettle.edges.mail import conversation, copies, forwarding, tokens, wording
from fettle.edges.mail.conversation import Meant
from fettle.edges.mail.mailboxes import HOLD, Mailbox, ours
from fettle.edges.mail.message import Message
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.routes import Route, route
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.server import server
from fettle.kernel.access.actor import Actor
from fettle.kernel.columns import Written
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.read import current

Reason = tuple[str, dict[str, Any]]
NEVER_NEW = {"answered": "automatic_answer", "report": "report_unknown"}
"""Why nothing new is made of what these signs stand for."""
LONGEST_ADDRESS = 254
LISTS = ("list", "bulk")
OWNERS = (Participant.Part.REQUESTER, Participant.Part.AFFECTED)


@dataclass(frozen=True)
class Verdict:
    """``decision`` is a code of ``wording.DECISIONS``. ``record`` is what it goes on in, or what a new one follows up;
    ``meant`` what it was meant for by somebody who is not on it. ``watchers`` are people in copy who watch it from now
    on, ``others`` the addresses in copy that are told of nothing. ``sent`` is the mail of ours that a report is about,
    or the one to a supplier that is answered.
    """

    decision: str
    reasons: tuple[Reason, ...]
    person: Person | None = None
    route: Route | None = None
    record: Record | None = None
    meant: Record | None = None
    reopens: bool = False
    introduces: bool = False
    unconfirmed: bool = False
    watchers: tuple[Person, ...] = ()
    others: tuple[str, ...] = ()
    sent: OutgoingMail | None = None

    def because(self, code: str, **values: Any) -> Verdict:
        """The same with one more reason."""
        return replace(self, reasons=(*self.reasons, (code, values)))


def decide(message: Message, mailbox: Mailbox, mail: IncomingMail | None = None, *, released: bool = False) -> Verdict:
    """``mail`` is the row it has, None when it is only tried. ``released``: a person let it pass what else makes it
    wait.
    """
    if aside := _set_aside(message, mail):
        return aside
    if message.automatic == "report" and (came_back := _report(message)):
        return came_back
    if not message.sender.mail or len(message.sender.mail) > LONGEST_ADDRESS:
        return _only(wording.HELD, "no_sender")
    person = _people().first(message.sender.mail)
    if heard := _of_a_supplier(message, person):
        return heard
    if person is not None and not person.is_active:
        return _only(wording.HELD, "left", name=person.name)
    first: Meant | None = None
    for meant in conversation.meant(message, person):
        first = first or meant
        if person is not None and (going_on := _going_on(message, person, meant, mail)):
            return going_on if going_on.decision != wording.FOLLOWED_UP else _not_too_many(going_on, message, released)
    return _new(message, mailbox, person, first, released)


@cache
def _people() -> Written[Person]:
    return Written(Person.objects.select_related("organisation"), "mail")


def _only(decision: str, code: str, **values: Any) -> Verdict:
    return Verdict(decision, ((code, values),))


def _set_aside(message: Message, mail: IncomingMail | None) -> Verdict | None:
    """What is no news to us."""
    own, twin = copies.known(message, mail)
    if twin is not None:
        return replace(_only(wording.SET_ASIDE, "copy"), record=twin.record)
    if own:
        return _only(wording.SET_ASIDE, "own")
    if message.sender.mail and tokens.plain(message.sender.mail) in _our_addresses():
        return _only(wording.SET_ASIDE, "own_sender")
    return None


def _our_addresses() -> frozenset[str]:
    there = server()
    sender = there.sender.rpartition("<")[2].strip("> ").lower() if there else ""
    return frozenset(tokens.plain(one) for one in ours() | {sender} if one)


def _report(message: Message) -> Verdict | None:
    """A server tells that a mail of ours did not arrive: it names the mail and its address, because it may be made up.
    None for what only looks alike: a mail that is late, an absence note that wants no answer itself (RFC 3834, 3.3).
    """
    sent = OutgoingMail.objects.select_related("record").filter(message_id=message.reported or None).first()
    if sent is None or sent.address.lower() not in message.failed_for:
        return None
    verdict = _only(wording.REPORTED, "report", address=sent.address)
    known = route(sent.record.kind) if sent.record else None
    return replace(verdict, sent=sent, record=sent.record, route=known)


def _of_a_supplier(message: Message, person: Person | None) -> Verdict | None:
    """A note for staff on the record that was forwarded, whoever wrote it; nobody comes to watch it, and it stays as it
    is.
    """
    sent = conversation.forwarded(message)
    known = route(sent.record.kind) if sent and sent.record else None
    if sent is None or sent.record is None or known is None or known.hears is None:
        return None
    record, whom = known.leads_to(sent.record), forwarding.whereto(sent).whom
    verdict = Verdict(wording.NOTED, (), person, known, record, sent=sent)
    verdict = verdict.because("by_forwarded", whom=whom, number=sent.record.number)
    if record.pk != sent.record.pk:
        verdict = verdict.because("led_to", of=sent.record.number, number=record.number)
    if not forwarding.is_theirs(sent, message.sender.mail):
        verdict = verdict.because("not_theirs", sender=message.sender.mail, whom=whom)
    if person is not None and not person.is_active:
        verdict = verdict.because("left", name=person.name)
    if message.automatic:
        verdict = verdict.because("machine", sign=message.automatic)
    return verdict if known.stands(record) == "open" else verdict.because("stays_over")


def _going_on(message: Message, person: Person, meant: Meant, mail: IncomingMail | None) -> Verdict | None:
    """The conversation goes on in the record that was meant, if the sender is on it or works on it; else None."""
    known = route(meant.record.kind)
    if known is None:
        return None
    record = known.leads_to(meant.record)
    reasons: list[Reason] = [(meant.how, meant.values)]
    if record.pk != meant.record.pk:
        reasons.append(("led_to", {"of": meant.record.number, "number": record.number}))
    verdict = Verdict(wording.ANSWERED, tuple(reasons), person, known, record)
    parts = frozenset(
        Participant.objects.filter(record_id__in=(record.pk, meant.record.pk), person=person).values_list(
            "part", flat=True
        )
    )
    works = known.works(Actor.of(person), record)
    if not (parts or works):
        return None
    if message.automatic:
        return replace(verdict, decision=wording.NOTED).because("machine", sign=message.automatic)
    if works and not parts & set(OWNERS):
        return replace(verdict, decision=wording.NOTED).because("works_on_it")
    verdict = replace(verdict.because("on_it"), **copies.watching(message, record.organisation, known, record))
    verdict = _as_it_stands(verdict, message, bool(parts & set(OWNERS)), known.stands(record), record.number)
    if verdict.reopens and _sooner_than_anybody(person, record, mail):
        return replace(verdict, reopens=False).because("too_soon")
    return verdict.because("reopens") if verdict.reopens else verdict


def _sooner_than_anybody(person: Person, record: Record, mail: IncomingMail | None) -> bool:
    """Whether a mail of ours about the record left for this person so shortly before that nobody can have read it."""
    came = mail.arrived_at if mail else timezone.now()
    since = came - timedelta(seconds=current()["mail.intake"]["machine_seconds"])
    left = OutgoingMail.objects.filter(person=person, record=record, sending_at__gt=since, sending_at__lt=came)
    return left.filter(state__in=(OutgoingMail.State.SENT, OutgoingMail.State.SENDING)).exists()


def _as_it_stands(verdict: Verdict, message: Message, owner: bool, stands: str, number: str) -> Verdict:
    """An answer to what is solved, or closed for good."""
    if stands == "open" or (stands == "over" and not owner):
        return verdict
    if stands == "over":
        return replace(verdict, decision=wording.FOLLOWED_UP).because("over", number=number)
    if not owner or not current()["mail.intake"]["reopens"]:
        return verdict.because("stays_solved")
    if says_only_thanks(message.said):
        return verdict.because("only_thanks")
    return replace(verdict, reopens=True)


def says_only_thanks(text: str) -> bool:
    """Whether a text is one of those that the service desk counts as no more than thank you, whatever stands around."""
    lines = [_bare(line) for line in text.splitlines()]
    words = [line for line in lines if line]
    known = {_bare(line) for line in (current()["mail.intake"]["thanks"] or "").splitlines()}
    return bool(words) and words[0] in known and len(words) <= 3 and sum(map(len, words[1:])) <= 40


def _bare(line: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in line.casefold()).split())


def _new(message: Message, mailbox: Mailbox, person: Person | None, meant: Meant | None, released: bool) -> Verdict:
    """A record of its own, or why not."""
    reasons: list[Reason] = [("not_on_it", {"number": meant.record.number})] if meant else [("new", {})]
    verdict = Verdict(wording.OPENED, tuple(reasons), person, meant=meant.record if meant else None)
    if message.automatic in NEVER_NEW and not released:
        return replace(verdict, decision=wording.SET_ASIDE).because(NEVER_NEW[message.automatic])
    if message.automatic in LISTS and not mailbox.bulk and not released:
        return replace(verdict, decision=wording.SET_ASIDE).because("list")
    makes = route(mailbox.route)
    if makes is None:
        return replace(verdict, decision=wording.HELD).because("no_route")
    if person is None and mailbox.unknown == HOLD and not released:
        return replace(verdict, decision=wording.HELD).because("stranger")
    verdict = _not_too_many(verdict, message, released)
    if verdict.decision == wording.HELD:
        return verdict
    verdict = replace(verdict, route=makes, introduces=person is None)
    if person is None:
        verdict = verdict.because("introduced", name=mailbox.home.name)
    else:
        verdict = verdict.because("known", name=person.name)
    if unconfirmed(message, mailbox, person):
        verdict = replace(verdict, unconfirmed=True).because("unconfirmed")
    if message.automatic:
        return verdict.because("machine_new", sign=message.automatic)
    home = person.organisation if person else mailbox.home
    return replace(verdict, **copies.watching(message, home, makes))


def _not_too_many(verdict: Verdict, message: Message, released: bool) -> Verdict:
    """The verdict, or that the mail waits: its sender's address made enough new records within the last hour, whatever
    anybody's headers say.
    """
    since = timezone.now() - timedelta(hours=1)
    lately = IncomingMail.objects.filter(sender=message.sender.mail, arrived_at__gt=since)
    made = lately.filter(decision__in=(wording.OPENED, wording.FOLLOWED_UP)).count()
    if made < current()["mail.intake"]["most_per_sender_hour"] or released:
        return verdict
    return replace(verdict, decision=wording.HELD).because("too_many", count=made)


def unconfirmed(message: Message, mailbox: Mailbox, person: Person | None) -> bool:
    """Whether nobody vouched for the sender's address: neither somebody here, who named them or let them sign in, nor
    the mailbox's own server by DMARC (RFC 8601; only the topmost line counts, and only of the configured name).
    """
    came_by_mail = person is None or (
        not person.may_sign_in and IncomingMail.objects.filter(person=person, introduced=True).exists()
    )
    return came_by_mail and not vouched(message.checked_by, mailbox.checked_by)


def vouched(checked: Iterable[tuple[str, str]], by: str) -> bool:
    """Whether the configured server says that the address in From is the sender's own."""
    first = next(iter(checked), None)
    if not by or first is None or first[0].lower() != by.lower():
        return False
    said_by_others = re.compile(r'"[^"]*"|\([^()]*\)')
    results = [part.strip().lower().partition("=") for part in said_by_others.sub("", first[1]).split(";")]
    return any(method.strip() == "dmarc" and said.split()[:1] == ["pass"] for method, _is, said in results)
