"""Every row of the database as a value, and what a deed has done to them, told so that two deeds can be compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import connection

LEFT_OUT = frozenset({"django_session", "procrastinate_events", "procrastinate_workers"})
BY_CHANCE = frozenset(
    {"txid", "secret_hash", "password", "message_id", "thread_id", "key", "body", "last_used_at", "wish"}
)
"""Columns that hold a number of the transaction, a secret that is new each time, or that somebody called."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
Row = tuple[str, str]


def columns() -> set[str]:
    """Every column of every model, as Django and as the database spell it."""
    return {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname, f"{model._meta.model_name}__{field.name}")
    }


def snapshot() -> set[Row]:
    """Table and row, as JSON text."""
    tables = sorted({model._meta.db_table for model in apps.get_models()} - LEFT_OUT)
    whole = " union all ".join(f"select '{table}', to_jsonb(row_)::text from {table} row_" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(whole)
        return set(cursor.fetchall())


def done(before: set[Row], after: set[Row]) -> list[str]:
    """The rows that came (+) and went (-), a changed one as both; without ids that are new, moments and secrets."""
    had = {(table, json.loads(row).get("id")) for table, row in before}
    gone, come = ([(table, json.loads(row)) for table, row in side] for side in (before - after, after - before))
    new = {row["id"] for table, row in come if "id" in row and (table, row["id"]) not in had}
    were, are = (
        Counter(f"{table} {json.dumps(_plain(row, new), sort_keys=True)}" for table, row in s) for s in (gone, come)
    )
    return sorted([f"- {row}" for row in (were - are).elements()] + [f"+ {row}" for row in (are - were).elements()])


def _plain(value: Any, new: set[int]) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each, new) for name, each in value.items() if name not in BY_CHANCE}
    if isinstance(value, list):
        return [_plain(each, new) for each in value]
    if isinstance(value, int) and not isinstance(value, bool) and value in new:
        return "new"
    return "moment" if isinstance(value, str) and MOMENT.fullmatch(value) else value
