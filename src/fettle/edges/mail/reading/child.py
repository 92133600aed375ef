"""The child process in which mails are read: one forked process for each, with limits of memory, time and files.

It reads a folder's path on each line of its input, reads the mail in that folder and writes what it says beside it. A
mail that ends the process that reads it ends nothing else.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from fettle.edges.mail.message import Unreadable
from fettle.edges.mail.reading import limits
from fettle.edges.mail.reading.whole import read

RAW, READ = "mail.eml", "read.json"
PATIENCE_SECONDS = 2 * limits.SECONDS


def serve() -> None:
    """Until the input ends, which it does with the process that asks."""
    for line in sys.stdin:
        sys.stdout.write(f"{_apart(Path(line.rstrip(chr(10))))}\n")
        sys.stdout.flush()


def _apart(folder: Path) -> str:
    """Read one mail in a process of its own: "ok", or why it has no result."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _limit()
            _write(folder)
            code = 0
        except MemoryError:
            code = 3
        finally:
            os._exit(code)
    return _waited(child)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * limits.MOST_BYTES, 2 * limits.MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(folder: Path) -> None:
    try:
        told = read((folder / RAW).read_bytes(), folder).plain()
    except Unreadable as problem:
        told = {"unreadable": problem.reason, "detail": problem.detail}
    except MemoryError:
        raise
    except Exception as problem:  # whatever hostile bytes make the library raise
        told = {"unreadable": "broken", "detail": type(problem).__name__}
    (folder / READ).write_text(json.dumps(_storable(told), ensure_ascii=True))


def _storable(value: Any) -> Any:
    """Whatever the library made of bytes that are no text: what is not UTF-8 after all gives way to a mark, and what
    no database takes as text goes.
    """
    if isinstance(value, str):
        value = value.replace("\x00", "")
        try:
            return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        except UnicodeEncodeError:
            return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _storable(each) for key, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list | tuple) else value


def _waited(child: int) -> str:
    """How the process ended. One that waits for something, which none should, is ended after twice its time."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_SECONDS)
    try:
        _ended, status = os.waitpid(child, 0)  # goes on waiting after a signal (PEP 475)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if os.WIFSIGNALED(status):
        return "time" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else "crash"
    return {0: "ok", 3: "memory"}.get(os.WEXITSTATUS(status), "crash")


if __name__ == "__main__":
    serve()
