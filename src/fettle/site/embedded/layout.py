"""Where the embedded PostgreSQL keeps what, and under which addresses it is reached."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "fettle"
SUPERUSER = "postgres"
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes on Linux and 103 on macOS


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one embedded server below the data folder `data`."""

    data: Path

    @property
    def home(self) -> Path:
        return self.data / "postgres"

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.cluster / "server.log"

    @property
    def socket(self) -> Path:
        """Folder of the socket, mode 700: below the data folder, or a short path when clients could not use that one.

        It may be too long for the system, and a comma separates hosts for the client.
        """
        beside = self.home / "run"
        if "," not in str(beside) and len(str(beside / ".s.PGSQL.5432").encode()) <= LONGEST_SOCKET_PATH:
            return beside
        return Path("/tmp") / f"fettle-{hashlib.sha256(str(self.data).encode()).hexdigest()[:16]}"  # noqa: S108 - `Account.own` checks who owns it

    def address(self, role: str, database: str = DATABASE) -> str:
        """The database address for `role`: "owner", "app", "read", or the superuser."""
        user = role if role == SUPERUSER else f"{DATABASE}_{role}"
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket), safe='')}"
