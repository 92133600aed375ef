"""The database at the disposal of a command, whether or not `fettle serve` runs on the same data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fettle.site import databases
from fettle.site.config import Config
from fettle.site.embedded import Server


@contextmanager
def at_hand(config: Config) -> Iterator[Server | None]:
    """Join or start the embedded server for the time of the block; with an own PostgreSQL there is nothing to start."""
    if config.database_url:
        yield None
    else:
        with Server(config.data) as server:
            yield server


def work_as(role: str, config: Config) -> None:
    """Let Django's connection of this process be that of `role`: "owner" or "app"."""
    from django.db import connection

    connection.close()
    connection.settings_dict.update(databases.connection(databases.address(config, role)))
