"""Writes of demands: recorded by whoever hears them, taken up, met, declined, looked at again."""

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
from fettle.kernel.records.models import Participant, Record
from fettle.processes.services.demands import rules
from fettle.processes.services.demands.records import DEMAND
from fettle.processes.services.facts import (
    DemandDeclined,
    DemandMet,
    DemandRecorded,
    DemandReopened,
    DemandRevised,
    DemandTakenUp,
)


@transaction.atomic
def register(actor: Actor, *, organisation: Organisation | None = None, **values: Any) -> Record:
    """Record what a customer asks for (PR1.I1); whoever does so is told what becomes of it."""
    home = require_in(actor, DEMAND.may.register, organisation)
    parts = [(actor.person, Participant.Part.WATCHER)] if actor.person else []
    return history.create(actor, DEMAND, DemandRecorded(), organisation=home, values=values, parts=parts)


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Say it in other words, or weigh it anew."""
    record = history.lock(actor, number, DEMAND)
    require(actor, DEMAND.may.revise, record)
    history.write(actor, record, DemandRevised(), set=values)
    return record


@transaction.atomic
def take_up(actor: Actor, number: str, *, service: Record | None = None, agreement: Record | None = None) -> Record:
    """A service is proposed for it, one that is there is to change, or targets of an agreement come from it (PR1.I1,
    PR2.I2). A service that was named when it was recorded stays unless another one is given. Raises Invalid.
    """
    record = history.lock(actor, number, DEMAND)
    verb = allow(actor, record, "take_up")
    about = service or record.service
    rules.something_is_to_meet_it(about, agreement)
    return _write(actor, record, DemandTakenUp(), state=verb.target, service=about, agreement=agreement)


@transaction.atomic
def meet(actor: Actor, number: str, *, remark: str) -> Record:
    """What was asked for is provided."""
    return _move(actor, number, "meet", DemandMet(remark=remark))


@transaction.atomic
def decline(actor: Actor, number: str, *, reason: str) -> Record:
    """It will not be met."""
    return _move(actor, number, "decline", DemandDeclined(reason=reason))


@transaction.atomic
def reopen(actor: Actor, number: str, *, reason: str) -> Record:
    """Look at it again."""
    return _move(actor, number, "reopen", DemandReopened(reason=reason))


def _move(actor: Actor, number: str, name: str, fact: Fact, **values: Any) -> Record:
    record = history.lock(actor, number, DEMAND)
    verb = allow(actor, record, name)
    return _write(actor, record, fact, state=verb.target, **values)


def _write(actor: Actor, record: Record, fact: Fact, **values: Any) -> Record:
    history.write(actor, record, fact, set=values)
    return record


VERBS: dict[str, Callable[..., Record]] = {"take_up": take_up, "meet": meet, "decline": decline, "reopen": reopen}
