"""What mailboxes put into other rooms: whose mailbox a mail comes from, why one must not leave by itself, which mail is
behind an entry, and what waits for a decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from email.headerregistry import Address
from typing import Any

from django.urls import reverse

from fettle.edges.mail import queries, tokens
from fettle.edges.mail.mailboxes import for_record
from fettle.edges.mail.models import IncomingMail
from fettle.kernel.access.actor import Actor
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


def identity(record: Record, person: Person) -> dict[str, str]:
    """Sender and reply address of a mail about a record to somebody."""
    mailbox = for_record(record)
    if mailbox is None:
        return {}
    sender = str(Address(mailbox.label, addr_spec=mailbox.address))
    return {"sender": sender, "reply_to": tokens.reply_address(mailbox, record, person)}


def doubts(entry: Entry, person: Person) -> str:
    """Machines are not answered; nor is somebody whose address nobody vouched for, until one of us writes to them."""
    if entry.channel != "mail":
        return ""
    mail = IncomingMail.objects.filter(entry=entry).only("automatic", "unconfirmed", "person_id", "decision").first()
    if mail is None:
        return ""
    if mail.automatic and (mail.decision in queries.NOTES or mail.person_id == person.pk):
        return "automatic"
    return "unconfirmed" if mail.unconfirmed and mail.person_id == person.pk else ""


def behind(actor: Actor, record: Record, entries: Iterable[int]) -> dict[int, str]:
    """The address of the mail that wrote each of these entries, for those who may look at mails that came in."""
    if not queries.may_see(actor):
        return {}
    found = IncomingMail.objects.filter(entry__in=list(entries)).values_list("entry_id", "pk")
    return {entry: reverse("incoming-mail", args=[pk]) for entry, pk in found}


def waiting(actor: Actor) -> dict[str, Any] | None:
    """How many mails wait for somebody who may decide about them."""
    count = queries.waiting(actor)
    return {"template": "mail/waiting.html", "count": count} if count else None
