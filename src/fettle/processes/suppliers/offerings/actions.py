"""Writes of what suppliers offer: entered, changed, no longer offered, offered again (PR8.I2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from fettle.facilities.relationships.rules import it_ends_after_it_begins
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.models import Record
from fettle.processes.suppliers import rules
from fettle.processes.suppliers.facts import Offered, OfferedAgain, OfferingRevised, OfferingWithdrawn
from fettle.processes.suppliers.offerings.records import OFFERING
from fettle.processes.suppliers.records import SUPPLIER


@transaction.atomic
def register(actor: Actor, *, supplier: Record, **values: Any) -> Record:
    """Enter what a supplier offers. Raises Forbidden, Invalid."""
    party = history.lock(actor, supplier.number, SUPPLIER)
    require(actor, OFFERING.may.register, party)
    rules.the_supplier_is_active(party)
    it_ends_after_it_begins(values.get("valid_from"), values.get("valid_until"))
    columns = {"supplier": party, **values}
    return history.create(actor, OFFERING, Offered(), organisation=party.organisation, values=columns)


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Another price, other words, other days. Raises Invalid, Refusal for what is no longer offered."""
    record = history.lock(actor, number, OFFERING)
    require(actor, OFFERING.may.revise, record)
    rules.it_is_offered(record)
    item = record.item
    it_ends_after_it_begins(values.get("valid_from", item.valid_from), values.get("valid_until", item.valid_until))
    history.write(actor, record, OfferingRevised(), set=values)
    return record


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """It can no longer be had; what was written about it stays."""
    return _move(actor, number, "withdraw", OfferingWithdrawn(reason=reason))


@transaction.atomic
def offer_again(actor: Actor, number: str, *, reason: str) -> Record:
    """It can be had again. Raises Refusal when it is over with the supplier."""
    rules.the_supplier_is_there(get(actor, number, OFFERING).item.supplier)
    return _move(actor, number, "offer_again", OfferedAgain(reason=reason))


def _move(actor: Actor, number: str, name: str, fact: Fact) -> Record:
    record = history.lock(actor, number, OFFERING)
    verb = allow(actor, record, name)
    history.write(actor, record, fact, set={"state": verb.target})
    return record


VERBS: dict[str, Callable[..., Record]] = {"withdraw": withdraw, "offer_again": offer_again}
