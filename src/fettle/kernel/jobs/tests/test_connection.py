"""Whether a connection still stands is known without a question; what ended is noticed before it is used again."""

from __future__ import annotations

import time

import pytest
from django.db import connection, connections
from django.db.backends.postgresql import base


@pytest.mark.django_db
def test_a_connection_that_ended_is_not_usable_and_one_that_stands_is_not_asked(monkeypatch) -> None:
    own = connections.create_connection("default")
    try:
        own.ensure_connection()
        with monkeypatch.context() as unasked:
            unasked.setattr(base.DatabaseWrapper, "is_usable", lambda self: pytest.fail("a question travelled"))
            assert own.is_usable()
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(%s)", [own.connection.info.backend_pid])
        until = time.monotonic() + 5
        while own.is_usable() and time.monotonic() < until:
            time.sleep(0.01)
        assert not own.is_usable()
    finally:
        own.close()
    assert not own.is_usable(), "closed"
