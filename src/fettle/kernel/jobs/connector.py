"""The worker's own connections to the queue, with the same witness as everybody's."""

from __future__ import annotations

from typing import Any, Self

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.contrib.django.utils import connector_params

from fettle.kernel.jobs.outcome import Witness

CONNECTIONS = 4  # one listens for news, the others fetch, finish and reap


class WitnessedCursor(psycopg.AsyncCursor[Any]):
    """Raises OutcomeUnknown for a statement whose commit was not confirmed."""

    async def execute(self, *args: Any, **kwargs: Any) -> Self:
        await super().execute(*args, **kwargs)
        self.connection.witness.confirm()  # type: ignore[attr-defined]
        return self


async def configure(connection: psycopg.AsyncConnection[Any]) -> None:
    """Give a new connection its witness, and let every statement on it commit by itself."""
    await connection.set_autocommit(True)
    connection.witness = Witness(connection)  # type: ignore[attr-defined]
    connection.cursor_factory = WitnessedCursor


def connector() -> PsycopgConnector:
    """A connector to Django's default database."""
    return PsycopgConnector(kwargs=connector_params(), configure=configure, min_size=1, max_size=CONNECTIONS)
