"""Keep the processes of one machine running, and end them together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog

LOOK_SECONDS = 0.2
STEADY_SECONDS = 5  # a process that lived this long may fail again without a longer pause
LONGEST_PAUSE_SECONDS = 5
STOP_SECONDS = 30
PR_SET_PDEATHSIG = 1

log = structlog.get_logger(__name__)


class Child:
    """One process that is started again, after a growing pause, whenever it ends."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name, self.command = name, list(command)
        self.failures = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.not_before = 0.0
        self.since = 0.0

    def look(self) -> None:
        """Start the process when it is due; notice its end."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.not_before:
                self.since = now
                # A session of its own: the terminal's Ctrl-C reaches us alone, and its leftovers can be named.
                # The database shows under this name who asks what of it.
                named = {**os.environ, "PGAPPNAME": f"fettle {self.name}"}
                self.process = subprocess.Popen(
                    self.command, env=named, preexec_fn=die_with_parent, start_new_session=True
                )
        elif self.process.poll() is not None:
            self._sweep()
            self.failures = 1 if now - self.since > STEADY_SECONDS else self.failures + 1
            pause = min(LONGEST_PAUSE_SECONDS, 0.25 * 2**self.failures)
            log.warning("process ended", process=self.name, code=self.process.returncode, again_in_seconds=pause)
            self.process, self.not_before = None, now + pause

    def stop(self) -> None:
        """Ask the process to end, wait, insist."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            log.warning("process did not stop, killed", process=self.name)
        self._sweep()
        self.process.wait()

    def _sweep(self) -> None:
        """Kill what the process left behind, such as the web processes of a killed web server."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def die_with_parent() -> None:
    """Linux: be told to end when the supervisor is killed. Runs in the child between fork and exec."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def supervise(children: Sequence[Child], each_turn: Callable[[], None]) -> None:
    """Keep `children` running until SIGTERM or SIGINT. `each_turn` is for what else wants a look now and then."""
    try:
        while True:
            for child in children:
                child.look()
            each_turn()
            time.sleep(LOOK_SECONDS)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # impatience must not leave half of them behind
        for child in reversed(children):
            child.stop()
