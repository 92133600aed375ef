"""Writes of services: propose, add, update, the steps of their life, and what they are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.services import rules
from fettle.processes.services.definitions import PORTFOLIO
from fettle.processes.services.demands import actions as demands
from fettle.processes.services.demands import rules as asking
from fettle.processes.services.demands.workflow import NEW
from fettle.processes.services.facts import (
    Accepted,
    Added,
    Proposed,
    Retired,
    Returned,
    Revived,
    TransitionStarted,
    Updated,
    Withdrawn,
)
from fettle.processes.services.packages import operation, standing
from fettle.processes.services.records import SERVICE
from fettle.processes.services.workflow import LIVE, PROPOSAL


@transaction.atomic
def register(
    actor: Actor,
    *,
    organisation: Organisation | None = None,
    phase: str | None = LIVE,
    demand: Record | None = None,
    **values: Any,
) -> Record:
    """Add a service that is provided already, or in the phase ``proposal`` propose one (PR1.A1.1). Without
    ``organisation`` it is of the first that the actor's role holds for. A ``demand`` that it answers is taken up by it.
    Raises Forbidden, Invalid, Refusal.
    """
    home = require_in(actor, SERVICE.may.register, organisation)
    if demand is not None:
        asking.it_waits_to_be_taken_up(demand, NEW)
    if phase == PROPOSAL:
        made = history.create(actor, SERVICE, Proposed(), organisation=home, values=values)
    else:
        rules.services_are_added_live(current()[PORTFOLIO.key]["add_live"])
        made = history.create(actor, SERVICE, Added(), organisation=home, values={**values, "state": LIVE})
    if demand is not None:
        demands.take_up(actor, demand.number, service=made)
    return made


def propose(actor: Actor, **values: Any) -> Record:
    """Propose a service."""
    return register(actor, phase=PROPOSAL, **values)


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Update a service (PR1.A1.2)."""
    record = history.lock(actor, number, SERVICE)
    require(actor, SERVICE.may.revise, record)
    history.write(actor, record, Updated(), set=values)
    return record


@transaction.atomic
def accept(actor: Actor, number: str, *, reason: str) -> Record:
    """Have a proposal designed, once it is weighed."""
    return _move(actor, number, "accept", Accepted(reason=reason))


@transaction.atomic
def start_transition(actor: Actor, number: str) -> Record:
    """Bring into use what is designed, by its approved package."""
    record = history.lock(actor, number, SERVICE)
    verb = allow(actor, record, "start_transition")
    package = standing.newest(record)
    fact = TransitionStarted(package=package.number if package else "")
    history.write(actor, record, fact, set={"state": verb.target})
    return record


@transaction.atomic
def give_back(actor: Actor, number: str, *, reason: str) -> Record:
    """The design has to change before it can be brought into use."""
    return _move(actor, number, "give_back", Returned(reason=reason))


@transaction.atomic
def go_live(actor: Actor, number: str) -> Record:
    """Provide the service from now on; its package is over. Raises Refusal while a criterion is neither evidenced nor
    waived, or a step is open.
    """
    record = history.lock(actor, number, SERVICE)
    allow(actor, record, "go_live")
    package = standing.newest(record)
    return operation.bring(actor, record.number, package.number if package else "")[0]


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """Give up what was never live."""
    return _move(actor, number, "withdraw", Withdrawn(reason=reason))


@transaction.atomic
def retire(actor: Actor, number: str, *, reason: str) -> Record:
    """Retire a service (PR1.A1.3); what was recorded for it stays."""
    return _move(actor, number, "retire", Retired(reason=reason))


@transaction.atomic
def revive(actor: Actor, number: str, *, reason: str) -> Record:
    """Provide a retired service again."""
    return _move(actor, number, "revive", Revived(reason=reason))


def _move(actor: Actor, number: str, name: str, fact: Fact) -> Record:
    record = history.lock(actor, number, SERVICE)
    verb = allow(actor, record, name)
    history.write(actor, record, fact, set={"state": verb.target})
    return record


VERBS: dict[str, Callable[..., Record]] = {
    "accept": accept,
    "start_transition": start_transition,
    "give_back": give_back,
    "go_live": go_live,
    "withdraw": withdraw,
    "retire": retire,
    "revive": revive,
}
