"""What mailboxes put into other rooms: whose mailbox a mail comes from, why one must not leave by itself, which mail is
behind an entry, and what waits for a decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from fettle.edges.mail import queries, tokens
from fettle.edges.mail.mailboxes import for_record, sender_of
from fettle.edges.mail.models import IncomingMail
from fettle.edges.notify.models import OutgoingMail
from fettle.kernel.access.actor import Actor
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Membership, Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current


def identity(record: Record, person: Person) -> dict[str, str]:
    """Sender and reply address of a mail about a record to somebody."""
    mailbox = for_record(record)
    if mailbox is None:
        return {}
    return {"sender": sender_of(mailbox), "reply_to": tokens.reply_address(mailbox, record, person)}


def doubts(entry: Entry, person: Person) -> str:
    """Machines are not answered; nor is somebody whose address nobody vouched for, until one of us writes to them; and
    two machines that say nothing of being any do not answer each other for ever.
    """
    if entry.channel != "mail":
        return ""
    return _not_to_be_answered(entry, person) or _goes_round(entry, person)


def _not_to_be_answered(entry: Entry, person: Person) -> str:
    mail = IncomingMail.objects.filter(entry=entry).only("automatic", "unconfirmed", "person_id", "decision").first()
    if mail is None:
        return ""
    if mail.automatic and (mail.decision in queries.NOTES or mail.person_id == person.pk):
        return "automatic"
    return "unconfirmed" if mail.unconfirmed and mail.person_id == person.pk else ""


def _goes_round(entry: Entry, person: Person) -> str:
    """Mails that mails caused, counted in the database. Whoever works on the record may get more of them in an hour, as
    far as the limit for all mails goes: news of many records are no loop.
    """
    record, limits, now = entry.record, current()["mail.intake"], timezone.now()
    caused = OutgoingMail.objects.filter(entry__channel="mail").exclude(state=OutgoingMail.State.WITHHELD)
    today = caused.filter(record=record, made_at__gt=now - timedelta(days=1))
    if today.count() >= limits["most_caused_day"]:
        return "cap_record"
    if person.pk == record.assignee_id or Membership.objects.filter(team=record.team_id, person=person).exists():
        return ""
    lately = caused.filter(address=person.mail, made_at__gt=now - timedelta(hours=1))
    return "cap_address" if lately.count() >= limits["most_caused_hour"] else ""


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
