"""A progress bar on the terminal for what lasts longer than two seconds; nothing where nobody watches."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
PATIENCE_SECONDS = 2.0
WIDTH = 30
BLOCK = 6
"""How wide the part is that wanders while nobody knows how much is left."""
STEP_SECONDS = 0.2


class Bar:
    """Call it with how many are done, of how many."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.begun = self.shown = time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        over = done >= of
        if not sys.stderr.isatty() or now - self.begun < PATIENCE_SECONDS or (now - self.shown < 0.1 and not over):
            return
        self.shown = now
        filled = WIDTH * done // max(of, 1)
        end = "\n" if over else ""
        print(
            f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{of} {self.what}", end=end, file=sys.stderr, flush=True
        )


def bar(items: Iterable[Item], of: int, what: str) -> Iterator[Item]:
    """The items, with a bar that follows them."""
    show = Bar(what)
    for done, item in enumerate(items, start=1):
        yield item
        show(done, of)


@contextmanager
def busy(what: str) -> Iterator[None]:
    """A bar that wanders, and the seconds, for as long as something lasts whose length is not known before."""
    over = threading.Event()
    watcher = threading.Thread(target=_wander, args=(what, over), daemon=True) if sys.stderr.isatty() else None
    if watcher:
        watcher.start()
    try:
        yield
    finally:
        over.set()
        if watcher:
            watcher.join()


def _wander(what: str, over: threading.Event) -> None:
    begun = time.monotonic()
    if over.wait(PATIENCE_SECONDS):
        return
    at = 0
    while not over.wait(STEP_SECONDS):
        start = abs((at := at + 1) % (2 * (WIDTH - BLOCK)) - (WIDTH - BLOCK))
        drawn = f"{'.' * start}{'#' * BLOCK}{'.' * (WIDTH - BLOCK - start)}"
        print(f"\r[{drawn}] {time.monotonic() - begun:.0f} s {what}", end="", file=sys.stderr, flush=True)
    if at:
        print(file=sys.stderr, flush=True)
