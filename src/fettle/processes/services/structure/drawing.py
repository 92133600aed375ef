"""The service map as a picture, drawn from the data alone, and the table that says the same (see `kernel.figures`).
Pure: it takes a part of the graph and asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.kernel.figures import tiers
from fettle.kernel.figures.drawing import Svg
from fettle.kernel.figures.tiers import Place
from fettle.processes.services.models import Component
from fettle.processes.services.structure.graph import Box, Line, Part
from fettle.processes.services.workflow import LIVE


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
    boxes = list(part.boxes.values())
    rising = sorted({box.tier for box in boxes})
    places, width, height = tiers.placed([[box.key for box in boxes if box.tier == tier] for tier in rising])
    shapes = [*_lines(part, places), *(_box(part.boxes[key], place) for key, place in places.items())]
    return tiers.picture(shapes, width, height, described(part))


def described(part: Part) -> str:
    """All lines in words, for those who hear the picture."""
    rows = [
        _("%(above)s stands on %(below)s (%(how)s)")
        % {"above": told.above.label, "below": told.below.label, "how": told.how}
        for told in table(part)
    ]
    return f"{_('Service map')}. {'. '.join(rows)}"


def _lines(part: Part, places: dict[str, Place]) -> Iterator[str]:
    for line in part.lines:
        below = places[line.below]
        yield tiers.tie(places[line.above], below, line.role)
        if line.group:
            words = _("%(needed)s of %(of)s") % {"needed": line.needed, "of": line.of}
            at = f'x="{below.middle + 4:g}" y="{below.y - 5:g}" font-size="10"'
            yield f'<text class="c-label" {at}>{escape(words)}</text>'


def _box(box: Box, place: Place) -> str:
    """Below its name where the service stands, unless it is live as most are."""
    record = box.record
    said = "" if record is None or record.state == LIVE else str(record.declared.flow.by_state[record.state].label)
    classes = [
        "c-box",
        "is-self" if box.tier == 0 else "",
        "is-named" if record is None else "",
        "is-planned" if said else "",
    ]
    url = addresses.of(record) if record is not None and box.tier else ""
    return tiers.box(place, box.label, said, " ".join(filter(None, classes)), url)
