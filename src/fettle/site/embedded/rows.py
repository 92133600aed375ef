"""Row security: which rows the guest sees (``kernel/access/wall.py``). Everybody else's statements stay as they are.

Walled are all records but those of the house itself, and every row that hangs on such a record or on an entry of it. A
rule bears a fingerprint in its name, so that a start touches no table whose rules are in force.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction

REACH = "(select current_setting('fettle.organisations')::bigint[])::bigint[]"
HOMES = "(select current_setting('fettle.homes', true)::bigint[])::bigint[]"
"""Their organisation and those above it. Nobody, where a process from before an update has entered the wall."""
MINE = "array(select record_id from records_participant where person_id = current_setting('fettle.person')::bigint)"
OPEN_TO_ALL = "records_participant"
"""Ids alone, which the rule for records reads."""
WORKED_BY = ("setting",)
"""Kinds without which no request can be answered, whoever asks."""
FROM_ABOVE = ("article", "known_error", "agreement")
"""Kinds that are meant for those below an organisation too, though no role says so: the first door decides which. What
somebody reports is measured by the agreement of their organisation or of one above it, at last by the default one.
"""
IDS_ALONE = ("problems_knownerror.problem_id",)
"""References that hide nothing where their record is hidden: who reads of a workaround learns of its problem an id."""
OF_THEIR_HOME = ("transfer_", "tags_", "levels_customerevaluation")
"""Tables whose rows are those of an organisation, and not of its records alone."""
EVERYBODY_ELSE = ("fettle_app", "fettle_read")


def secure(cursor: Any, tables: Collection[str]) -> None:
    """Put the rules into force, as the owner of the tables; a table's rules change in one moment or not at all."""
    from fettle.kernel.access.wall import GUEST

    cursor.execute("select tablename, policyname from pg_policies where schemaname = 'public'")
    there = set(cursor.fetchall())
    for table, condition in rules(tables):
        name = f"wall_{hashlib.sha256(condition.encode()).hexdigest()[:12]}"
        if (table, name) in there:
            continue
        with transaction.atomic():
            for old in sorted(policy for place, policy in there if place == table):
                cursor.execute(f"drop policy {old} on {table}")
            cursor.execute(f"create policy house on {table} to {', '.join(EVERYBODY_ELSE)} using (true)")
            cursor.execute(f"create policy {name} on {table} to {GUEST} using ({condition})")
            cursor.execute(f"alter table {table} enable row level security")


def rules(tables: Collection[str]) -> Iterator[tuple[str, str]]:
    """Table and condition, for every walled table that is there."""
    from django.apps import apps

    from fettle.kernel.history.models import Entry
    from fettle.kernel.orgs.models import Organisation
    from fettle.kernel.records.models import Record

    house = " or ".join([f"kind = any (array[{_kinds_of_the_house()}])", *_of_the_house_in_some_states()])
    reach = f"organisation_id = any ({REACH}) or id = any ({MINE})"
    meant = f"kind = any (array[{_seen_by('member', *FROM_ABOVE)}]) and organisation_id = any ({HOMES})"
    yield Record._meta.db_table, f"{house} or {reach} or ({meant})"
    for model in apps.get_models():
        table = model._meta.db_table
        if table not in tables or model is Record or table == OPEN_TO_ALL:
            continue
        columns = [(field.attname, field.related_model) for field in model._meta.concrete_fields if field.is_relation]
        to_records = [column for column, target in columns if _is_a_record(target)]
        to_records = [column for column in to_records if f"{table}.{column}" not in IDS_ALONE]
        to_entries = [column for column, target in columns if target is Entry and model is not Entry]
        to_homes = [column for column, target in columns if target is Organisation and table.startswith(OF_THEIR_HOME)]
        found = [_hangs(_apart(column, table), Record._meta.db_table) for column in to_records]
        found += [_own_of_the_register()] if model is Entry else []
        found += [_hangs(column, Entry._meta.db_table) for column in to_entries if not to_records]
        found += [f"{column} = any ({REACH})" for column in to_homes]
        if found:
            yield table, " and ".join(found)


def _is_a_record(model: Any) -> bool:
    """Records, and the row that a process keeps of one under the same id."""
    from fettle.kernel.records.models import Record

    return model is Record or model._meta.pk.related_model is Record


def _hangs(column: str, table: str) -> str:
    """What hangs on a row that the guest sees, or on none."""
    return f"({column} is null or exists (select from {table} seen where seen.id = {column}))"


def _apart(column: str, table: str) -> str:
    """A column by the name of its table where records have one of that name too: their service is not meant."""
    from fettle.kernel.records.models import Record

    ours = {field.attname for field in Record._meta.concrete_fields}
    return f"{table}.{column}" if column in ours else column


def _own_of_the_register() -> str:
    """Of the entries of the register of people, which name everybody, the guest reads those that they made."""
    from fettle.kernel.settings.facts import RegisterChanged

    return f"(fact <> '{RegisterChanged.name}' or actor_id = current_setting('fettle.person')::bigint)"


def _kinds_of_the_house() -> str:
    """What every request may read: the kinds that anybody signed in sees, and those that the house works by."""
    return _seen_by("anyone", *WORKED_BY)


def _of_the_house_in_some_states() -> Iterator[str]:
    """The same for kinds that everybody sees in some of their states."""
    from fettle.kernel.assembly import assembly

    held = _held("anyone")
    for kind in assembly().kinds:
        if kind.public_in and kind.may.see in held:
            states = ", ".join(f"'{state}'" for state in kind.public_in)
            yield f"(kind = '{kind.key}' and state = any (array[{states}]))"


def _held(implicit: str) -> frozenset[str]:
    from fettle.kernel.assembly import assembly

    return frozenset().union(*(role.permissions for role in assembly().roles if role.implicit == implicit))


def _seen_by(implicit: str, *also: str) -> str:
    """The kinds that people see by an implicit role, and those named, as the database writes them."""
    from fettle.kernel.assembly import assembly

    held = _held(implicit)
    whole = [kind for kind in assembly().kinds if not (implicit == "anyone" and kind.public_in)]
    return ", ".join(f"'{kind.key}'" for kind in whole if kind.may.see in held or kind.key in also)
