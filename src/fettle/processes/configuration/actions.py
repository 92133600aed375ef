"""Writes of configuration items: enter, update, the steps of their life (PR11.A1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection, transaction

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Participant, Record
from fettle.processes.configuration import attributes as noted
from fettle.processes.configuration import cycles, queries, rules
from fettle.processes.configuration.facts import (
    Added,
    BroughtBack,
    PutToUse,
    Retired,
    SentToRepair,
    Stored,
    Updated,
    Withdrawn,
)
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.workflow import IN_USE, THERE

LOCK = "select pg_advisory_xact_lock(hashtext('configuration'), hashtext(%s))"


@transaction.atomic
def register(
    actor: Actor,
    *,
    type: str,
    organisation: Organisation | None = None,
    attributes: Mapping[str, Any] | None = None,
    begins: str | None = IN_USE,
    **values: Any,
) -> Record:
    """Enter a configuration item (PR11.A1.1), in use unless it ``begins`` otherwise. Without ``organisation`` it is of
    the first that the actor's role holds for. Raises Forbidden, Invalid that names the attribute at fault.
    """
    home = require_in(actor, ITEM.may.register, organisation)
    kept = noted.clean(type, attributes or {}, actor)
    _alone(type, kept)
    columns = {**values, "type": type, "attributes": kept, "state": begins or IN_USE}
    made = history.create(actor, ITEM, Added(of_type=type), organisation=home, values=columns)
    made.item.record = made
    if said := cycles.follow(made, kept, values.get("owner")):
        history.write(actor, made, *said, parts=_parts(values.get("owner")), wakes=False)
    return made


@transaction.atomic
def revise(actor: Actor, number: str, *, attributes: Mapping[str, Any] | None = None, **values: Any) -> Record:
    """Update a configuration item (PR11.A1.2). Attributes that are not given stay. Raises Invalid, Refusal."""
    record = history.lock(actor, number, ITEM)
    require(actor, ITEM.may.revise, record)
    rules.it_is_controlled(record.state, str(ITEM.flow.by_state[record.state].label), THERE)
    item = record.item
    kept = noted.clean(item.type, attributes or {}, actor, item.attributes)
    _alone(item.type, {name: value for name, value in kept.items() if item.attributes.get(name) != value}, record)
    owner = values.get("owner", item.owner)
    said = cycles.follow(record, kept, owner)
    parts = _parts(owner) if said else []
    history.write(actor, record, Updated(of_type=item.type), *said, set={**values, "attributes": kept}, parts=parts)
    return record


def put_to_use(actor: Actor, number: str, *, reason: str | None = "") -> Record:
    """It is used from now on."""
    return _move(actor, number, "put_to_use", PutToUse(reason=reason or ""))


def store(actor: Actor, number: str, *, reason: str | None = "") -> Record:
    """It is kept, and not used."""
    return _move(actor, number, "store", Stored(reason=reason or ""))


def repair(actor: Actor, number: str, *, reason: str) -> Record:
    """It is being repaired."""
    return _move(actor, number, "repair", SentToRepair(reason=reason))


def retire(actor: Actor, number: str, *, reason: str) -> Record:
    """It is there no more; what was noted of it stays."""
    return _move(actor, number, "retire", Retired(reason=reason))


def bring_back(actor: Actor, number: str, *, reason: str) -> Record:
    """What was retired is in store again. Raises Invalid where another item has taken what is unique of it."""
    return _move(actor, number, "bring_back", BroughtBack(reason=reason))


def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """It was entered in error."""
    return _move(actor, number, "withdraw", Withdrawn(reason=reason))


@transaction.atomic
def _move(actor: Actor, number: str, name: str, fact: Fact) -> Record:
    record = history.lock(actor, number, ITEM)
    verb = allow(actor, record, name)
    if name == "bring_back":
        _alone(record.item.type, record.item.attributes, record)
    history.write(actor, record, fact, set={"state": verb.target})
    return record


def _alone(type_: str, values: Mapping[str, Any], record: Record | None = None) -> None:
    """Refuses what another item has that only one may have. Two who enter the same at once come one after the other."""
    labels = {code: label for code, label in noted.unique(type_).items() if code in values}
    if not labels:
        return
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [type_])
    found = {code: queries.having(type_, code, values[code], record) for code in labels}
    rules.no_other_has_it({code: (labels[code], other) for code, other in found.items() if other is not None})


def _parts(owner: Person | None) -> list[tuple[Person | int, str]]:
    """Who has a duty on it sees it, whatever their roles are."""
    return [(owner, Participant.Part.NAMED)] if owner else []


VERBS: dict[str, Callable[..., Record]] = {
    "put_to_use": put_to_use,
    "store": store,
    "repair": repair,
    "retire": retire,
    "bring_back": bring_back,
    "withdraw": withdraw,
}
