"""Whom the server runs as. PostgreSQL refuses to run as root, so root lends it an account without any rights."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fettle.site.embedded.problem import DatabaseProblem

NAME = "pgserver"


@dataclass(frozen=True, slots=True)
class Account:
    """An operating system account that runs the database."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def as_arguments(self) -> dict[str, Any]:
        """Arguments that make `subprocess` run a program as this account; none when it is the present one."""
        return {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """May this account enter the folder or read the file `path`, through all folders above it?"""
        test = subprocess.run(["test", "-r", path, "-a", "-x", path], cwd="/", check=False, **self.as_arguments())
        return test.returncode == 0

    def own(self, path: Path) -> None:
        """Make `path`, one folder, and give it to this account alone."""
        path.mkdir(parents=True, exist_ok=True)
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)
        elif path.stat().st_uid != self.uid:
            raise DatabaseProblem(f"{path} belongs to somebody else: remove it, or choose another FETTLE_DATA.")
        path.chmod(0o700)


def of_this_process() -> Account:
    """The present account; for root the account `pgserver`, which is made when it is missing."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _create()
        entry = pwd.getpwnam(NAME)
    return Account(entry.pw_uid, entry.pw_gid)


def _create() -> None:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise DatabaseProblem(
            f"Started as root, Fettle runs its database as the account {NAME!r}, and could not create it: "
            "create it, start Fettle as an ordinary user, or set DATABASE_URL."
        ) from error
