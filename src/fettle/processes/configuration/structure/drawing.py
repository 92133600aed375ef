"""An impact as a picture, drawn from the data alone (see `kernel.figures`). At most 150 boxes: services, and what leads
to them, before everything else; what has no room stands at the foot as a number for each type. Pure: asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fettle.kernel.figures import tiers
from fettle.kernel.figures.drawing import Svg
from fettle.kernel.figures.tiers import Place
from fettle.processes.configuration.structure.reach import Effect, Need, Step
from fettle.processes.configuration.structure.telling import Told

MOST = 150
SOFT = (Effect.WEAKENED, Need.BETTER, Need.STANDS_IN)
"""What does not fail, or is not missed, by itself: drawn with a broken rim."""


@dataclass
class Picture:
    """``left``: so many have no box of their own."""

    svg: Svg
    left: int


def picture(told: Told, most: int = MOST) -> Picture:
    """The picture of an impact: each tier one step further from where it began."""
    drawn = _chosen(told, most)
    left = [hit for hit in told.hits if hit.named.pk not in drawn]
    by_depth: dict[int, list[int | str]] = {}
    for node in drawn:
        by_depth.setdefault(told.distances[node], []).append(node)
    groups = {
        _("%(count)s more: %(type)s") % {"count": count, "type": kind}: "c-box is-named"
        for kind, count in told.by_type(left)
    }
    rising: list[list[int | str]] = [*(by_depth[depth] for depth in sorted(by_depth)), [*groups]]
    places, width, height = tiers.placed(rising)
    shapes = [*_ties(told, drawn, places), *(_box(told, node, places[node]) for node in drawn)]
    shapes += [tiers.box(places[words], words, "", look) for words, look in groups.items()]
    return Picture(
        tiers.picture(shapes, width, height, _("How far it reaches; the table below says the same")), len(left)
    )


def _chosen(told: Told, room: int) -> dict[int, None]:
    """Where it began; then each hit, services first, with the way that leads to it, while there is room."""
    found = told.impact.found
    chosen = dict.fromkeys(sorted(found.starts))
    for hit in told.hits:
        if len(chosen) >= room:
            break
        way = found.way(hit.named.pk)
        fresh = [node for step in way if (node := _end(told, step)) not in chosen]
        if len(chosen) + len(fresh) <= room:
            chosen |= dict.fromkeys(fresh)
    return chosen


def _end(told: Told, step: Step) -> int:
    return step.tie.above if told.impact.found.upwards else step.tie.below


def _ties(told: Told, drawn: Mapping[int, None], places: Mapping[int | str, Place]) -> Iterator[str]:
    found = told.impact.found
    for node in drawn:
        if node not in found.starts:
            tie = found.steps[node].tie
            before = tie.below if found.upwards else tie.above
            role = "enhancing" if found.hits[node] in SOFT else "enabling"
            yield tiers.tie(places[before], places[node], role)


def _box(told: Told, node: int, place: Place) -> str:
    found, named = told.impact.found, told.names.get(node)
    began, soft = node in found.starts, found.hits.get(node) in SOFT
    classes = " ".join(["c-box", *(["is-self"] if began else []), *(["is-planned"] if soft else [])])
    url = named.url if named and not began else ""
    return tiers.box(place, told.name(node), named.type if named else "", classes, url)
