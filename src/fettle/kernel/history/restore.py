"""The second way to write: how a past that happened elsewhere comes in (docs/decisions/0004).

Entries get their own times and ``origin="restored"``. The workflow's needs and the rules are not asked: the past cannot
be refused. Nothing follows from a restored entry: no job, no reaction, no notification. A record that is still open is
silent until somebody takes it: the room's first entry wakes it, and its clocks run from that moment.

What is restored is always the whole past known so far, in order. Where an earlier restoring said the same, its entries
stand; from the first difference on they are withdrawn and written anew. So a log may come in pieces, twice, or
repaired, with one outcome, and what people did since stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, pairwise
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.columns import attribute
from fettle.kernel.history.facts import Fact, plain
from fettle.kernel.history.models import Entry, Withdrawn
from fettle.kernel.history.replay import columns, in_order
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records import numbers
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Participant, Record

RESTORED = "restored"
PERMISSION = "transfer.import"
BATCH = 500
"""Rows of a statement: a statement may carry 65,535 values."""


@dataclass(frozen=True)
class Past:
    """One event as it happened elsewhere. ``key`` is its identity there; ``set`` the columns it changed, clean;
    ``source`` what else was said there, kept and shown, never used for our figures.
    """

    key: str
    at: datetime
    facts: tuple[Fact, ...]
    set: Mapping[str, Any]
    source: Mapping[str, Any] = field(default_factory=dict)
    person_id: int | None = None
    label: str = ""


@dataclass(frozen=True)
class Outcome:
    """What restoring one record did: entries added, entries withdrawn because the past is now known better."""

    record: Record
    made: bool
    added: int
    withdrawn: int


@transaction.atomic
def restore(
    actor: Actor,
    kind: Kind,
    past: Sequence[Past],
    *,
    record: Record | None = None,
    organisation: Organisation,
    parts: Iterable[tuple[int, str]] = (),
) -> Outcome:
    """Bring in the whole past of one record, in the order in which it happened. Raises Forbidden without
    ``transfer.import``.

    Without ``record`` a new one is made, with a number of ours. The times must not fall (ValueError).
    """
    require(actor, PERMISSION)
    _need_order(past)
    made = record is None
    record = _begin(kind, past[0], organisation) if record is None else _hold(record)
    standing = [entry for entry in in_order(record) if entry.origin == RESTORED]
    wanted = _entries(actor, record, past)
    same = _same_from_the_start(standing, wanted)
    withdrawn = [Withdrawn(entry=entry) for entry in standing[same:]]
    Withdrawn.objects.bulk_create(withdrawn)
    fresh = wanted[same:]
    last = Entry.everything.filter(record=record).aggregate(last=Max("seq"))["last"] or 0
    for seq, entry in enumerate(fresh, start=last + 1):
        entry.seq = seq
    Entry.everything.bulk_create(fresh)
    Participant.objects.bulk_create(
        [Participant(record=record, person_id=person, part=part) for person, part in parts], ignore_conflicts=True
    )
    if fresh or withdrawn:
        settle(record)
    return Outcome(record, made, len(fresh), len(withdrawn))


@dataclass(frozen=True)
class Newcomer:
    """The whole past of a record that is not here yet, and the people on it."""

    past: Sequence[Past]
    parts: Sequence[tuple[int, str]] = ()


@transaction.atomic
def restore_new(
    actor: Actor, kind: Kind, newcomers: Sequence[Newcomer], *, organisation: Organisation
) -> list[Outcome]:
    """What ``restore`` does for one record that is not here yet, for many at once: a statement for each table. Raises
    alike.
    """
    require(actor, PERMISSION)
    made, items, entries, parts = [], [], [], []
    for newcomer in newcomers:
        _need_order(newcomer.past)
        record = Record(kind=kind.key, organisation=organisation, **_least(kind, newcomer.past[0]))
        item = kind.model(record=record)
        theirs = _entries(actor, record, newcomer.past)
        for seq, entry in enumerate(theirs, start=1):
            entry.seq = seq
        for_record, for_item = _settled(kind, record.state, theirs, len(theirs))
        for owner, values in ((record, for_record), (item, for_item)):
            for name, value in values.items():
                setattr(owner, name, value)
        made.append(record)
        items.append(item)
        entries.append(theirs)
        parts += [Participant(record=record, person_id=person, part=part) for person, part in newcomer.parts]
    for record, number in zip(made, numbers.take(kind.prefix, len(made)) if made else (), strict=True):
        record.number = number
    Record.objects.bulk_create(made, BATCH)
    children: list[Any] = [*items, *chain.from_iterable(entries), *parts]
    for child in children:
        child.record = child.record  # which has its key only now
    kind.model._default_manager.bulk_create(items, BATCH)
    Entry.everything.bulk_create(chain.from_iterable(entries), BATCH)
    Participant.objects.bulk_create(parts, BATCH, ignore_conflicts=True)
    return [Outcome(record, True, len(theirs), 0) for record, theirs in zip(made, entries, strict=True)]


def _need_order(past: Sequence[Past]) -> None:
    if not past or any(later.at < earlier.at for earlier, later in pairwise(past)):
        raise ValueError("A past needs events, in the order in which they happened.")


def _least(kind: Kind, first: Past) -> dict[str, Any]:
    """The least that the table of records asks for; ``_settled`` says the rest."""
    return {
        "title": first.set.get("title", ""),
        "state": first.set.get("state", kind.flow.initial),
        "opened_at": first.set.get("opened_at", first.at),
        "updated_at": first.at,
        "version": 0,
        "silent": True,
    }


def _begin(kind: Kind, first: Past, organisation: Organisation) -> Record:
    """A record with its number and the least that the tables ask for; ``settle`` fills in what the entries say."""
    record = Record(
        number=numbers.take(kind.prefix)[0],
        kind=kind.key,
        organisation=organisation,
        **_least(kind, first),
    )
    record.save(force_insert=True)
    kind.model(record=record).save(force_insert=True)
    return record


def _hold(record: Record) -> Record:
    return Record.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=record.pk)


def _entries(actor: Actor, record: Record, past: Sequence[Past]) -> list[Entry]:
    """The entries this past makes, with old and new values, not yet numbered."""
    known: dict[str, Any] = {}
    entries = []
    for event in past:
        said = {name: plain(value) for name, value in event.set.items()}
        changes = {name: [known.get(name), new] for name, new in said.items() if known.get(name) != new}
        known |= said
        entries.append(
            Entry(
                record=record,
                happened_at=event.at,
                actor_id=event.person_id,
                actor_label=event.label if event.person_id is None else "",
                channel=actor.channel,
                origin=RESTORED,
                fact=event.facts[0].name,
                facts=[fact.stored() for fact in event.facts],
                changes=changes,
                audience=event.facts[0].audience,
                source={"key": event.key, **plain(dict(event.source))},
            )
        )
    return entries


def _same_from_the_start(standing: Sequence[Entry], wanted: Sequence[Entry]) -> int:
    """How many entries, from the first on, say what was said before."""
    same = 0
    for old, new in zip(standing, wanted, strict=False):
        if (old.source, old.happened_at, old.facts, old.changes) != (
            new.source,
            new.happened_at,
            new.facts,
            new.changes,
        ):
            break
        same += 1
    return same


def settle(record: Record) -> None:
    """Set every column to what the entries that stand say. The version becomes the last entry's number."""
    kind = record.declared
    last = Entry.everything.filter(record=record).aggregate(n=Max("seq"))["n"]
    for_record, for_item = _settled(kind, record.state, in_order(record), last)
    Record.objects.filter(pk=record.pk).update(**for_record)
    if for_item:
        kind.model._default_manager.filter(pk=record.pk).update(**for_item)
    record.refresh_from_db()


def _settled(kind: Kind, first: str, entries: Sequence[Entry], version: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the entries that stand make of the columns of the record, and of its kind's own."""
    values = columns(entries)
    derived = kind.derive(entries) if kind.derive is not None else {}
    values |= {name: plain(value) for name, value in derived.items()}
    state = kind.flow.by_state[values.get("state", first)]
    live = any(entry.origin != RESTORED for entry in entries)
    values |= {"is_open": state.open, "silent": state.open and not live}
    values |= {
        "updated_at": max(timezone.now(), *(entry.happened_at for entry in entries)),
        "version": version,
    }
    for_record = {attribute(Record, name): value for name, value in values.items() if kind.on_record(name)}
    for_item = {attribute(kind.model, name): value for name, value in values.items() if not kind.on_record(name)}
    return for_record, for_item
