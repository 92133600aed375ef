"""The write door for many records at once: the same change of derived columns and the same sort of entry, set-wise.

Each record's version moves by one under a lock that the caller holds, and each gets one entry, as ``write`` does it. No
job delivers these entries: nobody is told of each, and nothing that is found by words changes with them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from fettle.kernel.access.actor import Actor
from fettle.kernel.columns import attribute
from fettle.kernel.history.facts import Fact, plain
from fettle.kernel.records.models import Record

INSERT = """
    INSERT INTO history_entry
           (record_id, seq, happened_at, actor_id, actor_label, channel, origin, fact, facts, changes, audience, chain)
    SELECT record_id, seq, %s::timestamptz, %s::bigint, %s, %s, 'live', fact, facts, changes, audience, 0
      FROM jsonb_to_recordset(%s::jsonb)
           AS fresh (record_id bigint, seq int, fact text, facts jsonb, changes jsonb, audience text)
"""
"""Django's builder takes longer to put so many rows together than the database to keep them."""


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
    columns = _columns(changes[0])
    _insert(actor, changes, columns, at)
    for one in changes:
        for column in columns:
            setattr(column.owner(one.record), column.name, one.values[column.name])
        one.record.version += 1
        one.record.updated_at = max(at, one.record.updated_at)
    on_record = [column.name for column in columns if column.on_record]
    _update(Record, "id", ["version", "updated_at", *on_record], [one.record for one in changes])
    if on_item := [column.name for column in columns if not column.on_record]:
        model = changes[0].record.declared.model
        _update(model, "record_id", on_item, [one.record.item for one in changes])


class Column(NamedTuple):
    """A column that changes, the attribute that holds its stored value, and whether it is one of the record table."""

    name: str
    attribute: str
    on_record: bool

    def owner(self, record: Record) -> Any:
        """The row that has it."""
        return record if self.on_record else record.item


def _columns(one: Change) -> list[Column]:
    """Looked up once for all: they are the same ones."""
    kind = one.record.declared
    found = []
    for name in one.values:
        on_record = kind.on_record(name)
        found.append(Column(name, attribute(Record if on_record else kind.model, name), on_record))
    return found


def _insert(actor: Actor, changes: Sequence[Change], columns: Sequence[Column], at: datetime) -> None:
    """One entry each, before the rows are others. Facts that many share are put in words once."""
    told: dict[tuple[int, ...], list[dict[str, Any]]] = {}
    rows = []
    for one in changes:
        which, first = tuple(map(id, one.facts)), one.facts[0]
        if which not in told:
            told[which] = [fact.stored() for fact in one.facts]
        changed = _changed(one, columns)
        said = {"fact": first.name, "facts": told[which], "changes": changed, "audience": first.audience}
        rows.append({"record_id": one.record.pk, "seq": one.record.version + 1, **said})
    label = "" if actor.person_id else str(actor.label)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [at, actor.person_id, label, str(actor.channel), json.dumps(rows)])


def _changed(one: Change, columns: Sequence[Column]) -> dict[str, list[Any]]:
    changed: dict[str, list[Any]] = {}
    for column in columns:
        old, new = getattr(column.owner(one.record), column.attribute), one.values[column.name]
        if old != new:
            changed[column.name] = [plain(old), plain(new)]
    return changed


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
