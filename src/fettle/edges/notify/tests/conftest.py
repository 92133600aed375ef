"""A mail server for tests, and the entries delivered as a worker would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fettle.edges.notify.tests.smtp_server import BadServer


@pytest.fixture
def mail_server(settings: Any) -> Iterator[BadServer]:
    with BadServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "Service desk <desk@example.org>"
        yield server
