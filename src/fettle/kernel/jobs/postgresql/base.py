"""Django's connection with a witness at every commit, and with statements that stay prepared (decision 0006)."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base

from fettle.kernel.jobs.outcome import Witness


class WitnessedCursor(base.ServerBindingCursor):
    """Outside a transaction every statement commits by itself, so each is confirmed."""

    connection: Any

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        result = super().execute(*args, **kwargs)  # type: ignore[misc]
        self.connection.witness.confirm()
        return result

    def executemany(self, *args: Any, **kwargs: Any) -> None:
        super().executemany(*args, **kwargs)  # type: ignore[misc]
        self.connection.witness.confirm()


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as Django knows it; raises OutcomeUnknown for a commit that was not confirmed."""

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": WitnessedCursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.witness = Witness(connection)
        return connection

    def is_usable(self) -> bool:
        """Asked at the beginning of each request. A server that ends says so, or its socket is closed: either way there
        is something to read. While there is nothing the connection stands, and no question need travel to know it.
        """
        if self.connection is None or self.connection.closed:
            return False
        heard = select.poll()
        heard.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not heard.poll(0) or super().is_usable()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        if self.connection is not None:
            self.connection.witness.confirm()
