"""Boxes in tiers, with ties from above to below, on their way to markup: a map of services, how far a failure reaches.
Pure: whoever draws says what stands in which tier.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import TypeVar

from fettle.kernel.figures.drawing import Svg

WIDE, HIGH, GAP, RISE, EDGE = 148, 46, 16, 44, 4
"""A box, the room beside and below it, and the rim of the picture, in units of the picture."""
IN_A_ROW, LETTERS = 6, 20
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Place:
    """The upper left corner of a box."""

    x: float
    y: float

    @property
    def middle(self) -> float:
        return self.x + WIDE / 2


def placed(tiers: Iterable[Sequence[K]]) -> tuple[dict[K, Place], float, float]:
    """Where each box stands, and the width and height of the picture: each tier in rows of at most six boxes, each row
    in the middle.
    """
    rows = [tier[at : at + IN_A_ROW] for tier in tiers for at in range(0, len(tier), IN_A_ROW)]
    width = max(map(len, rows)) * (WIDE + GAP) - GAP + 2 * EDGE
    places = {}
    for at, row in enumerate(rows):
        left = (width - (len(row) * (WIDE + GAP) - GAP)) / 2
        for column, key in enumerate(row):
            places[key] = Place(left + column * (WIDE + GAP), EDGE + at * (HIGH + RISE))
    return places, width, len(rows) * (HIGH + RISE) - RISE + 2 * EDGE


def tie(above: Place, below: Place, role: str) -> str:
    """A line from one box to another. ``role`` is how it is drawn: enabling or enhancing."""
    start, end = above.y + HIGH, below.y
    if end <= start:  # back up, or beside: from rim to rim round the outside
        start, end = above.y + HIGH / 2, below.y + HIGH / 2
    bend = (end - start) / 2
    path = (
        f"M{above.middle:g},{start:g} C{above.middle:g},{start + bend:g} "
        f"{below.middle:g},{end - bend:g} {below.middle:g},{end:g}"
    )
    return f'<path class="c-tie is-{role}" d="{path}"/>'


def box(place: Place, words: str, under: str, classes: str, url: str = "") -> str:
    """The words in at most two lines, or in one with what stands ``under`` them; with ``url`` it leads there."""
    rows = wrap(words, LETTERS, max_lines=1 if under else 2, placeholder=" …", break_long_words=True) or [""]
    first = place.y + HIGH / 2 + 4 - 7 * (len(rows) + bool(under) - 1)
    lines = [_line(place, first + 14 * at, row, "c-value", 12) for at, row in enumerate(rows)]
    if under:
        lines.append(_line(place, first + 14 * len(rows), under, "c-label", 10))
    rect = f'<rect class="{classes}" x="{place.x:g}" y="{place.y:g}" width="{WIDE}" height="{HIGH}" rx="8"/>'
    inner = f"<title>{escape(words)}</title>{rect}{''.join(lines)}"
    return f'<a href="{escape(url)}">{inner}</a>' if url else f"<g>{inner}</g>"


def _line(place: Place, y: float, words: str, look: str, size: int) -> str:
    middle = f'x="{place.middle:g}" text-anchor="middle"'
    return f'<text class="{look}" {middle} y="{y:g}" font-size="{size}">{escape(words)}</text>'


def picture(shapes: Iterable[str], width: float, height: float, said: str) -> Svg:
    """The whole. ``said`` is what those hear who do not see it."""
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="group" aria-label="{escape(said)}">'
    return Svg(f"{start}{''.join(shapes)}</svg>")
