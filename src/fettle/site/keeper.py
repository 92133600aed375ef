"""Keep the embedded database running: whatever became of it, or becomes of it while it is started again."""

from __future__ import annotations

import subprocess
import time

import psycopg
import structlog

from fettle.site.embedded import DatabaseProblem, Server

LONGEST_PAUSE_SECONDS = 5
PASSING = (DatabaseProblem, psycopg.OperationalError, subprocess.SubprocessError, OSError)
"""What a start may fail by when the server is killed in the midst of it, or its predecessor still holds its memory."""

log = structlog.get_logger(__name__)


class Keeper:
    """``look`` starts the server of a data folder when it is gone. A start that fails is tried again after a growing
    pause: an end of ours would take web and worker along, and call for a person.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.failures = 0
        self.not_before = 0.0

    def look(self) -> None:
        """Notice the end of the server, and start it when it is due. Raises nothing that passes by itself."""
        if time.monotonic() < self.not_before or (not self.failures and self.server.is_alive()):
            return
        try:
            self.server.start()
            self.failures = 0
        except PASSING as error:
            self.failures += 1
            pause = min(LONGEST_PAUSE_SECONDS, 0.25 * 2**self.failures)
            self.not_before = time.monotonic() + pause
            log.warning("database did not start", reason=str(error), again_in_seconds=pause)
