"""A database address of the configuration as Django's connection settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from fettle.site.config import Config
from fettle.site.embedded import layout

KEPT_OPEN_SECONDS = 60
PREPARED: dict[str, Any] = {"server_side_binding": True, "prepare_threshold": 5}
"""Values travel beside the statement, and one that came five times is kept prepared on its connection: a record with
its eight tables is planned in 4 ms and read in 0.3, so planning it anew each time costs more than all the rest.
"""


def address(config: Config, role: str = "app") -> str:
    """The database address for `role` ("owner", "app" or "read"); with an own PostgreSQL app and read are the same."""
    if not config.database_url:
        return layout.Layout(config.data).address(role)
    return (config.database_owner_url if role == "owner" else "") or config.database_url


def connection(address: str) -> dict[str, Any]:
    """Django's DATABASES entry for `address`; its query part becomes libpq options, `host` may be a socket's folder."""
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "fettle.kernel.jobs.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": KEPT_OPEN_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**PREPARED, **options},
    }
