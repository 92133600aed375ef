"""A server under test has answered before its tables are emptied: a browser leaves a page while requests of it are
still at work, and emptying tables under one of them is a deadlock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started

LONGEST_SECONDS = 30
_at_work: set[threading.Thread] = set()


def _begun(**_signal: Any) -> None:
    if threading.current_thread() is not threading.main_thread():  # a test's own client waits for its answers
        _at_work.add(threading.current_thread())


def _ended(**_signal: Any) -> None:
    _at_work.discard(threading.current_thread())


request_started.connect(_begun)
request_finished.connect(_ended)


def all_answered() -> None:
    """Wait until no thread of a server works on a request; one that ended amid its answer counts no more."""
    until = time.monotonic() + LONGEST_SECONDS
    while any(thread.is_alive() for thread in list(_at_work)) and time.monotonic() < until:
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def _answered(request: pytest.FixtureRequest) -> Iterator[None]:
    """After the browser's pages are closed, and before the tables are emptied."""
    served = "live_server" in request.fixturenames
    if served:
        request.getfixturevalue("transactional_db")
    yield
    if served:
        all_answered()
