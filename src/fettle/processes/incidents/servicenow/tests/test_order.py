"""Many logs, damaged and mended in many ways, through the pure part alone: the order is always that of the file."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fettle.edges.transfer import reading
from fettle.edges.transfer.outcome import Damage
from fettle.processes.incidents.servicenow.holes import BEGINNING, Hole, cells_of, placed_by_line, placed_in_file
from fettle.processes.incidents.servicenow.limits import Span
from fettle.processes.incidents.servicenow.order import grouped, merge
from fettle.processes.incidents.servicenow.rows import Event, read
from fettle.processes.incidents.servicenow.tests import damage
from fettle.processes.incidents.servicenow.tests.test_log import make, write
from fettle.processes.incidents.servicenow.tests.test_repair import Rows, strewn

pytestmark = pytest.mark.log
TOLD = Span(UTC, datetime(2027, 1, 1, tzinfo=UTC))
LOUD = [way for way in damage.WAYS if way not in damage.SILENT]


class Memory:
    """What is known after each file, in place of the tables: incident → key → (run, line)."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, tuple[int, int]]] = {}
        self.holes: list[tuple[str, Hole]] = []
        self.run = 0

    def bring(self, path: Path) -> None:
        self.run += 1
        earlier = [(group, hole) for group, hole in self.holes if not hole.filled]
        rows = list(read(reading.lines(path.read_bytes()), TOLD))
        groups = grouped([row for row in rows if isinstance(row, Event)], lambda event: event.group)
        mine = self._damaged(rows)
        for group, coming in groups.items():
            known = self.known.get(group, {})
            order = merge({key: run for key, (run, _) in known.items()}, coming, self._there(group, coming, earlier))
            lines = {event.key: (self.run, event.line) for event in reversed(coming)}
            self.known[group] = {key: known.get(key) or lines[key] for key in order}
        for group, hole in mine:
            if hole.after == BEGINNING and group in self.known:
                hole.after = placed_in_file(hole.line, list(self.known[group]), groups.get(group, ()))

    def _damaged(self, rows: Sequence[Event | Damage]) -> list[tuple[str, Hole]]:
        last: dict[str, str] = {}
        made = []
        for row in rows:
            if isinstance(row, Event):
                last[row.group] = row.key
            else:
                number = len(self.holes) + len(made)
                made.append((row.group, Hole(number, self.run, row.line, last.get(row.group, ""), cells_of(row.text))))
        self.holes += made
        return made

    def _there(self, group: str, coming: Sequence[Event], earlier: Sequence[tuple[str, Hole]]) -> list[Hole]:
        places = [(key, run, line) for key, (run, line) in self.known.get(group, {}).items()]
        found = [hole for number, hole in earlier if number == group and not hole.filled]
        for number, hole in earlier:
            hole.nameless = number in ("", "?")
            after = placed_by_line(hole, places) if hole.nameless and not hole.filled else None
            if after is not None and any(hole.unlike(event) is not None for event in coming):
                hole.after = after
                found.append(hole)
        return found


def order_of(rows: Rows) -> dict[str, list[str]]:
    wanted: dict[str, dict[str, None]] = {}
    for row in rows:
        wanted.setdefault(row["number"], {})[f"{row['sys_mod_count']}|{row['sys_updated_at']}"] = None
    return {number: list(keys) for number, keys in wanted.items()}


@pytest.mark.parametrize("how", ["whole", "alone", "one by one", "pieces"])
@pytest.mark.parametrize("seed", range(40, 44))
def test_mended_rows_find_their_places(tmp_path: Path, how: str, seed: int) -> None:
    chance = random.Random(seed)
    rows = make(tmp_path / "log.csv", seed, numbers=24)
    bad = strewn(rows, chance, LOUD if how in ("one by one", "pieces") else damage.WAYS, 0.15)
    cut = chance.randrange(1, len(rows)) if how == "pieces" else 0
    memory = Memory()
    for some in (range(cut), range(cut, len(rows))):
        if some:
            piece = {at - some[0]: bad[at] for at in some if at in bad}
            damage.write(tmp_path / "bad.csv", [rows[at] for at in some], piece, chance)
            memory.bring(tmp_path / "bad.csv")
    left = list(range(len(rows))) if how == "whole" else sorted(bad)
    if how == "one by one":
        chance.shuffle(left)
    step = 7 if how == "one by one" else len(rows)
    for start in range(0, len(left), step):
        write(tmp_path / "mended.csv", list(rows[0]), [rows[at] for at in sorted(left[start : start + step])])
        memory.bring(tmp_path / "mended.csv")
    assert {number: list(keys) for number, keys in memory.known.items()} == order_of(rows)
