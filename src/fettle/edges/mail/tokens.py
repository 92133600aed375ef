"""What proves that somebody answers a mail of ours: words that nobody can make up, in the address they answer to and in
the names of our mails.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from fettle.edges.mail.mailboxes import Mailbox
from fettle.edges.notify.models import OutgoingMail
from fettle.kernel.orgs.models import Person
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record

SIGNED = re.compile(
    r"(?P<number>[a-z]{2,4}-[0-9]{6,12})\.(?P<person>[0-9a-f]{1,12})\.(?P<sign>[a-z2-7]{26}|[a-z2-7]{20})"
)
FORWARDED = re.compile(r"(?P<number>[a-z]{2,4}-[0-9]{6,12})\.s(?P<entry>[0-9a-f]{1,12})\.(?P<sign>[a-z2-7]{26})")
SIGNS, EARLIER_SIGNS = 26, 20
"""Letters of five bits each: 130 bits, and the 100 of addresses that earlier versions wrote (docs/decisions/0026)."""
LONGEST_LOCAL = 64
"""Characters before the @ (RFC 5321, 4.5.3.1.1)."""


@dataclass(frozen=True)
class Proof:
    """The record that was meant, and whom the proof was given to."""

    number: str
    person: int


def reply_address(mailbox: Mailbox, record: Record, person: Person) -> str:
    """The address that this person answers to about this record; without a proof in it where the server would not
    deliver it, or it would be too long.
    """
    local, _at, domain = mailbox.address.partition("@")
    number = record.number.lower()
    signed = f"{local}+{number}.{person.pk:x}.{_sign(number, person.pk, SIGNS)}"
    fits = mailbox.plus and len(signed) <= LONGEST_LOCAL
    return f"{signed}@{domain}" if fits else mailbox.address


def forwarded_address(mailbox: Mailbox, record: Record, entry: int) -> str:
    """The address that a supplier answers to: it proves that somebody has what was forwarded by this entry, and
    nothing else. No proof of a person can be made of it, nor the other way round: another letter, another key.
    """
    local, _at, domain = mailbox.address.partition("@")
    number = record.number.lower()
    signed = f"{local}+{number}.s{entry:x}.{_sign_forwarded(number, entry)}"
    fits = mailbox.plus and len(signed) <= LONGEST_LOCAL
    return f"{signed}@{domain}" if fits else mailbox.address


def of_forwarded(address: str) -> tuple[str, int] | None:
    """The number of the record and the id of the entry in an address of that kind, if it is one of ours."""
    found = FORWARDED.fullmatch(address.lower().partition("@")[0].partition("+")[2])
    number = numbers.tidy(found["number"]) if found else None
    if found is None or number is None:
        return None
    entry = int(found["entry"], 16)
    return (number, entry) if constant_time_compare(found["sign"], _sign_forwarded(found["number"], entry)) else None


def _sign_forwarded(number: str, entry: int) -> str:
    digest = salted_hmac("fettle.mail.forwarded", f"{number}:{entry}", algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:SIGNS]


def of_address(address: str) -> Proof | None:
    """The proof in an address, if it is one of ours. One of the earlier, shorter form counts only while we know that we
    wrote it: the mail that carried it is still in the log.
    """
    local = address.lower().partition("@")[0]
    found = SIGNED.fullmatch(local.partition("+")[2])
    if found is None:
        return None
    person, sign = int(found["person"], 16), found["sign"]
    number = numbers.tidy(found["number"])
    if number is None or not constant_time_compare(sign, _sign(found["number"], person, len(sign))):
        return None
    return Proof(number, person) if len(sign) == SIGNS or _wrote(number, person, found[0]) else None


def _wrote(number: str, person: int, signed: str) -> bool:
    """Whether a mail of ours about this record to this person carried these very words."""
    ours = OutgoingMail.objects.filter(record__number=number, person=person)
    return ours.filter(reply_to__icontains=f"+{signed}@").exists()


def _sign(number: str, person: int, letters: int) -> str:
    """In letters that survive being written in capitals."""
    digest = salted_hmac("fettle.mail.reply", f"{number}:{person}", algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:letters]


def plain(address: str) -> str:
    """An address without what stands behind its plus."""
    local, at, domain = address.lower().partition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
