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
from itertools import pairwise
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
    if not past or any(later.at < earlier.at for earlier, later in pairwise(past)):
        raise ValueError("A past needs events, in the order in which they happened.")
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


def _begin(kind: Kind, first: Past, organisation: Organisation) -> Record:
    """A record with its number and the least that the tables ask for; ``settle`` fills in what the entries say."""
    record = Record(
        number=numbers.take(kind.prefix)[0],
        kind=kind.key,
        title=first.set.get("title", ""),
        state=first.set.get("state", kind.flow.initial),
        organisation=organisation,
        opened_at=first.set.get("opened_at", first.at),
        updated_at=first.at,
        version=0,
        silent=True,
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
    entries = in_order(record)
    values = columns(entries)
    derived = kind.derive(entries) if kind.derive is not None else {}
    values |= {name: plain(value) for name, value in derived.items()}
    state = kind.flow.by_state[values.get("state", record.state)]
    live = any(entry.origin != RESTORED for entry in entries)
    values |= {"is_open": state.open, "silent": state.open and not live}
    values |= {
        "updated_at": max(timezone.now(), *(entry.happened_at for entry in entries)),
        "version": Entry.everything.filter(record=record).aggregate(n=Max("seq"))["n"],
    }
    for_record = {attribute(Record, name): value for name, value in values.items() if kind.on_record(name)}
    for_item = {attribute(kind.model, name): value for name, value in values.items() if not kind.on_record(name)}
    Record.objects.filter(pk=record.pk).update(**for_record)
    if for_item:
        kind.model._default_manager.filter(pk=record.pk).update(**for_item)
    record.refresh_from_db()
