"""What the measured figures must keep. Times are compared only within one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

INTAKE = 5
"""The same as for a create: a mail is one more way to make a record."""
Figures = Mapping[str, Any]
"""Of one installation: "bare transaction ms", and "queue, 1 clients" → the fields of a Cost."""


@dataclass(frozen=True)
class Bar:
    """``value`` is kept while it is at most ``most``."""

    name: str
    value: float
    most: float
    unit: str = "ms"

    @property
    def kept(self) -> bool:
        return self.value <= self.most

    def __str__(self) -> str:
        word = "kept  " if self.kept else "MISSED"
        return f"{word} {self.name}: {self.value:.2f} {self.unit}, at most {self.most:g}"


def of_desk(size: str, found: Figures) -> list[Bar]:
    """What whoever works at the desk waits for, at each size, by one client."""
    create = found["create, 1 clients"]
    ratio = create["p50"] / (create["floor"] + found["bare transaction ms"])
    return [
        Bar(f"{size}: create, p50 by that of floor and bare transaction", ratio, 5, "×"),
        Bar(f"{size}: create, processor time of web and database", create["cpu"], 12),
        Bar(f"{size}: queue, p95", found["queue, 1 clients"]["p95"], 60),
        Bar(f"{size}: record page, p95", found["record page, 1 clients"]["p95"], 60),
        Bar(f"{size}: list of fifty, p95 of the first byte", found["list, 1 clients"]["first"], 200),
    ]


def of_size(size: str, found: Figures) -> list[Bar]:
    """The same, with the palette and the reports."""
    return [
        *of_desk(size, found),
        Bar(f"{size}: palette, p95", found["palette, 1 clients"]["p95"], 100),
        *(
            Bar(f"{size}: report of a {period} with PDF", found[f"report of a {period}"]["p50"], 3000)
            for period in ("month", "year")
        ),
    ]


def of_intake(size: str, found: Figures) -> Bar:
    """A mail by what it cannot do without: that its text is read apart from us, and that something is written."""
    name = f"{size}: intake of a mail, p50 by that of reading it and bare transaction"
    return Bar(name, found["intake"]["ratio"], INTAKE, "×")


def of_growth(what: str, small: Figures, large: Figures) -> Bar:
    """The same open work over little history and over much, asked by turns."""
    ratio = large["p50"] / small["p50"]
    return Bar(f"{what}, p50 at the largest size by that at the smallest", ratio, 1.3, "×")
