"""What each role may do with the tables, given after every migration."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from fettle.site.embedded import rows

# The app adds rows here and reads them; nobody it serves changes the past.
APPEND_ONLY = (
    "history_entry",
    "history_erasure",
    "clock_calendarversion",
    "documents_approval",
    "documents_acknowledgement",
    "approvals_decision",
    "surveys_answer",
)
# The one way to change an entry: it replaces texts by the mark of an erasure (docs/decisions/0007).
ERASE = "history_erase(bigint, bigint, jsonb, jsonb, jsonb, text)"


def apply(connection: BaseDatabaseWrapper) -> None:
    """Give the grants, as the owner of the tables; a database without these roles has nobody to give them to."""
    with connection.cursor() as cursor:
        cursor.execute("select rolname from pg_roles where rolname in ('fettle_app', 'fettle_read', 'fettle_guest')")
        there = {name for (name,) in cursor.fetchall()}
        if not {"fettle_app", "fettle_read"} <= there:
            return
        cursor.execute("grant select on all tables in schema public to fettle_read")
        tables = set(connection.introspection.table_names(cursor))
        cursor.execute(f"revoke execute on function {ERASE} from public")
        for role in sorted(there - {"fettle_read"}):
            cursor.execute(f"grant select, insert, update, delete on all tables in schema public to {role}")
            cursor.execute(f"grant usage, select on all sequences in schema public to {role}")
            for table in tables.intersection(APPEND_ONLY):
                cursor.execute(f"revoke update, delete on {connection.ops.quote_name(table)} from {role}")
            cursor.execute(f"grant execute on function {ERASE} to {role}")
        if "fettle_guest" in there:
            rows.secure(cursor, tables)
