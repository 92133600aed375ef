"""The service map as a picture, drawn from the data alone, and the table that says the same (see `kernel.figures`).
Pure: it takes a part of the graph and asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.kernel.figures.drawing import Svg
from fettle.processes.services.models import Component
from fettle.processes.services.structure.graph import Box, Line, Part
from fettle.processes.services.workflow import LIVE

WIDE, HIGH, GAP, RISE, EDGE = 148, 46, 16, 44, 4
"""A box, the room beside and below it, and the rim of the picture, in units of the picture."""
IN_A_ROW, LETTERS = 6, 20


@dataclass(frozen=True)
class Placed:
    """A box with its upper left corner."""

    box: Box
    x: float
    y: float

    @property
    def middle(self) -> float:
        return self.x + WIDE / 2


@dataclass(frozen=True)
class Told:
    """A line of the picture in words."""

    above: Box
    below: Box
    how: str


def role_label(role: str) -> str:
    """How much a component matters, in words."""
    return str(_("enabling") if role == Component.Role.ENABLING else _("enhancing"))


def table(part: Part) -> list[Told]:
    """The twin of the picture: one row for each line, in the order of the data."""
    return [Told(part.boxes[line.above], part.boxes[line.below], how(line)) for line in part.lines]


def how(line: Line) -> str:
    """`enabling`, `enhancing, 1 of 2 in “Power”`."""
    role = role_label(line.role)
    if not line.group:
        return role
    return _("%(role)s, %(needed)s of “%(group)s” needed") % {
        "role": role,
        "needed": line.needed,
        "group": line.group,
    }


def svg(part: Part) -> Svg:
    """The picture. Services lead to their pages."""
    places, width, height = _placed(part)
    shapes = [*_lines(part, places), *_boxes(places)]
    said = escape(described(part))
    box = f'viewBox="0 0 {width:g} {height:g}"'
    return Svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} width="{width:g}" role="group" aria-label="{said}">'
        f"{''.join(shapes)}</svg>"
    )


def described(part: Part) -> str:
    """All lines in words, for those who hear the picture."""
    rows = [
        _("%(above)s stands on %(below)s (%(how)s)")
        % {"above": told.above.label, "below": told.below.label, "how": told.how}
        for told in table(part)
    ]
    return f"{_('Service map')}. {'. '.join(rows)}"


def _placed(part: Part) -> tuple[dict[str, Placed], float, float]:
    """Each tier in rows of at most six boxes, in the middle of the picture."""
    rows: list[Sequence[Box]] = []
    for tier in sorted({box.tier for box in part.boxes.values()}):
        boxes = [box for box in part.boxes.values() if box.tier == tier]
        rows += [boxes[at : at + IN_A_ROW] for at in range(0, len(boxes), IN_A_ROW)]
    most = max(len(row) for row in rows)
    width = most * (WIDE + GAP) - GAP + 2 * EDGE
    places = {}
    for at, row in enumerate(rows):
        left = (width - (len(row) * (WIDE + GAP) - GAP)) / 2
        for column, box in enumerate(row):
            places[box.key] = Placed(box, left + column * (WIDE + GAP), EDGE + at * (HIGH + RISE))
    return places, width, len(rows) * (HIGH + RISE) - RISE + 2 * EDGE


def _lines(part: Part, places: dict[str, Placed]) -> Iterator[str]:
    for line in part.lines:
        above, below = places[line.above], places[line.below]
        start, end = above.y + HIGH, below.y
        if end <= start:  # back up, or beside: from rim to rim round the outside
            start, end = above.y + HIGH / 2, below.y + HIGH / 2
        bend = (end - start) / 2
        path = (
            f"M{above.middle:g},{start:g} C{above.middle:g},{start + bend:g} "
            f"{below.middle:g},{end - bend:g} {below.middle:g},{end:g}"
        )
        yield f'<path class="c-tie is-{line.role}" d="{path}"/>'
        if line.group:
            words = _("%(needed)s of %(of)s") % {"needed": line.needed, "of": line.of}
            at = f'x="{below.middle + 4:g}" y="{below.y - 5:g}" font-size="10"'
            yield f'<text class="c-label" {at}>{escape(words)}</text>'


def _boxes(places: dict[str, Placed]) -> Iterator[str]:
    for placed in places.values():
        record = placed.box.record
        state = record.state if record else ""
        classes = ["c-box", "is-self" if placed.box.tier == 0 else "", "is-named" if not record else ""]
        classes.append("is-planned" if state not in ("", LIVE) else "")
        size = f'x="{placed.x:g}" y="{placed.y:g}" width="{WIDE}" height="{HIGH}" rx="8"'
        rect = f'<rect class="{" ".join(filter(None, classes))}" {size}/>'
        inner = rect + "".join(_words(placed, str(record.declared.flow.by_state[state].label) if record else ""))
        whole = f"<title>{escape(placed.box.label)}</title>{inner}"
        if record is None or placed.box.tier == 0:
            yield f"<g>{whole}</g>"
        else:
            yield f'<a href="{escape(addresses.of(record))}">{whole}</a>'


def _words(placed: Placed, state: str) -> Iterator[str]:
    """The name in at most two lines; below it where the service stands, unless it is live as most are."""
    said = state if placed.box.record is not None and placed.box.record.state != LIVE else ""
    room = 1 if said else 2
    rows = wrap(placed.box.label, LETTERS, max_lines=room, placeholder=" …", break_long_words=True) or [""]
    first = placed.y + HIGH / 2 + 4 - 7 * (len(rows) + bool(said) - 1)
    middle = f'x="{placed.middle:g}" text-anchor="middle"'
    for at, row in enumerate(rows):
        yield f'<text class="c-value" {middle} y="{first + 14 * at:g}" font-size="12">{escape(row)}</text>'
    if said:
        yield f'<text class="c-label" {middle} y="{first + 14 * len(rows):g}" font-size="10">{escape(said)}</text>'
