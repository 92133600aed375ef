"""Reaction: what the house does after an entry, by a worker, once, retried alone. Listed in ``site/assembly.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fettle.kernel.history.models import Entry

ANY = "*"


@dataclass(frozen=True)
class Reaction:
    """``key`` is stored with each delivery. ``on`` are names of facts, or ANY. ``run(entry)`` may run twice: it must
    not matter.
    """

    key: str
    on: tuple[str, ...]
    run: Callable[[Entry], None]
    may_cause: tuple[str, ...] = ()

    def wants(self, entry: Entry) -> bool:
        return ANY in self.on or any(stored["name"] in self.on for stored in entry.facts)
