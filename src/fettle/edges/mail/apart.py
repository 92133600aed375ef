"""Asking the child process to read a mail, and getting on when it cannot; the next one while the present is handled."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from fettle.edges.mail.message import Message, Unreadable
from fettle.edges.mail.reading.child import RAW, READ

CRASH = "crash"
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
            return told or CRASH

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
    with _folder() as name:
        folder = Path(name)
        (folder / RAW).write_bytes(raw)
        yield _said(_readers.ask(folder), folder), folder


def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="fettle-mail-")


def _said(told: str, folder: Path) -> Message:
    if told != "ok":
        raise Unreadable(told)
    plain = json.loads((folder / READ).read_text())
    if "unreadable" in plain:
        raise Unreadable(plain["unreadable"], plain["detail"])
    return Message.of(plain)


class Ahead:
    """The mail whose turn is next, read by the child process while the present one is handled: one, and no more, by the
    same child process under the same limits. It decides nothing and writes nothing down. What was read ahead is of some
    bytes, named by ``key``, and counts for the mail that has the same when its turn has come.
    """

    def __init__(self) -> None:
        self._next: _Begun | None = None

    def begin(self, key: str, opened: Callable[[], BinaryIO]) -> None:
        """Have the bytes that ``opened`` gives read from now on."""
        self.end()
        with suppress(OSError, RuntimeError):  # no room, or no thread to be had: it is read at its turn
            self._next = _Begun(key, opened)

    @contextmanager
    def read(self, key: str, raw: Callable[[], bytes]) -> Iterator[tuple[Message, Path]]:
        """As the function. What was not read ahead is read now, and so is what the child process died over: it may
        have died of something else.
        """
        begun, self._next = self._next, None
        if begun is None or begun.key != key or begun.told() in ("", CRASH):
            if begun is not None:
                begun.end()
            with read(raw()) as found:
                yield found
            return
        try:
            yield _said(begun.told(), begun.folder), begun.folder
        finally:
            begun.end()

    def end(self) -> None:
        """Nothing is to be read any more, and what was read is no longer wanted."""
        if self._next is not None:
            self._next.end()
            self._next = None


class _Begun:
    """A mail that a thread has read, in a folder of its own."""

    def __init__(self, key: str, opened: Callable[[], BinaryIO]) -> None:
        self.key = key
        self._opened = opened
        self._kept = _folder()
        self.folder = Path(self._kept.name)
        self._told = ""
        self._thread = threading.Thread(target=self._read, daemon=True, name="mail ahead")
        self._thread.start()

    def _read(self) -> None:
        with suppress(OSError):  # what cannot be opened says so at its turn
            with self._opened() as file, (self.folder / RAW).open("wb") as copy:
                shutil.copyfileobj(file, copy)
            self._told = _readers.ask(self.folder)

    def told(self) -> str:
        """What became of it, as ``Readers.ask`` says; "" when nobody was asked. Waits for it."""
        self._thread.join()
        return self._told

    def end(self) -> None:
        self._thread.join()
        self._kept.cleanup()
