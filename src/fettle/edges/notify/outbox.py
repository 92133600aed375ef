"""The outbox: a row first, then a job that takes it with a write, then the world outside.

``put`` and ``send`` work inside the caller's transaction, so a mail exists exactly if what it tells of does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from fettle.edges.notify.leaving import send_later, withheld
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.server import domain
from fettle.edges.notify.texts import one_line
from fettle.kernel.assembly import assembly
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current

State = OutgoingMail.State
IDENTITY = "notify.identity"
"""The slot for whose mailbox a mail comes from: a function of a record and a person."""
MOST_LETTERS_AN_HOUR = 6
"""Links to sign in, to one address."""
BROADCAST = "broadcast"
"""The purpose of a mail to people whom somebody chose. Their number is no sign of a loop: the limit of a record does
not count them, that of an address does.
"""
HOLD = """
    select pg_advisory_xact_lock(hashtext('notify'), key)
      from (select distinct hashtext(each) as key from unnest(%s::text[]) as each order by key) as keys
"""


def letter_key(purpose: str, person: Person, wish: str = "") -> str:
    """What a letter is known by. The same ``wish`` is the same letter; without one it is a new letter each time."""
    return f"{purpose}:{person.pk}:{wish or get_random_string(16)}"


def send(
    person: Person, subject: str, text: str, *, purpose: str = "letter", private: bool = True, wish: str = ""
) -> OutgoingMail:
    """A letter to one person, such as a sign-in link; ``private`` unless said: its text is forgotten when it left."""
    key = letter_key(purpose, person, wish)
    body = {"subject": subject, "body": text, "private": private}
    if not person.mail:
        raise ValueError("A person without an address gets no letters.")
    hold([person.mail])
    reason = withheld() or ("cap_address" if letters(person, purpose) >= MOST_LETTERS_AN_HOUR else "")
    return _write(key, person.mail, body, reason, purpose=purpose, person=person)


def letters(person: Person, *purposes: str) -> int:
    """How many of these kinds were written to their address within the last hour, but for those that were withheld."""
    lately = OutgoingMail.objects.filter(address=person.mail, purpose__in=purposes, made_at__gt=_ago(hours=1))
    return lately.exclude(state=State.WITHHELD).count()


def put(
    key: str, person: Person, record: Record, words: Mapping[str, Any], *, purpose: str, **rest: Any
) -> OutgoingMail:
    """A mail about a record, or the reason why it is withheld. The key that is there already gives its mail back."""
    address = person.mail or ""
    hold([address])
    reason = withheld() or _capped(address, record, purpose)
    named = {
        "thread_id": f"<{record.number}.{thread(record.number, person.pk)}@{domain()}>",
        **identity(record, person),
    }
    return _write(key, address, words, reason, purpose=purpose, person=person, record=record, **named, **rest)


def outside(key: str, address: str, entry: Entry, words: Mapping[str, Any], **rest: Any) -> OutgoingMail:
    """A mail about a record to somebody who is no person here, under the same limits."""
    hold([address])
    reason = withheld() or _capped(address, entry.record, "contact")
    return _write(key, address, words, reason, purpose="contact", record=entry.record, entry=entry, **rest)


def forward(key: str, entry: Entry, address: str, **words: Any) -> OutgoingMail:
    """A mail that somebody here wrote to a supplier, under the same limits. The key that is there already gives its
    mail back.
    """
    hold([address])
    record, purpose = entry.record, OutgoingMail.FORWARD
    reason = withheld() or _capped(address, record, purpose)
    thread_id = f"<{record.number}.{_token(purpose, record.number, address.casefold())}@{domain()}>"
    return _write(key, address, words, reason, purpose=purpose, record=record, entry=entry, thread_id=thread_id)


def digest(person: Person, key: str, words: Mapping[str, Any]) -> OutgoingMail:
    """A mail about many records. The key that is there already gives its mail back."""
    hold([person.mail or ""])
    return _write(key, person.mail or "", words, withheld(), purpose="digest", person=person)


def thread(number: str, person: int) -> str:
    """What a record's conversation with one person is known by."""
    return _token("thread", number, str(person))


def identity(record: Record, person: Person) -> dict[str, str]:
    """``sender`` and ``reply_to`` of a mail about a record to somebody, where mailboxes say so."""
    for slot in assembly().slots.get(IDENTITY, ()):
        found: dict[str, str] = slot(record, person)
        return found
    return {}


def _capped(address: str, record: Record, purpose: str) -> str:
    """Whether a limit is reached, counted in the database: headers of other machines are not believed."""
    limits = current()["notify.mail"]
    mails = OutgoingMail.objects.exclude(state=State.WITHHELD)
    if mails.filter(address=address, made_at__gt=_ago(hours=1)).count() >= limits["most_per_address_hour"]:
        return "cap_address"
    of_record = mails.filter(record=record, made_at__gt=_ago(days=1)).exclude(purpose=BROADCAST)
    if purpose != BROADCAST and of_record.count() >= limits["most_per_record_day"]:
        return "cap_record"
    return ""


def _write(key: str, address: str, words: Mapping[str, Any], reason: str, **rest: Any) -> OutgoingMail:
    now = timezone.now()
    mail, new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "address": address,
            "message_id": f"<{_token('message', key)}@{domain()}>",
            "state": State.WITHHELD if reason else State.WAITING,
            "reason": reason,
            "made_at": now,
            "next_at": now,
            **words,
            "subject": one_line(words["subject"]),
            **rest,
        },
    )
    if new and not reason:
        send_later(mail, mail.next_at if mail.next_at > now else None)
    return mail


def _token(*parts: str) -> str:
    """128 bits that nobody can make up, always the same for the same parts."""
    return salted_hmac("fettle.notify", ":".join(parts), algorithm="sha256").hexdigest()[:32]


def _ago(**span: int) -> datetime:
    return timezone.now() - timedelta(**span)


def hold(addresses: Iterable[str]) -> None:
    """Two decisions about one address are counted one after the other. Whoever decides about several takes them all
    first, always in the same order, so that two who share some never wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [list(addresses)])
