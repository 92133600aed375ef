"""A chart on its way to markup. On a page shapes carry classes, on paper colours of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from fettle.kernel.figures.chart import Chart, Series

T = TypeVar("T")

ALL_PRINTED = 12
"""Up to so many points each value stands in the picture; beyond, the highest, the lowest and the last do."""

TOP, PLOT, FOOT, LEGEND = 14, 52, 16, 14
"""Heights in units of the picture: room for a value above the highest point, the plot, its labels, a line of legend."""


class Svg(str):
    """Finished markup, which templates print as it is."""

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Colours:
    """Colours for paper, where no stylesheet reaches."""

    ink: str = "#18212d"
    label: str = "#5b6679"
    axis: str = "#cfd5de"
    past: str = "#cfd5de"
    series: tuple[str, ...] = ("#0b617c", "#6941b0", "#b34d05", "#828d9d")


PAPER = Colours()


class Drawing:
    """One chart on its way to markup: the scale, then shapes from back to front."""

    def __init__(self, chart: Chart, colours: Colours | None) -> None:
        self.chart, self.colours = chart, colours
        points = len(chart.categories)
        self.width = 720 if points > 16 else 480 if chart.wide else 240
        self.slot = self.width / points
        self.keys = list(self.placed()) if len(chart.series) > 1 and chart.kind != "band" else []
        self.top = TOP + LEGEND * (self.keys[-1][1] + 1 if self.keys else 0)
        known = [v for s in chart.series for v in s.values if v is not None]
        self.low, self.high = min(0, *known, 0), max(0, *known, 0)
        if self.low == self.high:
            self.high = 1

    def markup(self) -> str:
        body = {"bar": self.bars, "line": self.lines, "band": self.band}[self.chart.kind]()
        legend = self.legend()
        height = self.top + PLOT + FOOT
        inner = "".join([self.axis(), *body, *self.labels(), *legend])
        box, label = f"0 0 {self.width} {height}", escape(self.chart.described)
        role = "group" if any(map(any, self.chart.links)) else "img"  # what is a picture hides the links in it
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="{role}" aria-label="{label}">{inner}</svg>'
        )

    # places

    def y(self, value: float) -> float:
        return round(self.top + PLOT * (self.high - value) / (self.high - self.low), 1)

    def x(self, index: int) -> float:
        return round(self.slot * (index + 0.5), 1)

    # shapes

    def look(self, classes: str, **paper: str) -> str:
        """The class for a page, or its attributes for paper."""
        if self.colours is None:
            return f' class="{classes}"'
        return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in paper.items())

    def colour(self, index: int) -> str:
        return (self.colours or PAPER).series[index]

    def text(self, x: float, y: float, words: str, classes: str, anchor: str = "middle", size: float = 9.5) -> str:
        fill = PAPER.ink if classes == "c-value" else PAPER.label
        look = self.look(classes, fill=fill, font_family="Inter Variable, Inter, sans-serif")
        return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}"{look}>{escape(words)}</text>'

    def axis(self) -> str:
        line = self.look("c-axis", stroke=(self.colours or PAPER).axis, stroke_width="1")
        return f'<line x1="0" x2="{self.width}" y1="{self.y(0)}" y2="{self.y(0)}"{line}/>'

    def bars(self) -> Iterator[str]:
        series = self.chart.series
        broad = min(26.0 * len(series), self.slot * (0.66 if len(series) == 1 else 0.94)) / len(series)
        for s, one in enumerate(series):
            shown = self.printed(one.values) if len(series) == 1 or broad >= 18 else set()
            for i, value in enumerate(one.values):
                x = self.x(i) + (s - len(series) / 2) * broad
                if value is None:
                    yield self.text(round(x + broad / 2, 1), self.y(0) - 4, "–", "c-label")
                    continue
                past = len(series) == 1 and not self.chart.equal and i < len(one.values) - 1
                fill = (self.colours or PAPER).past if past else self.colour(s)
                look = self.look(f"c-bar c-s{s}" + (" is-past" if past else ""), fill=fill)
                top, bottom = sorted((self.y(value), self.y(0)))
                size = f'width="{max(broad - 1, 1):.1f}" height="{bottom - top:.1f}" rx="{min(2.0, broad / 4):.1f}"'
                bar = f'<rect x="{x:.1f}" y="{top}" {size}{look}/>'
                if i in shown:
                    letters = 9.5 if len(series) == 1 else 8
                    middle = round(x + broad / 2, 1)
                    bar += self.text(middle, top - 4, self.chart.number(value), "c-value", size=letters)
                yield self.led(bar, s, i)

    def led(self, shape: str, s: int, i: int) -> str:
        """A shape that leads to where its value does, and says which value it is."""
        url = self.chart.links[s][i] if self.chart.links else ""
        if not url:
            return shape
        one = self.chart.series[s]
        words = ", ".join(filter(None, (one.name, self.chart.categories[i])))
        said = escape(f"{words}: {self.chart.number(one.values[i] or 0)}")
        return f'<a href="{escape(url)}" aria-label="{said}">{shape}</a>'

    def lines(self) -> Iterator[str]:
        for s, one in enumerate(self.chart.series):
            yield from self.line(s, one, self.printed(one.values))

    def line(self, s: int, one: Series, shown: set[int]) -> Iterator[str]:
        look = self.look(
            f"c-line c-s{s}", fill="none", stroke=self.colour(s), stroke_width="2", stroke_linejoin="round"
        )
        for run in _runs(one.values):
            yield f'<polyline points="{" ".join(f"{self.x(i)},{self.y(v)}" for i, v in run)}"{look}/>'
        dot = self.look(f"c-dot c-s{s}", fill=self.colour(s))
        for i, value in enumerate(one.values):
            if value is not None and (i in shown or len(one.values) <= ALL_PRINTED):
                yield f'<circle cx="{self.x(i)}" cy="{self.y(value)}" r="2.5"{dot}/>'
            if value is not None and i in shown:
                yield self.text(self.edge(i), self.y(value) - 6, self.chart.number(value), "c-value", self.anchor(i))

    def band(self) -> Iterator[str]:
        lower, upper = self.chart.series[0], self.chart.series[-1]
        pairs = [
            (a, b) if a is not None and b is not None else None for a, b in zip(lower.values, upper.values, strict=True)
        ]
        look = self.look("c-band c-s0", fill=self.colour(0), fill_opacity="0.16")
        for run in _runs(pairs):
            there = [f"{self.x(i)},{self.y(b)}" for i, (_, b) in run]
            back = [f"{self.x(i)},{self.y(a)}" for i, (a, _) in reversed(run)]
            yield f'<polygon points="{" ".join(there + back)}"{look}/>'
        if len(self.chart.series) == 3:
            yield from self.line(0, self.chart.series[1], self.printed(self.chart.series[1].values))

    def labels(self) -> Iterator[str]:
        """Category labels. Along a course of time they are thinned so that none touches the next, and the last is
        always there; of what is no course each has its own, in smaller letters where they are long.
        """
        last = len(self.chart.categories) - 1
        longest = max(map(len, self.chart.categories)) * 5.4 + 6
        step = 1 if self.chart.equal else max(1, -int(-longest // self.slot))
        size = round(9.5 * min(1, self.slot / longest), 1) if self.chart.equal else 9.5
        for i, name in enumerate(self.chart.categories):
            if (last - i) % step == 0:
                yield self.text(self.edge(i), self.top + PLOT + 12, name, "c-label", self.anchor(i), size)

    def placed(self) -> Iterator[tuple[float, int]]:
        """Where each series has its key, and in which line of the legend: what has no room in one begins the next."""
        x, line = 0.0, 0
        for one in self.chart.series:
            wide = 24 + len(one.name) * 5.4
            if x and x + wide > self.width:
                x, line = 0.0, line + 1
            yield x, line
            x += wide

    def legend(self) -> Iterator[str]:
        for s, (x, line) in enumerate(self.keys):
            key = self.look(f"c-key c-s{s}", fill=self.colour(s))
            yield f'<rect x="{x:.1f}" y="{1 + LEGEND * line}" width="8" height="8" rx="2"{key}/>'
            yield self.text(round(x + 12, 1), 8.5 + LEGEND * line, self.chart.series[s].name, "c-label", "start")

    # words

    def printed(self, values: Sequence[float | None]) -> set[int]:
        known = [i for i, v in enumerate(values) if v is not None]
        if len(values) <= ALL_PRINTED or not known:
            return set(known)
        return {max(known, key=lambda i: values[i] or 0), min(known, key=lambda i: values[i] or 0), known[-1]}

    def anchor(self, i: int) -> str:
        """At the rims of a wide chart words grow inwards."""
        if self.slot >= 24:
            return "middle"
        return "start" if i == 0 else "end" if i == len(self.chart.categories) - 1 else "middle"

    def edge(self, i: int) -> float:
        return {"start": 0.0, "end": float(self.width)}.get(self.anchor(i), self.x(i))


def _runs(values: Sequence[T | None]) -> Iterator[list[tuple[int, T]]]:
    """Stretches without a gap, each as (index, value)."""
    run: list[tuple[int, T]] = []
    for i, value in enumerate(values):
        if value is not None:
            run.append((i, value))
        elif run:
            yield run
            run = []
    if run:
        yield run
