"""The damaged lines of earlier files, and which row repairs which of them, as far as one can tell from a line. Pure."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fettle.processes.incidents.servicenow.limits import IDENTITY, readable
from fettle.processes.incidents.servicenow.mapping import MAPPING
from fettle.processes.incidents.servicenow.rows import Event

BEGINNING = ""
MOST_CHANGED = 2
"""A line whose number is damaged is taken for the event that it otherwise is, but for so many cells; one that tells
half of the identity, but for one.
"""


@dataclass
class Hole:
    """A damaged line of run ``run``. It stands behind the event ``after`` of its incident, BEGINNING: before all.
    ``nameless``: its number is damaged, so the rest must say for itself which event it was.
    """

    pk: int
    run: int
    line: int
    after: str
    cells: Sequence[str]
    nameless: bool = False
    filled: bool = False

    def names_another(self, event: Event) -> bool:
        """Whether the line, damaged elsewhere, still tells the identity of an event that is not this one."""
        told = dict(zip(event.values, self.cells, strict=False)) if len(self.cells) == len(event.values) else {}
        return any(
            name in told and readable(name, told[name]) and told[name] != event.values[name] for name in IDENTITY
        )

    def unlike(self, event: Event) -> int | None:
        """How many of its cells are not the event's; None where too little of the identity is left to tell."""
        there = list(event.values.values())
        same = _same(self.cells, there)
        told = sum(list(event.values).index(name) in same for name in IDENTITY)
        differ = len(self.cells) - len(same)
        if self.names_another(event) or told == 0:
            return None
        half = told < len(IDENTITY)
        if (self.nameless and half) or differ > (1 if half else MOST_CHANGED if self.nameless else differ):
            return None
        return differ


def cells_of(text: str) -> list[str]:
    """What stands in a damaged line; where a quotation mark is open, as if there was none."""
    whole = text.count('"') % 2 == 0
    cells = next(csv.reader([text]), []) if whole else text.replace('"', "").split(",")
    return [cell.strip() for cell in cells]


def _same(left: Sequence[str], right: Sequence[str]) -> set[int]:
    """The places in ``right`` of cells that both have. Of lines of other lengths: what they begin and end with."""
    if len(left) == len(right):
        return {at for at, (one, other) in enumerate(zip(left, right, strict=True)) if one == other}
    most = min(len(left), len(right))
    start = next((at for at in range(most) if left[at] != right[at]), most)
    end = next((at for at in range(most - start) if left[-1 - at] != right[-1 - at]), most - start)
    return {*range(start), *range(len(right) - end, len(right))}


def repaired(holes: Sequence[Hole], events: Sequence[Event]) -> dict[str, Hole]:
    """Which event was surely which line: the most alike first, of equals in the order of both."""
    rated = (
        (unlike, at, number)
        for at, event in enumerate(events)
        for number, hole in enumerate(holes)
        if (unlike := hole.unlike(event)) is not None
    )
    found: dict[str, Hole] = {}
    for _unlike, at, number in sorted(rated):
        hole = holes[number]
        if not hole.filled and events[at].key not in found:
            hole.filled = True
            found[events[at].key] = hole
    return found


def misfit(before: str | None, key: str, behind: str) -> int:
    """By how many of two measures an event does not lie between its neighbours: by time 1, by counter 2, by both 3."""
    late = (before is not None and time(before) > time(key)) or time(key) > time(behind)
    high = (before is not None and counter(before) > counter(key)) or counter(key) > counter(behind)
    return late + 2 * high


def counter(key: str) -> int:
    """The ``sys_mod_count`` of an event's key."""
    return int(key.partition("|")[0])


def time(key: str) -> datetime:
    """The wall time of an event's key."""
    return datetime.strptime(key.partition("|")[2], MAPPING.time)


def placed_by_line(hole: Hole, rows: Sequence[tuple[str, int, int]]) -> str | None:
    """After which event of an incident a nameless line stood: of ``rows`` (key, run, line) in their order, those of its
    file tell. None where none of them came with that file.
    """
    there = [(line, at) for at, (_key, run, line) in enumerate(rows) if run == hole.run]
    before = [pair for pair in there if pair[0] < hole.line]
    if before:
        return rows[max(before)[1]][0]
    if not there:
        return None
    first = min(there)[1]
    return rows[first - 1][0] if first else BEGINNING


def placed_in_file(line: int, order: Sequence[str], coming: Sequence[Event]) -> str:
    """After which event a damaged line stands with which an incident begins in its file: what is known of the incident
    may begin earlier.
    """
    behind = next((event.key for event in coming if event.line > line), None)
    at = len(order) if behind is None else order.index(behind)
    return order[at - 1] if at else BEGINNING
