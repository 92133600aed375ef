"""Reads of the customer database for other rooms."""

from __future__ import annotations

from collections.abc import Collection

from fettle.facilities.relationships import contacts as named
from fettle.facilities.relationships import queries
from fettle.facilities.relationships.workflow import ACTIVE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import visible
from fettle.kernel.orgs.models import Organisation, Person
from fettle.processes.customers.models import Customer
from fettle.processes.customers.records import CUSTOMER

SMS_MANAGER = "sms_manager"


def signatories(organisation: Organisation) -> list[Person]:
    """Those who sign for a customer: the contacts of that role, else the main contact, else who represents it."""
    return named.people(queries.of(CUSTOMER, organisation), organisation, named.SIGNATORY)


def contacts(actor: Actor, path: str) -> list[int]:
    """The people who are a contact of an active customer at or below a path today, in ascending order."""
    found = visible(actor, CUSTOMER).filter(state=ACTIVE)
    below = found.filter(organisation__path__startswith=path) if path else found
    main = below.filter(customer__contact__isnull=False).order_by().values_list("customer__contact_id", flat=True)
    return sorted({*main, *named.at(below)})


def numbers(actor: Actor, organisations: Collection[int]) -> dict[int, str]:
    """Of these organisations the numbers of the active customers that the actor sees, by organisation."""
    found = visible(actor, CUSTOMER).filter(state=ACTIVE, organisation_id__in=organisations)
    return dict(found.order_by().values_list("organisation_id", "number"))


def responsible(organisation: Organisation) -> list[Person]:
    """Who looks after a customer, the nearest first: account managers of the organisation and of those above it, then
    those who manage the process there, then the SMS managers.
    """
    lineage = [int(part) for part in organisation.path.split("/") if part]
    rows = Customer.objects.filter(record__organisation_id__in=lineage, record__state=ACTIVE)
    rows = rows.select_related("record__assignee", "record__organisation")
    near = sorted((row.record for row in rows), key=lambda each: -len(each.organisation.path))
    people = [each.assignee for each in near if each.assignee]
    for role in (CUSTOMER.owner_role, SMS_MANAGER):
        grants = Grant.objects.filter(role=role, team=None, organisation_id__in=lineage)
        people += [grant.person for grant in grants.select_related("person").order_by("pk")]
    return [person for person in dict.fromkeys(people) if person.is_active]
