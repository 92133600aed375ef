"""Where an event stands among its incident's events, and when it happened. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def merge(known: Sequence[Key], coming: Sequence[Key], holes: Mapping[Key | None, Sequence[Key]]) -> list[Key]:
    """All keys in one order: that of the file, fitted to what is known already.

    A new key that stands in the file beside known ones keeps its place beside them. New keys with no known one before
    them in the file go to the end, as the next piece of a log does; unless a damaged line left a hole for them:
    ``holes`` maps the key before the damage (None: the beginning) to the keys that may fill it.
    """
    order = list(known)
    present = set(known)
    last: Key | None = None
    for at, key in enumerate(coming):
        if key not in present:
            order.insert(_place(order, last, coming[at + 1 :], present, key, holes), key)
            present.add(key)
        last = key
    return order


def _place(
    order: Sequence[Key],
    last: Key | None,
    after: Sequence[Key],
    present: set[Key],
    key: Key,
    holes: Mapping[Key | None, Sequence[Key]],
) -> int:
    for before, fitting in holes.items():
        if key in fitting:
            return 0 if before is None else order.index(before) + 1
    if last is not None:
        return order.index(last) + 1
    following = next((other for other in after if other in present), None)
    return len(order) if following is None else order.index(following)


def settled_times(times: Sequence[datetime]) -> list[datetime]:
    """Each event's time, or the earliest of those that follow it in the file where that is earlier."""
    settled: list[datetime] = []
    earliest: datetime | None = None
    for moment in reversed(times):
        earliest = moment if earliest is None or moment < earliest else earliest
        settled.append(earliest)
    return settled[::-1]


def grouped(events: Sequence[Key], group_of: Callable[[Key], str]) -> dict[str, list[Key]]:
    """Events by incident, both in the order of the file."""
    groups: dict[str, list[Key]] = {}
    for event in events:
        groups.setdefault(group_of(event), []).append(event)
    return groups
