"""Each target of a version held against what was measured. Pure: values in, rows out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from fettle.processes.levels.evaluation.outcomes import NONE, Decided
from fettle.processes.levels.targets import CLOCKS

AT_LEAST, AT_MOST = "at_least", "at_most"
NOTHING, BY_HAND, ELSEWHEN, FOR_ALL = "nothing", "by_hand", "elsewhen", "for_all"
"""Why there is no value: nothing was decided; nobody entered one; the promise is counted over another period. Or why
one customer has it: it is measured once for all.
"""
LIMITS = {
    "availability": ("percent", AT_LEAST),
    "reliability": ("interruptions", AT_MOST),
    "spacing": ("hours_between", AT_LEAST),
    "capacity": ("amount", AT_LEAST),
    "notice": ("hours", AT_LEAST),
    "reporting": ("days", AT_MOST),
}
"""By kind of target: the field that says how much, and on which side of it the promise is kept. Of a reliability the
hours between two interruptions are a target of their own.
"""
COUNTED = ("availability", "reliability", "spacing")
"""Kinds that are counted over a period of their own."""


@dataclass(frozen=True)
class Row:
    """A target of a period. ``target`` is what was promised, as the version keeps it; ``needed`` the value at which it
    is met; ``met`` None where it cannot be measured, for the reason ``because``. ``count`` records stand behind it.
    """

    code: str
    target: dict[str, Any]
    needed: Decimal
    side: str
    measured: Decimal | None
    met: bool | None
    count: int = 0
    because: str = ""
    source: str = ""

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        said = {name: getattr(self, name) for name in ("code", "target", "side", "met", "count", "because", "source")}
        return said | {"needed": str(self.needed), "measured": None if self.measured is None else str(self.measured)}


def read(stored: Mapping[str, Any]) -> Row:
    """Back from JSON."""
    measured = None if stored["measured"] is None else Decimal(stored["measured"])
    return Row(**{**stored, "needed": Decimal(stored["needed"]), "measured": measured})


def for_all(row: Row) -> Row:
    """As it stands with one of the customers for whom it is measured at once; where from stays with the agreement."""
    return row if row.measured is None else replace(row, source="", because=FOR_ALL)


@dataclass(frozen=True)
class ByHand:
    """A value that somebody entered, and where it comes from."""

    value: Decimal
    source: str


def rows(
    targets: list[dict[str, Any]],
    promises: list[dict[str, Any]],
    unit: str,
    percent: int,
    clocks: Mapping[str, Decided],
    entered: Mapping[str, ByHand],
) -> list[Row]:
    """``clocks`` and ``entered`` by code of target; ``percent`` of a hundred records keep a time that is kept."""
    ordered = sorted(targets, key=lambda row: (row["kind"], row["priority"]))
    return [*_times(ordered, percent, clocks), *_promised(promises, unit, entered)]


def _times(targets: list[dict[str, Any]], percent: int, clocks: Mapping[str, Decided]) -> Iterator[Row]:
    for row in targets:
        for clock in CLOCKS:
            if not (minutes := row[f"{clock}_minutes"]):
                continue
            code = f"{row['kind']}-{row['priority']}-{clock}"
            told = clocks.get(code, NONE)
            share = Decimal(100 * told.kept) / told.count if told.count else None
            target = {"kind": row["kind"], "priority": row["priority"], "clock": clock, "minutes": minutes}
            yield Row(
                code=code,
                target=target,
                needed=Decimal(percent),
                side=AT_LEAST,
                measured=None if share is None else share.quantize(Decimal("0.0001")),
                met=None if share is None else share >= percent,
                count=told.count,
                because="" if told.count else NOTHING,
            )


def _promised(promises: list[dict[str, Any]], unit: str, entered: Mapping[str, ByHand]) -> Iterator[Row]:
    for code, row in coded(promises):
        field, side = LIMITS[row["kind"]]
        needed = Decimal(str(row[field]))
        other = row["kind"] in COUNTED and row["period"] != unit
        told = None if other else entered.get(code)
        value = told.value if told else None
        yield Row(
            code=code,
            target=row,
            needed=needed,
            side=side,
            measured=value,
            met=None if value is None else (value >= needed if side == AT_LEAST else value <= needed),
            because=ELSEWHEN if other else "" if told else BY_HAND,
            source=told.source if told else "",
        )


def coded(promises: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each target that promises make, with its code: up to the dash it is what exclusions are about. Capacities, of
    which there may be several, are known by their place among them.
    """
    capacities = 0
    for row in promises:
        capacities += row["kind"] == "capacity"
        yield (f"capacity-{capacities}" if row["kind"] == "capacity" else row["kind"]), row
        if hours := row.get("hours_between"):
            yield "reliability-spacing", {"kind": "spacing", "hours_between": hours, "period": row["period"]}
