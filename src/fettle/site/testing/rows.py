"""Every row of the database as a value, and what a deed has done to them, told so that two deeds can be compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import connection

LEFT_OUT = frozenset({"django_session", "pages_sent", "procrastinate_events", "procrastinate_workers"})
"""What the house remembers of who asks, and of what they sent (see ``test_sent_twice.py``): no deed of theirs."""
BY_CHANCE = frozenset(
    {"txid", "secret_hash", "password", "message_id", "thread_id", "key", "body", "last_used_at", "wish"}
)
"""Columns that hold a number of the transaction, a secret that is new each time, or that somebody called."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
WRITTEN = """
    select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_xact_user_tables where relname <> all(%s)
"""
NAMED = re.compile(r"[a-z]+:\d{1,9}|/(?:\d{1,9}/)+")
"""Ids as texts give them: person:17, and the way down a tree."""
Row = tuple[str, str]


def columns() -> set[str]:
    """Every column of every model, as Django and as the database spell it."""
    return {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname, f"{model._meta.model_name}__{field.name}")
    }


def written() -> int:
    """How many rows this transaction has written so far, those that were taken back too. LEFT_OUT does not count."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [sorted(LEFT_OUT)])
        return int(cursor.fetchone()[0])


def snapshot() -> set[Row]:
    """Table and row, as JSON text."""
    tables = sorted({model._meta.db_table for model in apps.get_models()} - LEFT_OUT)
    whole = " union all ".join(f"select '{table}', to_jsonb(row_)::text from {table} row_" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(whole)
        return set(cursor.fetchall())


def new_ids(before: set[Row], after: set[Row]) -> set[int]:
    """The ids of the rows that came."""
    had = {(table, json.loads(row).get("id")) for table, row in before}
    come = [(table, json.loads(row)) for table, row in after - before]
    return {row["id"] for table, row in come if "id" in row and (table, row["id"]) not in had}


def done(before: set[Row], after: set[Row], new: set[int] | None = None) -> list[str]:
    """The rows that came (+) and went (-), a changed one as both; without moments, secrets, and ids that are ``new``:
    two deeds are compared without the new ids of either.
    """
    gone, come = ([(table, json.loads(row)) for table, row in side] for side in (before - after, after - before))
    new = new_ids(before, after) if new is None else new
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
    if isinstance(value, str):
        if NAMED.fullmatch(value):
            return re.sub(r"\d+", lambda found: "new" if int(found[0]) in new else found[0], value)
        return "moment" if MOMENT.fullmatch(value) else value
    return value
