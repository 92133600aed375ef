"""The page of what agreements do not cover, and the same over REST."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.paging import cut
from fettle.edges.rest import shapes
from fettle.edges.rest.answers import Answer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.errors import NotSeen
from fettle.processes.levels import lacking
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.workflow import MANAGE
from fettle.processes.services import queries as services

ROWS = 50
MOST_TOLD = 500
COMPONENT = {"service": shapes.TEXT, "component": shapes.TEXT, "criticality": shapes.TEXT}
RISK = {"number": shapes.TEXT, "title": shapes.TEXT, "reason": shapes.TEXT}
NUMBERS = ("services", "customers", "pairs", "own", "components", "components_covered")
SHAPE = shapes.thing(
    {
        **dict.fromkeys(NUMBERS, shapes.WHOLE),
        "default": shapes.YES_NO,
        "lacking": shapes.listed(shapes.thing(COMPONENT, COMPONENT)),
        "accepted": shapes.listed(shapes.thing(RISK, RISK)),
    },
    [*NUMBERS, "default", "lacking", "accepted"],
)


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Services and customers, components, and risks that were accepted."""
    actor = found(actor_of(request))
    held = lacking.held(actor)
    part, pager = cut(request, held.lacking, ROWS)
    context = {
        "place": "gaps",
        "pairs": lacking.pairs(actor),
        "held": held,
        "rows": [(row, services.criticality(row.record)) for row in lacking.components(actor)[part]],
        "risky": lacking.risky(actor)[:ROWS],
        "manages": may(actor, MANAGE),
        "pager": pager,
    }
    return show(request, "levels/gaps.html", context)


def found(actor: Actor) -> Actor:
    """Staff who see agreements. Raises Forbidden, NotSeen."""
    require(actor, AGREEMENT.may.see)
    if not actor.is_staff:
        raise NotSeen(_("There is nothing here."))
    return actor


def answer(actor: Actor, _of: Actor) -> Answer:
    """The same over REST, of components the first ones."""
    pairs, held = lacking.pairs(actor), lacking.held(actor)
    told: dict[str, Any] = {
        "services": pairs.services,
        "customers": pairs.customers,
        "pairs": pairs.total,
        "own": pairs.own,
        "default": pairs.default,
        "components": held.total,
        "components_covered": held.covered,
        "lacking": [
            {
                "service": row.record.number,
                "component": row.service.number if row.service else row.name,
                "criticality": row.record.service_item.criticality,
            }
            for row in lacking.components(actor)[:MOST_TOLD]
        ],
        "accepted": [
            {"number": row.number, "title": row.title, "reason": row.item.accepted}
            for row in lacking.risky(actor)[:MOST_TOLD]
        ],
    }
    return Answer(told)
