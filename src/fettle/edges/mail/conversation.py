"""Which record a mail goes on in, in the order of how much the sign proves: what only we can have made comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.crypto import constant_time_compare

from fettle.edges.mail import forwarding, tokens
from fettle.edges.mail.message import Message
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.routes import routes
from fettle.edges.notify import outbox
from fettle.edges.notify.models import OutgoingMail
from fettle.kernel.columns import Written
from fettle.kernel.orgs.models import Person
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Participant, Record

NUMBER = re.compile(r"\b[A-Za-z]{2,4}-[0-9]{6,12}\b")
THREAD = re.compile(r"<(?P<number>[A-Z]{2,4}-[0-9]{6,12})\.(?P<sign>[0-9a-f]{32})@")
MOST_NUMBERS = 5
"""That are looked up, of those in a subject and of those in the names of what a mail answers."""


@dataclass(frozen=True)
class Meant:
    """A record that the mail names. ``how`` and ``values`` are the reason, as in ``wording.REASONS``."""

    record: Record
    how: str
    values: dict[str, Any]


def forwarded(message: Message) -> OutgoingMail | None:
    """The mail to a supplier that this one answers, by the proof in the address it was sent to, by that mail's name or
    by the name of the conversation with that address. It is looked for before everything else: who has this proof
    writes for staff alone, whatever other proofs they have.
    """
    ours = OutgoingMail.objects.select_related("record__organisation", "entry").filter(purpose=OutgoingMail.FORWARD)
    written = (*(one.mail for one in (*message.to, *message.cc)), *message.delivered_to)
    for address in dict.fromkeys(written):
        if proof := tokens.of_forwarded(address):
            number, entry = proof
            if found := ours.filter(key=forwarding.key(entry), record__number=number).first():
                return found
    if not message.references:
        return None
    if found := ours.filter(message_id__in=message.references).order_by("-pk").first():
        return found
    threads = {name: match["number"] for name in message.references[:MOST_NUMBERS] if (match := THREAD.match(name))}
    of_thread = ours.filter(record__number__in=threads.values(), thread_id__in=threads) if threads else ours.none()
    return of_thread.order_by("-pk").first()


def meant(message: Message, person: Person | None) -> Iterator[Meant]:
    """Every record that the mail names, the best proven first. Whether its sender may write to it is not asked."""
    yield from _by_address(message, person)
    if message.references:
        yield from _by_our_mails(message.references)
        yield from _by_thread(message.references)
        yield from _by_their_mails(message.references)
    if person is not None:
        yield from _by_subject(message.subject)


def _by_address(message: Message, person: Person | None) -> Iterator[Meant]:
    written = (*message.to, *message.cc)
    for address in dict.fromkeys([*(one.mail for one in written), *message.delivered_to]):
        proof = tokens.of_address(address)
        if proof and (record := _record(number=proof.number)):
            yield Meant(record, "by_address", {"name": _name(proof.person, person), "number": record.number})


def _name(proven: int, sender: Person | None) -> str:
    if sender is not None and sender.pk == proven:
        return sender.name
    return Person.objects.filter(pk=proven).values_list("name", flat=True).first() or "?"


def _by_our_mails(names: Sequence[str]) -> Iterator[Meant]:
    """It answers a mail of ours. Nobody can make up our names of mails: who has one was sent it, or was shown it."""
    rows = OutgoingMail.objects.select_related("record__organisation", "person").filter(message_id__in=names)
    found = {mail.message_id: (mail, mail.record) for mail in rows if mail.record and _makes(mail.record)}
    for mail, record in (found[name] for name in names if name in found):
        whom = mail.person.name if mail.person else mail.address
        yield Meant(record, "by_our_mail", {"name": whom, "number": record.number})


def _by_thread(names: Sequence[str]) -> Iterator[Meant]:
    """Our mails name the conversation too, which is still known when the mails themselves were forgotten."""
    for name in names[:MOST_NUMBERS]:
        found = THREAD.match(name)
        record = _record(number=found["number"]) if found else None
        if found is None or record is None:
            continue
        people = Participant.objects.filter(record=record).values_list("person_id", flat=True)
        for pk in sorted(set(people)):
            if constant_time_compare(found["sign"], outbox.thread(record.number, pk)):
                whom = Person.objects.values_list("name", flat=True).get(pk=pk)
                yield Meant(record, "by_our_mail", {"name": whom, "number": record.number})


def _by_their_mails(names: Sequence[str]) -> Iterator[Meant]:
    """It answers a mail that was taken in: their own, or that of a colleague."""
    rows = IncomingMail.objects.select_related("record__organisation").filter(message_id__in=names, state="done")
    found = {mail.message_id: mail.record for mail in rows.order_by("-pk") if mail.record}
    for record in (found[name] for name in names if name in found):
        yield Meant(record, "by_their_mail", {"number": record.number})


def _by_subject(subject: str) -> Iterator[Meant]:
    for written in NUMBER.findall(subject)[:MOST_NUMBERS]:
        if record := _record(number=numbers.tidy(written) or ""):
            yield Meant(record, "by_subject", {"number": record.number})


def _record(number: str) -> Record | None:
    """A record of a kind that mail makes. Nothing of it is shown to anybody before they are known to be on it."""
    record = _numbered().first(number)
    return record if record is not None and _makes(record) else None


@cache
def _numbered() -> Written[Record]:
    return Written(Record.objects.select_related("organisation"), "number")


def _makes(record: Record) -> bool:
    return any(route.code == record.kind for route in routes())
