"""What proves that somebody answers a mail of ours: words that nobody can make up, in the address they answer to and in
the names of our mails.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from fettle.edges.mail.mailboxes import Mailbox
from fettle.kernel.orgs.models import Person
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record

SIGNED = re.compile(r"(?P<number>[a-z]{2,4}-[0-9]{6,12})\.(?P<person>[0-9a-f]{1,12})\.(?P<sign>[a-z2-7]{20})")
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
    signed = f"{local}+{number}.{person.pk:x}.{_sign(number, person.pk)}"
    fits = mailbox.plus and len(signed) <= LONGEST_LOCAL
    return f"{signed}@{domain}" if fits else mailbox.address


def of_address(address: str) -> Proof | None:
    """The proof in an address, if it is one of ours."""
    local = address.lower().partition("@")[0]
    found = SIGNED.fullmatch(local.partition("+")[2])
    if found is None or not constant_time_compare(found["sign"], _sign(found["number"], int(found["person"], 16))):
        return None
    number = numbers.tidy(found["number"])
    return Proof(number, int(found["person"], 16)) if number else None


def _sign(number: str, person: int) -> str:
    """100 bits in letters that survive being written in capitals."""
    digest = salted_hmac("fettle.mail.reply", f"{number}:{person}", algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:20]


def plain(address: str) -> str:
    """An address without what stands behind its plus."""
    local, at, domain = address.lower().partition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
