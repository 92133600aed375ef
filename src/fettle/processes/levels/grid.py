"""Targets as a table of controls: a line for each kind and priority, the minutes in its cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fettle.kernel.assembly import assembly
from fettle.kernel.records.values import whole
from fettle.kernel.settings.choices import options
from fettle.processes.levels.targets import CLOCKS, KINDS, MOST_MINUTES, answered_too_late

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Cell:
    """One target: minutes of working time, "" for none."""

    name: str
    label: str
    value: str
    problem: str = ""


@dataclass(frozen=True)
class Line:
    """The targets of one kind and priority."""

    kind: str
    priority: str
    cells: tuple[Cell, ...]


def ranks() -> list[tuple[int, str]]:
    return [(int(each.code), str(each.label)) for each in options("incidents.priorities") if each.active]


def as_sent(targets: Rows) -> dict[str, str]:
    """Stored targets under the names of their controls."""
    return {
        f"{row['kind']}-{row['priority']}-{clock}": str(row[f"{clock}_minutes"] or "")
        for row in targets
        for clock in CLOCKS
    }


def lines(sent: Any) -> list[Line]:
    return [
        Line(str(assembly().kind_by_key[kind].label), f"P{rank} {label}", _cells(f"{kind}-{rank}", label, sent))
        for kind in KINDS
        for rank, label in ranks()
    ]


def _cells(row: str, label: str, sent: Any) -> tuple[Cell, ...]:
    words = {"response": _("First response"), "resolution": _("Resolution")}
    cells = {clock: _cell(f"{row}-{clock}", f"{label}: {words[clock]}", sent) for clock in CLOCKS}
    minutes = {f"{clock}_minutes": None if cell.problem else whole(cell.value) for clock, cell in cells.items()}
    if answered_too_late(minutes):
        sentence = _("This is longer than the resolution: give at most %(most)s minutes, or a longer resolution.")
        problem = sentence % {"most": minutes["resolution_minutes"]}
        cells["response"] = replace(cells["response"], problem=problem)
    return tuple(cells.values())


def wrong(rows: list[Line]) -> list[tuple[str, str, str]]:
    """Name, label and problem of each cell that cannot be kept."""
    return [
        (cell.name, f"{capfirst(line.kind)}, {cell.label}", cell.problem)
        for line in rows
        for cell in line.cells
        if cell.problem
    ]


def _cell(name: str, label: str, sent: Any) -> Cell:
    value = str(sent.get(name, "")).strip()
    right = not value or 0 < (whole(value) or 0) <= MOST_MINUTES
    return Cell(name, label, value, "" if right else _("Give whole minutes, or nothing for no target."))


def targets(sent: Any) -> Rows:
    return [
        {"kind": kind, "priority": rank}
        | {
            f"{clock}_minutes": int(value) if (value := sent.get(f"{kind}-{rank}-{clock}", "").strip()) else None
            for clock in CLOCKS
        }
        for kind in KINDS
        for rank, _label in ranks()
    ]
