"""The register's rows: every item of FitSM-2 but the objectives, with what ``coverage.yaml`` says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fettle.standard import fitsm, shipped

NOT_YET = "not yet"
NAMES = ("id", "screen", "also", "seen", "route", "test", "record")
JOURNEYS = "tests/journeys/test_fitsm_{process}.py"


@dataclass(frozen=True)
class Covered:
    """Where an item is done. ``screen`` is the page on which it is decided, arrives, is done or is opened; ``also``
    the page of its other half, of requests beside incidents for example; ``seen`` the page on which those who need it
    see it. A prefix in braces stands for a number. ``route`` is the operation of the API.
    """

    screen: str
    test: str
    record: str
    route: str
    also: str = ""
    seen: str = ""

    @property
    def screens(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.screen, self.also, self.seen)))


@dataclass(frozen=True)
class Row:
    """An item and, where it is covered, how."""

    item: fitsm.Item
    covered: Covered | None

    @property
    def node(self) -> str:
        """The test as pytest names it, "" while there is none."""
        return f"{journeys_of(self.item.process)}::{self.covered.test}" if self.covered else ""

    def data(self) -> dict[str, str]:
        """As JSON, in the order of ``NAMES``."""
        if (at := self.covered) is None:
            return {"id": self.item.id, **dict.fromkeys(NAMES[1:], NOT_YET)}
        return {"id": self.item.id, **{name: getattr(at, name) for name in NAMES[1:]}, "test": self.node}


def journeys_of(process: str) -> str:
    """The file of a process's journeys."""
    return JOURNEYS.format(process=process.lower())


@cache
def covered() -> Mapping[str, Covered]:
    """What is covered, by the item's id."""
    told = shipped.read(files(__package__).joinpath("coverage.yaml"))
    return {key: Covered(**value) for key, value in told.items()}


def rows() -> list[Row]:
    """All items in the order of the standard."""
    return [Row(item, covered().get(item.id)) for item in fitsm.to_cover()]


def by_process() -> list[tuple[str, int, list[Row]]]:
    """(process, how many of its items are covered, its rows)."""
    found: dict[str, list[Row]] = {}
    for row in rows():
        found.setdefault(row.item.process, []).append(row)
    return [(process, sum(row.covered is not None for row in items), items) for process, items in found.items()]
