"""One database server for the whole run, one template database per state of the migrations, one clone per worker.

The tests work as the role that web and worker have, so what that role may not do fails here first.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from fettle.site.embedded import Server, grants
from fettle.site.testing.inhabited import DATABASES, INHABITED, Databases

# A test database may be lost at any moment, and is made many times: safety is traded for speed.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@pytest.fixture(scope="session")
def database_server() -> Iterator[Server]:
    """The server of this run; workers join the one that the first of them started."""
    with Server(Path(os.environ["FETTLE_DATA"]), {**CARELESS, "max_connections": "120"}) as server:
        yield server


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, database_server: Server, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Instead of migrating for every worker: clone the template, work in the clone, drop it."""
    from django.db import connection

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"test_{worker}_{os.getpid()}"
    address = database_server.layout.address("postgres", "postgres")
    with django_db_blocker.unblock(), psycopg.connect(address, autocommit=True) as admin:
        with _one_builder(admin):
            template = _template(admin)
            admin.execute(_statement("create database {} template {} strategy file_copy", name, template))
        connection.settings_dict.update(NAME=name, USER="fettle_app")
    databases = request.config.stash[DATABASES] = Databases(database_server, name, django_db_blocker)
    databases.open(request.config.stash[INHABITED])
    yield
    databases.close()
    with django_db_blocker.unblock(), psycopg.connect(address, autocommit=True) as admin:
        connection.close()
        admin.execute(_statement("drop database {} with (force)", name))


@contextmanager
def _one_builder(admin: psycopg.Connection[Any]) -> Iterator[None]:
    admin.execute("select pg_advisory_lock(hashtext('test-template'))")
    try:
        yield
    finally:
        admin.execute("select pg_advisory_unlock(hashtext('test-template'))")


def _template(admin: psycopg.Connection[Any]) -> str:
    """The name of the migrated template; made when this state of the migrations has none yet."""
    from django.core.management import call_command
    from django.db import connection

    name = f"template_{_fingerprint()}"
    if not admin.execute("select 1 from pg_database where datname = %s and datistemplate", [name]).fetchone():
        admin.execute(_statement("drop database if exists {}", name))
        admin.execute(_statement("create database {} owner fettle_owner", name))
        connection.close()
        connection.settings_dict.update(NAME=name, USER="fettle_owner")
        call_command("migrate", verbosity=0, interactive=False)
        grants.apply(connection)
        with connection.cursor() as cursor:  # Django empties tables between transactional tests
            cursor.execute("grant truncate on all tables in schema public to fettle_app")
        connection.close()
        admin.execute(_statement("alter database {} is_template true", name))
    return name


def _fingerprint() -> str:
    """A hash of all migrations, by name and content."""
    from django.db.migrations.loader import MigrationLoader

    migrations = MigrationLoader(None).disk_migrations
    digest = hashlib.sha256()
    for key in sorted(migrations):
        file = sys.modules[migrations[key].__module__].__file__
        digest.update(repr(key).encode() + Path(file or "").read_bytes())
    return digest.hexdigest()[:12]


def _statement(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))
