"""A commit that the standby never confirmed is an error, whoever asked for it.

A real server waits here for a standby that does not exist, and the wait is cancelled: it then answers with success.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections, transaction

from fettle.kernel.jobs import OutcomeUnknown
from fettle.kernel.jobs.connector import configure
from fettle.kernel.jobs.postgresql.base import DatabaseWrapper
from fettle.site import databases
from fettle.site.embedded import Server

pytestmark = pytest.mark.kill
INSERT = "insert into kept values (1)"


@pytest.fixture
def server(place: Path) -> Iterator[Server]:
    with Server(place) as running:
        with psycopg.connect(running.layout.address("postgres"), autocommit=True) as admin:
            admin.execute("create table kept (number int)")
            admin.execute("grant all on kept to fettle_app")
            admin.execute("alter system set synchronous_standby_names = 'absent'")
            admin.execute("select pg_reload_conf()")
        yield running


def by_statement(connection: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT)


def by_transaction(connection: DatabaseWrapper) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT)


def by_worker(connection: DatabaseWrapper) -> None:
    async def insert(address: str) -> None:
        async with await psycopg.AsyncConnection.connect(address) as link:
            await configure(link)
            await link.cursor().execute(INSERT)

    asyncio.run(insert(connection.settings_dict["ADDRESS"]))


@pytest.mark.parametrize("way", [by_statement, by_transaction, by_worker])
def test_a_cancelled_wait_for_the_standby_is_no_success(
    way: Callable[[DatabaseWrapper], None], server: Server, django_db_blocker: Any
) -> None:
    address = server.layout.address("app")
    settings = {**connections["default"].settings_dict, **databases.connection(address), "ADDRESS": address}
    caught: list[BaseException] = []

    def work() -> None:
        connection = connections["default"] = DatabaseWrapper(settings)  # of this thread alone
        try:
            with django_db_blocker.unblock():
                way(connection)
        except OutcomeUnknown as error:
            caught.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    with psycopg.connect(server.layout.address("postgres"), autocommit=True) as admin:
        while worker.is_alive():
            admin.execute("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'")
            worker.join(0.1)
        assert admin.execute("select count(*) from kept").fetchone() == (1,)  # stored here all the same
    assert len(caught) == 1
