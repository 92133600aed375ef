"""A progress bar on the terminal for what lasts longer than two seconds; nothing where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
PATIENCE_SECONDS = 2.0
WIDTH = 30


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
