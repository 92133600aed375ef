"""When a commit was answered but not confirmed by the standby, nobody may take it for done.

A database that waits for a standby answers a cancelled wait with success and a mere warning: "committed locally, but
might not have been replicated". Should the standby take over, the change is gone. We make an error of the warning.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import OperationalError
from psycopg.errors import Diagnostic

WAITING_FOR_STANDBY = "SyncRepWaitForLSN"  # the function that warns; its text is translated, its name is not


class OutcomeUnknown(OperationalError):
    """The change is stored here, but may vanish: the caller must look before trying again."""


class Witness:
    """Listens on one database connection for the warning."""

    def __init__(self, connection: psycopg.Connection[Any] | psycopg.AsyncConnection[Any]) -> None:
        self._doubt = False
        connection.add_notice_handler(self._hear)

    def _hear(self, notice: Diagnostic) -> None:
        self._doubt = self._doubt or notice.source_function == WAITING_FOR_STANDBY

    def confirm(self) -> None:
        """Raise OutcomeUnknown when a commit since the last call was not confirmed."""
        if self._doubt:
            self._doubt = False
            raise OutcomeUnknown("The change was stored, but its copy was not confirmed: look before trying again.")
