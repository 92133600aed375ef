"""Start, join and stop the embedded server. Whoever uses it holds a shared lock; the last one to leave stops it."""

from __future__ import annotations

import atexit
import fcntl
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

from fettle.site.embedded import account, binaries, cluster, roles, stale
from fettle.site.embedded.layout import Layout
from fettle.site.embedded.problem import DatabaseProblem

START_SECONDS = 300  # after a crash the server replays its log first
ORPHAN_SECONDS = 10  # how long the children of a killed server hold its shared memory (measured: 1 to 5)


class Server:
    """The server of one data folder. A context manager: joined or started on entering, released on leaving."""

    def __init__(self, data: Path, options: Mapping[str, str] | None = None) -> None:
        self.layout = Layout(data)
        self.options = {**cluster.OPTIONS, **(options or {})}
        self._users: IO[str] | None = None
        self._holder = 0

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.release()

    def start(self) -> Self:
        """Join the running server or start it. Raises DatabaseProblem with the remedy when it cannot run."""
        self._prepare()
        with _locked(self.layout.home / "start.lock"):
            if self._users is None:
                self._users = open(self.layout.home / "users.lock", "a")  # noqa: SIM115 - held until release
                fcntl.flock(self._users, fcntl.LOCK_SH)
            if not self.is_ready():
                self._boot()
        if self._holder != os.getpid():
            self._holder = os.getpid()
            atexit.register(self.release)
        return self

    def release(self) -> None:
        """Leave the server; stop it when nobody else uses it. A forked child has no say."""
        if self._users is None or self._holder != os.getpid():
            return
        atexit.unregister(self.release)
        with _locked(self.layout.home / "start.lock"), self._users:
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                self._holder = 0
            self.run("pg_ctl", "-D", self.layout.cluster, "-m", "fast", "-w", "-t", "120", "stop", check=False)
        self._users = None

    def is_ready(self) -> bool:
        """Does the server answer?"""
        return self.run("pg_isready", "-q", "-h", self.layout.socket, check=False).returncode == 0

    def is_alive(self) -> bool:
        """Does the process that started the server still exist? Costs microseconds, unlike `is_ready`."""
        return stale.names_server(self.layout.cluster / "postmaster.pid", self.layout.cluster)

    def run(self, program: str, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the database's account. Raises CalledProcessError when `check`."""
        command = [str(self.bin / program), *map(str, arguments)]
        return subprocess.run(
            command, check=check, text=True, capture_output=True, cwd="/", **self.account.as_arguments()
        )

    def _prepare(self) -> None:
        """Make the folders, and find programs that the database's account may run."""
        home = self.layout.home
        try:
            home.mkdir(parents=True, exist_ok=True)
            os.close(os.open(home / "start.lock", os.O_WRONLY | os.O_CREAT, 0o600))
        except OSError as error:
            raise DatabaseProblem(
                f"The data folder {self.layout.data} is not writable ({error.strerror}): choose another FETTLE_DATA."
            ) from error
        self.account = account.of_this_process()
        if not self.account.reaches(home):
            raise DatabaseProblem(
                f"Started as root, Fettle runs its database as the account {account.NAME!r}, which may not enter "
                f"{home}: choose a data folder outside private folders, for example FETTLE_DATA=/var/lib/fettle."
            )
        self.bin = binaries.folder(self.account, home)

    def _boot(self) -> None:
        cluster.ensure(self)
        stale.remove_leftovers(self.layout)
        cluster.write_options(self)
        until = time.monotonic() + ORPHAN_SECONDS
        while not self.is_ready():  # also when it was pg_ctl that got killed: what it started may be up by now
            try:
                self.run("pg_ctl", "-D", self.layout.cluster, "-l", self.layout.log, "-t", START_SECONDS, "-w", "start")
                break
            except subprocess.CalledProcessError as error:
                if time.monotonic() > until:
                    raise DatabaseProblem(
                        f"The database did not start: the end of {self.layout.log} says why."
                    ) from error
                if not self.is_alive():
                    stale.end_orphans(self.layout.cluster)
                time.sleep(0.25)
        roles.ensure(self.layout)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the exclusive lock of the file `path`; a process that dies lets go of it."""
    with open(path, "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
