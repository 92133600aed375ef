"""Which rows of the register a reader asked for: of one process, of one kind, covered or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from fettle.governance.coverage import register
from fettle.governance.coverage.register import NOT_YET, Row
from fettle.standard import fitsm

KINDS = {"setup": _("Initial set-up"), "input": _("Input"), "activity": _("Activity"), "output": _("Output")}
STANDS = {"yes": _("Covered"), "no": _("Not yet")}
HEAD = ("id", "process", "kind", "item", "screen", "also", "seen", "route", "record", "test")


@dataclass(frozen=True)
class Chosen:
    """ "" stands for all of it. What is no process, kind or standing is not asked for."""

    process: str = ""
    kind: str = ""
    covered: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Chosen:
        offered = {"process": fitsm.processes(), "kind": KINDS, "covered": STANDS}
        return cls(**{name: given[name] for name, known in offered.items() if given.get(name) in known})

    @property
    def query(self) -> str:
        """As part of an address."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def rows(self) -> list[Row]:
        """The rows, in the order of the standard."""
        return [row for row in register.rows() if self._asked_for(row)]

    def _asked_for(self, row: Row) -> bool:
        stands = "yes" if row.covered else "no"
        return (
            self.process in ("", row.item.process) and self.kind in ("", row.item.kind) and self.covered in ("", stands)
        )


@dataclass(frozen=True)
class Process:
    """The rows of one process that were asked for; ``done`` of all its ``total`` items are covered."""

    key: str
    done: int
    total: int
    rows: Sequence[Row]

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total


def by_process(rows: Iterable[Row]) -> list[Process]:
    """The rows under their processes; counts are those of the whole register, whatever was asked for."""
    asked: dict[str, list[Row]] = {}
    for row in rows:
        asked.setdefault(row.item.process, []).append(row)
    counts = {key: (done, len(items)) for key, done, items in register.by_process()}
    return [Process(key, *counts[key], found) for key, found in asked.items()]


def table(rows: Iterable[Row]) -> Iterable[list[str | int | float]]:
    """The rows as a file has them: a head, then one line each."""
    yield [*HEAD]
    for row in rows:
        at = row.covered
        told = (at.screen, at.also, at.seen, at.route, at.record, row.node) if at else (NOT_YET, *[""] * 5)
        yield [row.item.id, row.item.process, row.item.kind, row.item.said, *told]
