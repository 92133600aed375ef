"""The keeper of the embedded database never gives up, and never takes web and worker down with it."""

from __future__ import annotations

import psycopg
import pytest

from fettle.site import keeper
from fettle.site.embedded import DatabaseProblem
from fettle.site.keeper import Keeper


class Unlucky:
    """A server that was killed, and whose next starts go wrong in these ways."""

    def __init__(self, *failures: Exception) -> None:
        self.failures, self.alive, self.starts = list(failures), False, 0

    def is_alive(self) -> bool:
        return self.alive

    def start(self) -> None:
        self.starts, self.alive = self.starts + 1, True  # the process is there, though not all is well
        if self.failures:
            raise self.failures.pop(0)


def test_a_start_that_fails_is_tried_again_after_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second failure is a server killed between its start and our first question to it."""
    now = 100.0
    monkeypatch.setattr(keeper.time, "monotonic", lambda: now)
    server = Unlucky(DatabaseProblem("memory is held"), psycopg.OperationalError("gone"))
    kept = Keeper(server)  # type: ignore[arg-type]
    kept.look()
    kept.look()
    assert server.starts == 1
    for turn in (2, 3, 3):
        now += keeper.LONGEST_PAUSE_SECONDS + 1
        kept.look()
        assert server.starts == turn
    assert kept.failures == 0
