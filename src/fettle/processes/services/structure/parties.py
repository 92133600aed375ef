"""The map of the parties that deliver a service: who, in which role, reached at which one point (PR1.S4, PR1.A3)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import staff_reads, visible
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record
from fettle.processes.services import rules
from fettle.processes.services.facts import PartyAdded, PartyChanged, PartyRemoved
from fettle.processes.services.models import Party
from fettle.processes.services.records import SERVICE

MOST = 200
Told = type[PartyAdded | PartyChanged | PartyRemoved]


def of(record: Record) -> list[Party]:
    """The parties of a service, by name."""
    found = Party.objects.filter(record=record).select_related("organisation", "contact")
    return sorted(found, key=lambda row: row.organisation.name.casefold())


def everywhere(actor: Actor) -> QuerySet[Party]:
    """The map over all services that the actor sees as staff and that are not over, by party."""
    seen = visible(actor, SERVICE).filter(staff_reads(actor, SERVICE)).exclude(state__in=("retired", "withdrawn"))
    found = Party.objects.filter(record__in=seen.order_by())
    return found.select_related("record", "organisation", "contact").order_by(
        "organisation__name", "record__title", "pk"
    )


@transaction.atomic
def add(
    actor: Actor,
    number: str,
    *,
    organisation: Organisation,
    role: str,
    does: str | None = None,
    contact: Person | None = None,
    contact_point: str | None = None,
) -> Record:
    """Put an organisation on the map of a service. Raises Invalid for one without a contact point, and for one that is
    there already.
    """
    record = _held(actor, number)
    there = {row.organisation_id for row in of(record)}
    if len(there) >= MOST:
        raise Invalid({"": _("A service takes at most %(count)s parties.") % {"count": MOST}})
    rules.a_party_stands_once(organisation, there)
    rules.a_party_has_one_contact_point(contact, contact_point or "")
    values = _settled(role, does, contact, contact_point)
    row = Party.objects.create(record=record, organisation=organisation, **values)
    return _write(actor, record, row, PartyAdded)


@transaction.atomic
def change(
    actor: Actor,
    number: str,
    *,
    party: int,
    role: str,
    does: str | None = None,
    contact: Person | None = None,
    contact_point: str | None = None,
) -> Record:
    """Another role, or another contact point. Without a difference nothing happens."""
    record = _held(actor, number)
    row = found(record, party)
    rules.a_party_has_one_contact_point(contact, contact_point or "")
    values = _settled(role, does, contact, contact_point)
    if all(getattr(row, name) == value for name, value in values.items()):
        return record
    Party.objects.filter(pk=row.pk).update(**values)
    return _write(actor, record, found(record, party), PartyChanged)


@transaction.atomic
def remove(actor: Actor, number: str, *, party: int) -> Record:
    """It takes part no more; the history keeps that it did."""
    record = _held(actor, number)
    row = found(record, party)
    fact = _fact(row, PartyRemoved)
    Party.objects.filter(pk=row.pk).delete()
    history.write(actor, record, fact)
    return record


def found(record: Record, party: int) -> Party:
    """One of the service's parties. Raises Invalid."""
    row = Party.objects.filter(record=record, pk=party).select_related("organisation", "contact").first()
    if row is None:
        raise Invalid({"party": _("%(number)s has no such party any more.") % {"number": record.number}})
    return row


def reachable() -> Q:
    """Rows whose contact point is nobody's own, or somebody who is still here."""
    return Q(contact=None) | Q(contact__is_active=True)


def _held(actor: Actor, number: str) -> Record:
    record = history.lock(actor, number, SERVICE)
    require(actor, SERVICE.may.revise, record)
    return record


def _settled(role: str, does: str | None, contact: Person | None, contact_point: str | None) -> dict[str, Any]:
    return {"role": role, "does": does or "", "contact": contact, "contact_point": (contact_point or "").strip()}


def _fact(row: Party, kind: Told) -> Any:
    return kind(
        organisation=row.organisation_id,
        who=row.organisation.name,
        role=row.role,
        does=row.does,
        contact=row.contact_id or 0,
        contact_point=row.contact_point,
    )


def _write(actor: Actor, record: Record, row: Party, kind: Told) -> Record:
    history.write(actor, record, _fact(row, kind))
    return record
