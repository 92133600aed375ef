"""Writes of services: add, update, retire, revive."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.services.facts import Added, Retired, Revived, Updated
from fettle.processes.services.records import SERVICE


@transaction.atomic
def register(actor: Actor, *, organisation: Organisation | None = None, **values: Any) -> Record:
    """Add a service (PR1.A1.1). Without ``organisation`` it is of the first that the actor's role holds for."""
    home = require_in(actor, SERVICE.may.register, organisation)
    return history.create(actor, SERVICE, Added(), organisation=home, values=values)


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Update a service (PR1.A1.2)."""
    record = history.lock(actor, number, SERVICE)
    require(actor, SERVICE.may.revise, record)
    history.write(actor, record, Updated(), set=values)
    return record


@transaction.atomic
def retire(actor: Actor, number: str, *, reason: str) -> Record:
    """Retire a service (PR1.A1.3); what was recorded for it stays."""
    return _move(actor, number, "retire", Retired(reason=reason))


@transaction.atomic
def revive(actor: Actor, number: str, *, reason: str) -> Record:
    """Provide a retired service again."""
    return _move(actor, number, "revive", Revived(reason=reason))


def _move(actor: Actor, number: str, name: str, fact: Retired | Revived) -> Record:
    record = history.lock(actor, number, SERVICE)
    verb = allow(actor, record, name)
    history.write(actor, record, fact, set={"state": verb.target})
    return record
