"""A few numbers as a picture and as a table that says the same. Pure: no Django, no clock.

On a page the shapes carry classes and the stylesheet colours them; for paper they carry colours of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fettle.kernel.figures import drawing

MOST_POINTS, MOST_SERIES = 60, 4


def plain(value: float) -> str:
    """`1240`, `7.5`: at most one decimal, none where it says nothing."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Series:
    """Values in the order of the categories; None where nothing was measured, which is not zero."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """At most 60 points and four series. A band takes two series (from, to) or three (from, middle, to).

    ``equal``: the categories are no course of time, so the last bar is not the present one.
    ``links``: where each value leads, in the shape of the series; "" nowhere. Only bars lead anywhere.

    Raises ValueError when the series do not fit the categories or the kind.
    """

    title: str
    unit: str
    kind: Literal["bar", "line", "band"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number: Callable[[float], str] = plain
    equal: bool = False
    links: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        if not self.categories or len(self.categories) > MOST_POINTS:
            raise ValueError(f"a chart has 1 to {MOST_POINTS} points, not {len(self.categories)}")
        if not self.series or len(self.series) > MOST_SERIES:
            raise ValueError(f"a chart has 1 to {MOST_SERIES} series, not {len(self.series)}")
        if any(len(s.values) != len(self.categories) for s in self.series):
            raise ValueError("each series has one value (or None) per category")
        if self.kind == "band" and len(self.series) not in (2, 3):
            raise ValueError("a band has two series (from, to) or three (from, middle, to)")

    @property
    def wide(self) -> bool:
        """Whether it needs the whole width of a page to be read."""
        return len(self.categories) > 8

    @property
    def table(self) -> list[tuple[str, ...]]:
        """The twin: a head row, then one row per category, values as in the picture and a dash for None."""
        names = [s.name or self.unit or self.title for s in self.series]
        rows = zip(self.categories, *(s.values for s in self.series), strict=True)
        return [(self.title, *names), *((c, *map(self._text, values)) for c, *values in rows)]

    @property
    def linked(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The rows of the twin without its head: (category, [(value, where it leads or "")])."""
        leads = self.links or (("",) * len(self.categories),) * len(self.series)
        return [
            (category, list(zip(values, where, strict=True)))
            for (category, *values), *where in zip(self.table[1:], *leads, strict=True)
        ]

    @property
    def svg(self) -> drawing.Svg:
        """The picture for a page; its look comes from the stylesheet."""
        return self.drawn(None)

    def drawn(self, colours: drawing.Colours | None) -> drawing.Svg:
        """The picture; with colours it needs no stylesheet and can stand in a PDF."""
        return drawing.Svg(drawing.Drawing(self, colours).markup())

    @property
    def described(self) -> str:
        """All numbers in one sentence, for those who hear the picture."""
        head = f"{self.title}, {self.unit}" if self.unit else self.title
        parts = (
            ", ".join(f"{c}: {self._text(v)}" for c, v in zip(self.categories, s.values, strict=True))
            for s in self.series
        )
        named = (
            f"{s.name}. {part}" if len(self.series) > 1 else part for s, part in zip(self.series, parts, strict=True)
        )
        return f"{head}. {'. '.join(named)}"

    def _text(self, value: float | None) -> str:
        return "–" if value is None else self.number(value)
