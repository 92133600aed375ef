"""The small world is made once in a database of its own, and most tests find it there. A test that commits makes its
own in the empty database, which is emptied after it.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import sql

from fettle.site.embedded import Server

if TYPE_CHECKING:
    from fettle.site.testing.world import World

COMMITTING = {"transactional_db", "live_server"}


class Databases:
    """The two databases of this worker, and the one that the next test works in."""

    def __init__(self, server: Server, empty: str, blocker: Any) -> None:
        self.address = server.layout.address("postgres", "postgres")
        self.blocker = blocker
        self.empty, self.inhabited = empty, f"{empty}_world"
        self.at = empty
        self.kept = b""  # the world, as it was when it was made: each test has objects of its own

    def open(self, inhabited: bool) -> None:
        if inhabited and not self.kept:
            self._settle()
        self._go(self.inhabited if inhabited else self.empty)

    def world(self) -> World:
        world: World = pickle.loads(self.kept)  # what this process has written
        return world

    def close(self) -> None:
        self._go(self.empty)
        if self.kept:
            self._administer("drop database {} with (force)", self.inhabited)

    def _settle(self) -> None:
        with self.blocker.unblock():
            connection.close()  # a database that is in use cannot be copied
        self._administer("create database {} template {} strategy file_copy", self.inhabited, self.empty)
        self._go(self.inhabited)
        with self.blocker.unblock(), transaction.atomic():
            from fettle.site.testing.world import make_world

            self.kept = pickle.dumps(make_world())

    def _go(self, name: str) -> None:
        if name != self.at:
            with self.blocker.unblock():
                connection.close()
            connection.settings_dict["NAME"] = self.at = name
            from fettle.processes.levels.queries import calendar_in

            calendar_in.cache_clear()  # in the other database another calendar may have the same id

    def _administer(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as admin:
            admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


DATABASES = pytest.StashKey[Databases]()
INHABITED = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before its first fixture a test is led to its database."""
    item.config.stash[INHABITED] = "world" in getattr(item, "fixturenames", ()) and not commits(item)
    if databases := item.config.stash.get(DATABASES, None):
        databases.open(item.config.stash[INHABITED])


def commits(item: pytest.Item) -> bool:
    """Whether what this test writes is seen by others, and has to be emptied."""
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return marked or not COMMITTING.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture
def world(request: pytest.FixtureRequest, db: None) -> World:
    """A fresh small world: provider, customers, people in each role, a service, a default agreement."""
    from fettle.site.testing.world import make_world

    there = request.config.stash[INHABITED]
    return request.config.stash[DATABASES].world() if there else make_world()
