"""The write door for many records at once: the same change of derived columns and the same sort of entry, set-wise.

Each record's version moves by one under a lock that the caller holds, and each gets one entry, as ``write`` does it. No
job delivers these entries: nobody is told of each, and nothing that is found by words changes with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from fettle.kernel.access.actor import Actor
from fettle.kernel.columns import stored
from fettle.kernel.history.facts import Fact, plain
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record


@dataclass(frozen=True)
class Change:
    """What happens to one record: facts, and new values of columns, the same ones for all records of a kind."""

    record: Record
    facts: tuple[Fact, ...]
    values: Mapping[str, Any]


def write_many(actor: Actor, changes: Sequence[Change], at: datetime) -> None:
    """All of one kind, locked by the caller. Raises RuntimeError outside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The write door opens only inside a transaction.")
    if not changes:
        return
    kind = changes[0].record.declared
    entries = []
    on_record = [name for name in changes[0].values if kind.on_record(name)]
    on_item = [name for name in changes[0].values if not kind.on_record(name)]
    for one in changes:
        entries.append(_entry(actor, one, at))
        for name, value in one.values.items():
            setattr(one.record if name in on_record else one.record.item, name, value)
        one.record.version += 1
        one.record.updated_at = max(at, one.record.updated_at)
    _update(Record, "id", ["version", "updated_at", *on_record], [one.record for one in changes])
    if on_item:
        _update(kind.model, "record_id", on_item, [one.record.item for one in changes])
    Entry.everything.bulk_create(entries, batch_size=1000)


def _entry(actor: Actor, one: Change, at: datetime) -> Entry:
    kind, record = one.record.declared, one.record
    changed: dict[str, list[Any]] = {}
    for name, value in one.values.items():
        old, new = plain(stored(record if kind.on_record(name) else record.item, name)), plain(value)
        if old != new:
            changed[name] = [old, new]
    return Entry(
        record=record,
        seq=record.version + 1,
        happened_at=at,
        actor_id=actor.person_id,
        actor_label="" if actor.person_id else actor.label,
        channel=actor.channel,
        fact=one.facts[0].name,
        facts=[fact.stored() for fact in one.facts],
        changes=changed,
        audience=one.facts[0].audience,
    )


def _update(model: Any, key: str, names: Sequence[str], rows: Sequence[Any]) -> None:
    """One UPDATE for all rows: what they are now."""
    quote, table = connection.ops.quote_name, connection.ops.quote_name(model._meta.db_table)
    fields = [model._meta.get_field(name) for name in names]
    types = [field.rel_db_type(connection) if field.is_relation else field.db_type(connection) for field in fields]
    sets = ", ".join(f"{quote(field.column)} = fresh.{quote(field.column)}" for field in fields)
    arrays = ", ".join(f"%s::{kind}[]" for kind in ("bigint", *types))
    columns = ", ".join(quote(field.column) for field in fields)
    statement = (
        f"UPDATE {table} SET {sets} FROM unnest({arrays}) AS fresh (row_key, {columns}) "  # noqa: S608 - names of columns
        f"WHERE {table}.{quote(key)} = fresh.row_key"
    )
    values = [[row.pk for row in rows], *([getattr(row, field.attname) for row in rows] for field in fields)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
