"""Asking the child process to read a mail, and getting on when it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from fettle.edges.mail.message import Message, Unreadable
from fettle.edges.mail.reading.child import RAW, READ

COMMAND = (sys.executable, "-P", "-m", "fettle.edges.mail.reading.child")


class Readers:
    """The child process of this process: started when first needed, again when it died, and gone with us."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def ask(self, folder: Path) -> str:
        """What became of reading the mail in ``folder``: "ok" or why not."""
        with self._lock:
            process = self._running()
            try:
                told = _asked(process, folder)
            except OSError:
                told = ""
            if not told:
                self._end()
            return told or "crash"

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, close_fds=True
            )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()
            self._process.wait()
            self._process = None


def _asked(process: subprocess.Popen[str], folder: Path) -> str:
    """The answer, "" when the process ended instead."""
    if process.stdin is None or process.stdout is None:
        return ""
    process.stdin.write(f"{folder}\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


_readers = Readers()


@contextmanager
def read(raw: bytes) -> Iterator[tuple[Message, Path]]:
    """The message, and the folder in which the bytes of its files lie while it is handled. Raises Unreadable."""
    with TemporaryDirectory(prefix="fettle-mail-") as name:
        folder = Path(name)
        (folder / RAW).write_bytes(raw)
        told = _readers.ask(folder)
        if told != "ok":
            raise Unreadable(told)
        plain = json.loads((folder / READ).read_text())
        if "unreadable" in plain:
            raise Unreadable(plain["unreadable"], plain["detail"])
        yield Message.of(plain), folder
