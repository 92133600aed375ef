"""An impact as a picture, drawn from the data alone (see `kernel.figures`). At most 150 boxes: services, and what leads
to them, before everything else; what has no room stands at the foot as a number for each type. Pure: asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from django.utils.translation import gettext as _

from fettle.kernel.figures.drawing import Svg
from fettle.processes.configuration.structure.reach import Effect, Need, Step
from fettle.processes.configuration.structure.telling import Told

MOST = 150
WIDE, HIGH, GAP, RISE, EDGE = 148, 46, 16, 44, 4
"""A box, the room beside and below it, and the rim of the picture, in units of the picture."""
IN_A_ROW, LETTERS = 6, 20
SOFT = (Effect.WEAKENED, Need.BETTER, Need.STANDS_IN)
"""What does not fail, or is not missed, by itself: drawn with a broken rim."""


@dataclass(frozen=True)
class Box:
    """One box. ``url`` is empty for a group, and for what the reader does not see."""

    words: str
    url: str = ""
    classes: str = ""


@dataclass
class Picture:
    """``left``: so many have no box of their own."""

    svg: Svg
    left: int


def picture(told: Told, most: int = MOST) -> Picture:
    """The picture of an impact: each tier one step further from where it began."""
    drawn = _chosen(told, most)
    left = [hit for hit in told.hits if hit.named.pk not in drawn]
    tiers: dict[int, list[int]] = {}
    for node in drawn:
        tiers.setdefault(_depth(told, node), []).append(node)
    rows: list[list[int]] = []
    for depth in sorted(tiers):
        nodes = tiers[depth]
        rows += [nodes[at : at + IN_A_ROW] for at in range(0, len(nodes), IN_A_ROW)]
    groups = told.by_type(left)
    below = [groups[at : at + IN_A_ROW] for at in range(0, len(groups), IN_A_ROW)]
    widest = max([*map(len, rows), *map(len, below)])
    width = widest * (WIDE + GAP) - GAP + 2 * EDGE
    places: dict[int, tuple[float, float]] = {}
    for at, row in enumerate(rows):
        begins = (width - (len(row) * (WIDE + GAP) - GAP)) / 2
        for column, node in enumerate(row):
            places[node] = (begins + column * (WIDE + GAP), EDGE + at * (HIGH + RISE))
    shapes = [*_ties(told, places), *_boxes(told, places), *_groups(below, width, len(rows))]
    height = (len(rows) + len(below)) * (HIGH + RISE) - RISE + 2 * EDGE
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
    words = escape(_("How far it reaches; the table below says the same"))
    start = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="group" aria-label="{words}">'
    return Picture(Svg(f"{start}{''.join(shapes)}</svg>"), len(left))


def _chosen(told: Told, room: int) -> dict[int, None]:
    """Where it began; then each hit, services first, with the way that leads to it, while there is room."""
    found = told.impact.found
    chosen = dict.fromkeys(sorted(found.starts))
    for hit in told.hits:
        way = found.way(hit.named.pk)
        fresh = [node for step in way if (node := _end(told, step)) not in chosen]
        if len(chosen) + len(fresh) <= room:
            chosen |= dict.fromkeys(fresh)
    return chosen


def _end(told: Told, step: Step) -> int:
    return step.tie.above if told.impact.found.upwards else step.tie.below


def _depth(told: Told, node: int) -> int:
    return len(told.impact.found.way(node))


def _ties(told: Told, places: dict[int, tuple[float, float]]) -> Iterator[str]:
    found = told.impact.found
    for node, (x, y) in places.items():
        if node in found.starts:
            continue
        tie = found.steps[node].tie
        before = tie.below if found.upwards else tie.above
        left, top = places[before]
        start, end, bend = top + HIGH, y, max((y - top - HIGH) / 2, 0)
        path = (
            f"M{left + WIDE / 2:g},{start:g} C{left + WIDE / 2:g},{start + bend:g} "
            f"{x + WIDE / 2:g},{end - bend:g} {x + WIDE / 2:g},{end:g}"
        )
        role = "enhancing" if found.hits[node] in SOFT else "enabling"
        yield f'<path class="c-tie is-{role}" d="{path}"/>'


def _boxes(told: Told, places: dict[int, tuple[float, float]]) -> Iterator[str]:
    found = told.impact.found
    for node, place in places.items():
        named = told.names.get(node)
        began, soft = node in found.starts, found.hits.get(node) in SOFT
        classes = " ".join(["c-box", *(["is-self"] if began else []), *(["is-planned"] if soft else [])])
        kind = named.type if named else ""
        inner = _box(told.name(node), kind, place, classes)
        yield f'<a href="{escape(named.url)}">{inner}</a>' if named and not began else f"<g>{inner}</g>"


def _groups(rows: Sequence[Sequence[tuple[str, int]]], width: float, above: int) -> Iterator[str]:
    """What has no box of its own, at the foot: a box for each type with their number."""
    for at, row in enumerate(rows):
        begins = (width - (len(row) * (WIDE + GAP) - GAP)) / 2
        for column, (kind, count) in enumerate(row):
            place = (begins + column * (WIDE + GAP), EDGE + (above + at) * (HIGH + RISE))
            words = _("%(count)s more: %(type)s") % {"count": count, "type": kind}
            yield f"<g>{_box(words, '', place, 'c-box is-named')}</g>"


def _box(words: str, kind: str, place: tuple[float, float], classes: str) -> str:
    """The name in at most two lines, below it what it is."""
    x, y = place
    rows = wrap(words, LETTERS, max_lines=1 if kind else 2, placeholder=" …", break_long_words=True) or [""]
    first, middle = y + HIGH / 2 + 4 - 7 * (len(rows) + bool(kind) - 1), f'x="{x + WIDE / 2:g}" text-anchor="middle"'
    lines = [
        f'<text class="c-value" {middle} y="{first + 14 * at:g}" font-size="12">{escape(row)}</text>'
        for at, row in enumerate(rows)
    ]
    if kind:
        at = first + 14 * len(rows)
        lines.append(f'<text class="c-label" {middle} y="{at:g}" font-size="10">{escape(kind)}</text>')
    rect = f'<rect class="{classes}" x="{x:g}" y="{y:g}" width="{WIDE}" height="{HIGH}" rx="8"/>'
    return f"<title>{escape(words)}</title>{rect}{''.join(lines)}"
