"""The write door: how people, mail, jobs and machines change a record.

Every function here runs inside the transaction of the action that calls it: one INSERT or one UPDATE under the
version, the
process's own columns, one Entry, one job that delivers it. Nothing else in the house changes a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import hold
from fettle.kernel.columns import attribute, insert, stored
from fettle.kernel.errors import FettleError, Stale
from fettle.kernel.history.deliver import deliver_later
from fettle.kernel.history.facts import Fact, plain
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records import numbers
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Participant, Record

LONGEST_CHAIN = 8
Parts = Iterable[tuple[Person | int, str]]


class TooDeep(FettleError):
    """Entries that cause entries that cause entries: cut at eight, and shown to the administrator."""

    status = 500


def lock(actor: Actor, number: str, *kinds: Kind) -> Record:
    """One visible record with its item, its row held until the transaction ends. Raises NotSeen."""
    record = hold(actor, number, *kinds)
    record.item.record = record
    return record


def create(
    actor: Actor,
    kind: Kind,
    *facts: Fact,
    organisation: Organisation,
    values: Mapping[str, Any],
    parts: Parts = (),
    at: datetime | None = None,
    audience: str = "",
) -> Record:
    """A new record in the first state of its flow. ``values`` are columns of Record and of the kind's model, already
    clean.

    ``at`` is when it happened, now unless told. The number is taken last, so that the counter's row is held shortest.
    """
    now = timezone.now()
    happened = at or now
    on_record = {name: value for name, value in values.items() if kind.on_record(name)}
    on_item = {name: value for name, value in values.items() if name not in on_record}
    first = kind.flow.by_state[on_record.pop("state", kind.flow.initial)]
    on_record.setdefault("opened_at", happened)
    record = Record(
        kind=kind.key,
        state=first.key,
        is_open=first.open,
        organisation=organisation,
        updated_at=max(now, happened),
        version=1,
        **on_record,
    )
    record.number = numbers.take(kind.prefix)[0]
    insert(record)
    item = kind.model(record=record, **on_item)
    insert(item)
    _take_part(record, parts)
    changes = {"state": [None, first.key]} | {
        name: [None, plain(value)] for name, value in values.items() if filled(value)
    }
    _append(actor, record, facts, changes, happened, audience)
    return record


def write(
    actor: Actor,
    record: Record,
    *facts: Fact,
    set: Mapping[str, Any] | None = None,
    parts: Parts = (),
    at: datetime | None = None,
    audience: str = "",
    wakes: bool = True,
) -> Entry:
    """Change a record that ``lock`` holds and say what happened. ``set`` maps columns to clean values; the same value
    is no change.

    A change of ``state`` sets ``is_open`` by the flow. A silent record wakes with its first live entry, unless that is
    not work on it (``wakes`` False: a link, a file, somebody watches). Raises Stale when the version moved.
    """
    kind = record.declared
    values = dict(set or {})
    if "state" in values:
        values["is_open"] = kind.flow.by_state[values["state"]].open
    if record.silent and wakes:
        values["silent"] = False
    changes: dict[str, list[Any]] = {}
    for_record: dict[str, Any] = {}
    for_item: dict[str, Any] = {}
    for name, value in values.items():
        owner, columns = (record, for_record) if kind.on_record(name) else (record.item, for_item)
        old, new = plain(stored(owner, name)), plain(value)
        if old != new:
            columns[name] = value
            if name not in ("is_open", "silent"):
                changes[name] = [old, new]
    now = timezone.now()
    happened = at or now
    touched = max(now, happened, record.updated_at)
    rows = Record.objects.filter(pk=record.pk, version=record.version).update(
        **for_record, version=F("version") + 1, updated_at=touched
    )
    if rows != 1:
        raise Stale(
            _("%(number)s was changed by somebody else just now: look at it again.") % {"number": record.number}
        )
    if for_item:
        kind.model._default_manager.filter(pk=record.pk).update(**for_item)
    _apply(record, {**for_record, "updated_at": touched, "version": record.version + 1})
    _apply(record.item, for_item)
    _take_part(record, parts)
    return _append(actor, record, facts, changes, happened, audience)


def _apply(owner: Model, values: Mapping[str, Any]) -> None:
    """The object in hand follows its row; a reference may be given as a row or as its id."""
    for name, value in values.items():
        setattr(owner, name if isinstance(value, Model) else attribute(owner, name), value)


def filled(value: Any) -> bool:
    """Whether a first value is worth an entry: nothing, an empty text and an empty list are not."""
    return value is not None and value != "" and value != [] and value != {}


def _take_part(record: Record, parts: Parts) -> None:
    rows = [
        Participant(record=record, person_id=person if isinstance(person, int) else person.pk, part=part)
        for person, part in parts
    ]
    if rows:
        Participant.objects.bulk_create(rows, ignore_conflicts=True)


def _append(
    actor: Actor, record: Record, facts: tuple[Fact, ...], changes: dict[str, list[Any]], at: datetime, audience: str
) -> Entry:
    if not facts:
        raise ValueError("An entry needs a fact: say what happened.")
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The write door opens only inside a transaction.")
    cause = (
        Entry.everything.filter(pk=actor.caused_by_id).values_list("chain", flat=True).first()
        if actor.caused_by_id
        else None
    )
    chain = 0 if cause is None else cause + 1
    if chain > LONGEST_CHAIN:
        raise TooDeep(_("A chain of reactions was cut after eight steps: see the operations page."))
    entry = Entry(
        record=record,
        seq=record.version,
        happened_at=at,
        actor_id=actor.person_id,
        actor_label="" if actor.person_id else actor.label,
        on_behalf_of_id=actor.on_behalf_of_id,
        channel=actor.channel,
        fact=facts[0].name,
        facts=[fact.stored() for fact in facts],
        changes=changes,
        audience=audience or facts[0].audience,
        caused_by_id=actor.caused_by_id,
        chain=chain,
    )
    insert(entry)
    deliver_later(entry)
    return entry
