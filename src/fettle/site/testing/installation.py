"""A whole Fettle of its own for one test: real processes in an own data folder, on a port that was free."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from operator import itemgetter
from pathlib import Path

import psutil
import pytest

START_SECONDS, FILL_SECONDS = 60, 300
"""So long a start is waited for, and one that fills an installation with a demo: no promise, but the end of a hang."""
Choose = Callable[[list[psutil.Process]], psutil.Process]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _hears_interrupts() -> None:
    """What a shell started in the background ignores Ctrl-C, and so does whatever that starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Installation:
    """``command`` runs any command of it; ``start`` and ``stop`` its ``serve``. ``interpreter`` may be that of another
    environment.
    """

    def __init__(self, data: Path, interpreter: str = sys.executable) -> None:
        self.data, self.port, self.interpreter = data, free_port(), interpreter
        self.process: subprocess.Popen[str] | None = None
        self.environment_too: dict[str, str] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FETTLE_")}
        kept.pop("DATABASE_URL", None)
        if self.interpreter != sys.executable:  # it has a Fettle of its own
            kept.pop("PYTHONPATH", None)
        return kept | {
            "FETTLE_DATA": str(self.data),
            "FETTLE_PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "fettle.site.settings",
            **self.environment_too,
        }

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        whole = [self.interpreter, "-m", "fettle.site.cli", *arguments]
        return subprocess.run(whole, env=self.environment, capture_output=True, text=True, check=False, timeout=180)

    def python(self, program: str, within: float = 180) -> str:
        """Run a program in this installation's Django, while it is started; ``within`` so many seconds."""
        whole = [self.interpreter, "-c", f"import django; django.setup()\n{program}"]
        done = subprocess.run(whole, env=self.environment, capture_output=True, text=True, check=False, timeout=within)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def start(self, *arguments: str, within: float = START_SECONDS) -> None:
        """Start ``serve`` and wait until it says where it is: an older web server may still answer for a moment."""
        whole = [self.interpreter, "-m", "fettle.site.cli", "serve", *arguments]
        log = (self.data.parent / f"{self.data.name}.log").open("a")
        said_before = len(self.said())
        self.process = subprocess.Popen(
            whole,
            env=self.environment,
            stdout=log,
            stderr=log,
            text=True,
            preexec_fn=_hears_interrupts,
        )
        until = time.monotonic() + within
        while "Fettle is at" not in self.said()[said_before:]:
            assert self.process.poll() is None, self.said()[-3000:]
            assert time.monotonic() < until, self.said()[-3000:]
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def said(self) -> str:
        return (self.data.parent / f"{self.data.name}.log").read_text()

    def stop(self, by: int = signal.SIGTERM) -> int:
        """A signal, and the exit code."""
        assert self.process is not None
        self.process.send_signal(by)
        return self.process.wait(60)

    def processes(self, *words: str) -> Iterator[psutil.Process]:
        """The living processes of this installation whose command line holds all the words."""
        for process in psutil.process_iter():
            try:
                line, folder = " ".join(process.cmdline()), process.environ().get("FETTLE_DATA", "")
                ours = folder == str(self.data) or str(self.data) in line or str(self.data) in process.cwd()
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            if ours and all(word in line for word in words):
                yield process

    def kill(self, *words: str, within: float, choose: Choose = itemgetter(0)) -> bool:
        """End one of these processes with -9 as soon as there is one; False where none came ``within`` so many seconds.
        One that ends by itself between the look and the blow is none.
        """
        until = time.monotonic() + within
        while time.monotonic() < until:
            if found := list(self.processes(*words)):
                with suppress(psutil.NoSuchProcess):
                    choose(found).kill()
                    return True
            time.sleep(0.05)
        return False


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder that the database's own account may enter, which pytest's own folders forbid."""
    folder = Path(tempfile.mkdtemp(prefix="fettle-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _made_in(place: Path) -> Iterator[Installation]:
    """One in the folder ``data`` of ``place``; whatever of it still runs at the end is killed."""
    made = Installation(place / "data")
    yield made
    for process in list(made.processes()):
        with suppress(psutil.NoSuchProcess):
            process.kill()


@pytest.fixture
def new_installation(place: Path) -> Iterator[Installation]:
    """One whose first start is still to come: its data folder is not there yet."""
    yield from _made_in(place)


@pytest.fixture
def installation(place: Path) -> Iterator[Installation]:
    """One that is not started, with all its tables and nobody in them: to make them takes most of a first start, and
    is asked once in a run.
    """
    subprocess.run(["cp", "-a", _prepared(), place / "data"], check=True)  # owners too: the database has its own
    yield from _made_in(place)


def _prepared() -> Path:
    """The data folder to copy; the first that needs it in this run makes it."""
    data = Path(os.environ["FETTLE_DATA"]) / "prepared"
    done = data.with_name("prepared.done")
    with data.with_name("prepared.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            made = Installation(data).command("migrate")
            assert made.returncode == 0, made.stderr[-3000:]
            done.touch()
    return data
