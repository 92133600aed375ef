"""The files of the database cluster: made once, and the options that are written before every start."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from fettle.site.embedded.binaries import MAJOR
from fettle.site.embedded.layout import SUPERUSER
from fettle.site.embedded.problem import DatabaseProblem

if TYPE_CHECKING:
    from fettle.site.embedded.server import Server

OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "jit": "off",
    "random_page_cost": "1.1",  # no heads to move: else reading a whole table looks cheaper than a few of its rows
    "wal_compression": "on",
    "log_min_duration_statement": "2s",
    "timezone": "UTC",
}
OPTIONS_FILE = "managed.conf"


def ensure(server: Server) -> None:
    """Make the cluster when there is none. Raises DatabaseProblem when it is of another major version."""
    layout = server.layout
    server.account.own(layout.socket)
    if not layout.cluster.exists():
        _initialise(server)
    found = int((layout.cluster / "PG_VERSION").read_text())
    if found != MAJOR:
        raise DatabaseProblem(
            f"{layout.cluster} was made by PostgreSQL {found}, this Fettle brings {MAJOR}: "
            "restore a backup into an empty data folder."
        )


def _initialise(server: Server) -> None:
    """Make the cluster under another name first, so that one that was interrupted is never taken for whole."""
    draft = server.layout.cluster.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    server.account.own(draft)
    # The built-in locale sorts the same on every machine; who may open the socket's folder is the authentication.
    made = server.run(
        "initdb", "-D", draft, "-U", SUPERUSER, "-E", "UTF8", "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8", "--locale=C", "--auth-local=trust", "--auth-host=scram-sha-256",
        "--no-instructions", check=False,
    )  # fmt: skip
    if made.returncode != 0:
        raise DatabaseProblem(f"The database could not be made in {draft}: {made.stderr.strip()}")
    with open(draft / "postgresql.conf", "a") as file:
        file.write(f"include_if_exists '{OPTIONS_FILE}'\n")
    draft.rename(server.layout.cluster)


def write_options(server: Server) -> None:
    """Write the server's options where its own configuration includes them."""
    folder = str(server.layout.socket).replace('"', '""')
    options = {**server.options, "unix_socket_directories": f'"{folder}"'}  # a list: a name with a comma needs quotes
    path = server.layout.cluster / OPTIONS_FILE
    path.write_text("".join(f"{name} = {_quoted(value)}\n" for name, value in options.items()))
    path.chmod(0o644)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
