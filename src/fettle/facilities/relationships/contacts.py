"""The people and channels by which a party is reached, beside the main one: in which role, and from when until when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.relationships import rules
from fettle.facilities.relationships.facts import ContactAdded, ContactChanged, ContactRemoved, MainContact
from fettle.facilities.relationships.models import Contact
from fettle.facilities.relationships.workflow import ACTIVE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.models import Grant
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record

MOST = 100
SIGNATORY, REVIEWS = Contact.Role.SIGNATORY, Contact.Role.REVIEWS
NAMES = ("role", "person", "name", "channel", "valid_from", "valid_until")
REPRESENTATIVE = "representative"
ADDRESS = re.compile(r"[^\s<>\"'(),:;@]{1,64}@[^\s<>\"'(),:;@]{0,252}[^\s<>\"'(),:;.@]")
"""What may be an e-mail address in a text, in a time that grows with the text and no faster."""
LONGEST = 254
"""Letters of an address to which a mail can be sent."""


def of(record: Record) -> list[Contact]:
    """All contacts of a party, those that hold first; by role."""
    today = timezone.localdate()
    rows = Contact.objects.filter(record=record).select_related("person").order_by("role", "pk")
    return sorted(rows, key=lambda row: not row.holds(today))


def holding(record: Record, role: str) -> QuerySet[Contact]:
    """Those in a role that hold today, and whose person is still here."""
    return _today().filter(record=record, role=role)


def at(parties: QuerySet[Record]) -> set[int]:
    """The people who are a contact of any of these today, in whichever role."""
    found = _today().filter(record__in=parties.order_by().values("pk"), person__isnull=False)
    return set(found.values_list("person_id", flat=True))


def _today() -> QuerySet[Contact]:
    today = timezone.localdate()
    begun = Q(valid_from=None) | Q(valid_from__lte=today)
    goes_on = Q(valid_until=None) | Q(valid_until__gte=today)
    return Contact.objects.filter(begun, goes_on, Q(person=None) | Q(person__is_active=True))


def people(record: Record | None, organisation: Organisation, role: str) -> list[Person]:
    """Who is addressed in a role: its contacts, else the main one, else those who represent the organisation."""
    if record is not None and record.state == ACTIVE:
        named = Person.objects.filter(pk__in=holding(record, role).values("person"), is_active=True)
        found = list(named.order_by("pk"))
        if found:
            return found
        main: Person | None = record.item.contact
        if main is not None and main.is_active:
            return [main]
    granted = Grant.objects.filter(role=REPRESENTATIVE, organisation=organisation, person__is_active=True)
    return list(Person.objects.filter(pk__in=granted.values("person")).order_by("pk"))


def outside(record: Record, role: str) -> list[tuple[str, str]]:
    """Name and e-mail address of those in a role who have no account; where nobody at all has it, the address at which
    the party itself is reached.
    """
    if record.state != ACTIVE:
        return []
    there = list(holding(record, role).order_by("pk"))
    found = [(row.name, address) for row in there if row.person_id is None and (address := _mail(row.channel))]
    main = _mail(record.item.contact_point) if not there and record.item.contact_id is None else ""
    return [*found, ("", main)] if main else found


def mails(record: Record) -> dict[str, str]:
    """Every e-mail address by which a party is reached today, with the name of whom it is ("" for nobody's own): first
    those for technical matters, then the main one, then the others. Each once, whoever has it.
    """
    item = record.item
    rows = list(_today().filter(record=record).select_related("person").order_by("pk"))
    technical = [row for row in rows if row.role == Contact.Role.TECHNICAL]
    main = [(item.contact.name, item.contact.mail)] if item.contact and item.contact.is_active else []
    points = [("", text) for text in (item.contact_point, item.escalation, item.channels)]
    named = [*map(_named, technical), *main, *points, *(_named(row) for row in rows if row not in technical)]
    found: dict[str, tuple[str, str]] = {}
    for name, text in named:
        for address in ADDRESS.findall(text or ""):
            if len(address) <= LONGEST and _mail(address):
                found.setdefault(address.casefold(), (address, name))
    return dict(found.values())


def _named(row: Contact) -> tuple[str, str]:
    return (row.person.name, row.person.mail or row.channel) if row.person else (row.name, row.channel)


def _mail(channel: str) -> str:
    """The channel where it is an e-mail address."""
    try:
        validate_email(channel.strip())
    except ValidationError:
        return ""
    return channel.strip()


@transaction.atomic
def add(actor: Actor, number: str, kinds: Sequence[Kind], **values: Any) -> Record:
    """One more contact. Raises Invalid, Refusal, Forbidden."""
    record = _held(actor, number, kinds)
    if Contact.objects.filter(record=record).count() >= MOST:
        raise Invalid({"": _("A party takes at most %(count)s contacts.") % {"count": MOST}})
    row = Contact.objects.create(record=record, **_settled(values))
    return _write(actor, record, _fact(ContactAdded, row))


@transaction.atomic
def change(actor: Actor, number: str, kinds: Sequence[Kind], *, row: int, **values: Any) -> Record:
    """Another role, another way, other days. Without a difference nothing happens."""
    record = _held(actor, number, kinds)
    there = found(record, row)
    settled = _settled(values)
    if all(getattr(there, name) == value for name, value in settled.items()):
        return record
    Contact.objects.filter(pk=there.pk).update(**settled)
    return _write(actor, record, _fact(ContactChanged, found(record, row)))


@transaction.atomic
def remove(actor: Actor, number: str, kinds: Sequence[Kind], *, row: int) -> Record:
    """It was never right; one that no longer holds gets a last day instead. The history keeps it."""
    record = _held(actor, number, kinds)
    there = found(record, row)
    fact = _fact(ContactRemoved, there)
    Contact.objects.filter(pk=there.pk).delete()
    return _write(actor, record, fact)


@transaction.atomic
def make_main(actor: Actor, number: str, kinds: Sequence[Kind], *, row: int) -> Record:
    """This is the one contact by which the party is reached first; the one before stays among the others."""
    record = _held(actor, number, kinds)
    there = found(record, row)
    rules.a_main_contact_holds(there, timezone.localdate())
    item = record.item
    was = {"person": item.contact, "channel": item.contact_point}
    point = there.channel if there.person else ", ".join(filter(None, (there.name, there.channel)))
    Contact.objects.filter(pk=there.pk).delete()
    if was["person"] is not None or was["channel"]:
        Contact.objects.create(record=record, role=Contact.Role.GENERAL, **was)
    history.write(actor, record, MainContact(), set={"contact": there.person, "contact_point": point[:200]})
    return record


def found(record: Record, row: int) -> Contact:
    """One of the party's contacts. Raises Invalid."""
    there = Contact.objects.filter(record=record, pk=row).select_related("person").first()
    if there is None:
        raise Invalid({"row": _("%(number)s has no such contact any more.") % {"number": record.number}})
    return there


def _held(actor: Actor, number: str, kinds: Sequence[Kind]) -> Record:
    record = history.lock(actor, number, *kinds)
    require(actor, record.declared.may.revise, record)
    rules.it_is_active(record)
    return record


def _settled(values: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {name: values.get(name) for name in NAMES}
    for name in ("name", "channel"):
        given[name] = (given[name] or "").strip()
    rules.a_contact_is_somebody(given["person"], given["name"], given["channel"])
    rules.it_ends_after_it_begins(given["valid_from"], given["valid_until"])
    return given


def _fact(kind: type[Any], row: Contact) -> Fact:
    def day(value: date | None) -> str:
        return value.isoformat() if value else ""

    fact: Fact = kind(
        role=row.role,
        person=row.person_id or 0,
        who=row.person.name if row.person else row.name,
        channel=row.channel,
        valid_from=day(row.valid_from),
        valid_until=day(row.valid_until),
    )
    return fact


def _write(actor: Actor, record: Record, fact: Fact) -> Record:
    history.write(actor, record, fact, wakes=False)
    return record
