"""Bring the database to the tables of this code: one process at a time, and never in the way of those at work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from fettle.site.embedded import grants
from fettle.site.refusal import Refused

LOCK_WAIT = "3s"  # a table that somebody reads for long is left alone, or everybody would queue up behind us
TRIES = 20
PAUSE_SECONDS = 1.0


def migrate() -> int:
    """Apply what is missing, as the owner of the tables; returns how many migrations that were.

    Raises Refused when the database was made by a newer Fettle, or when a table stays busy.
    """
    with _alone():
        executor = MigrationExecutor(connection)
        _refuse_newer(executor)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            _apply()
        grants.apply(connection)
        return len(plan)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the database's own lock for migrations; it falls when the connection does. Whoever waits for it asks again
    and again: a statement that waits is a reader, and an index that is built concurrently would wait for that one.
    """
    with connection.cursor() as cursor:
        while not _held(cursor):
            time.sleep(PAUSE_SECONDS)
        cursor.execute("select set_config('lock_timeout', %s, false)", [LOCK_WAIT])
        yield
        cursor.execute("reset lock_timeout")
        cursor.execute("select pg_advisory_unlock(hashtext('fettle.migrate'))")


def _held(cursor: Any) -> bool:
    cursor.execute("select pg_try_advisory_lock(hashtext('fettle.migrate'))")
    return bool(cursor.fetchone()[0])


def _refuse_newer(executor: MigrationExecutor) -> None:
    unknown = sorted(set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations))
    if unknown:
        raise Refused(
            f"The database is newer than this Fettle (it has {'.'.join(unknown[-1])}): "
            "install the newer version again, or choose another data folder."
        )


def _apply() -> None:
    """Migrate; each migration is a transaction, so a try that met a busy table left nothing half done."""
    for left in reversed(range(TRIES)):
        try:
            call_command("migrate", verbosity=0, interactive=False)
            return
        except OperationalError as error:
            busy = getattr(error.__cause__, "sqlstate", "") == "55P03"
            if not busy:
                raise
            if not left:
                raise Refused("A table stayed busy: end long reports, then start again.") from error
            time.sleep(PAUSE_SECONDS)
