"""Reads of the customer database for other rooms."""

from __future__ import annotations

from fettle.facilities.relationships import contacts, queries
from fettle.kernel.orgs.models import Organisation, Person
from fettle.processes.customers.records import CUSTOMER


def signatories(organisation: Organisation) -> list[Person]:
    """Those who sign for a customer: the contacts of that role, else the main contact, else who represents it."""
    return contacts.people(queries.of(CUSTOMER, organisation), organisation, contacts.SIGNATORY)
