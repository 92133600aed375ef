"""The page of what agreements do not cover, and the same over REST."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.paging import cut
from fettle.edges.rest import shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.transfer import tables
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.errors import NotSeen
from fettle.processes.levels import lacking
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.workflow import MANAGE
from fettle.processes.services import queries as services

ROWS = 50
NAMED = 5
"""So many services of a customer are named; the table names all."""
MOST_TOLD = 500
EXPORT = "transfer.export"
COMPONENT = {"service": shapes.TEXT, "component": shapes.TEXT, "criticality": shapes.TEXT}
RISK = {
    "number": shapes.TEXT,
    "title": shapes.TEXT,
    "reason": {
        **shapes.TEXT,
        "description": "Why it was agreed all the same, but for what is unagreed; empty where nobody agreed to any.",
    },
    "lacking": {**shapes.TEXT, "description": "What does not suffice, as it was looked at last."},
    "unagreed": {
        **shapes.TEXT,
        "description": "What of it nobody agreed to, or more of it than they agreed to; empty where there is none.",
    },
}
CUSTOMER = {
    "customer": shapes.TEXT,
    "part_of": {**shapes.TEXT, "description": "The organisation that it is part of, where that is not the provider."},
    "number": {**shapes.TEXT, "description": "Of the customer's record; empty where there is none."},
    "lacking": {**shapes.WHOLE, "description": "So many live services no SLA of its own covers."},
    "all_services": {**shapes.YES_NO, "description": "These are all live services: they are not listed then."},
    "services": {**shapes.listed(shapes.TEXT), "description": "The numbers of these services."},
}
NUMBERS = ("services", "customers", "pairs", "own", "customers_lacking", "components", "components_covered")
SHAPE = shapes.thing(
    {
        **dict.fromkeys(NUMBERS, shapes.WHOLE),
        "default": shapes.YES_NO,
        "lacking_customers": {
            **shapes.listed(shapes.thing(CUSTOMER, CUSTOMER)),
            "description": f"Customers without an SLA of their own for a live service, the first {MOST_TOLD} by name; "
            "customers_lacking says how many there are. An SLA of an organisation above is theirs as well.",
        },
        "lacking": {
            **shapes.listed(shapes.thing(COMPONENT, COMPONENT)),
            "description": f"Components that nobody has promised, the first {MOST_TOLD}.",
        },
        "accepted": {
            **shapes.listed(shapes.thing(RISK, RISK)),
            "description": "SLAs in force though what is agreed below does not suffice, or does no more.",
        },
    },
    [*NUMBERS, "default", "lacking_customers", "lacking", "accepted"],
)


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Services and customers, components, and risks that were accepted."""
    actor = found(actor_of(request))
    held = lacking.held(actor)
    part, pager = cut(request, held.lacking, ROWS)
    context = {
        "place": "gaps",
        "pairs": lacking.uncovered(actor).pairs,
        "held": held,
        "rows": [(row, services.criticality(row.record)) for row in lacking.components(actor)[part]],
        "risky": lacking.told(actor, lacking.risky(actor)[:ROWS]),
        "manages": may(actor, MANAGE),
        "pager": pager,
    }
    return show(request, "levels/gaps.html", context)


@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """Who lacks an SLA of their own, for which services."""
    actor = found(actor_of(request))
    uncovered = lacking.uncovered(actor)
    part, pager = cut(request, len(uncovered.customers), ROWS)
    context = {
        "place": "gaps",
        "uncovered": uncovered,
        "rows": [(row, row.services[:NAMED], len(row.services[NAMED:])) for row in uncovered.rows(part)],
        "manages": may(actor, MANAGE),
        "exports": may(actor, EXPORT),
        "pager": pager,
    }
    return show(request, "levels/gaps_of_customers.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """All of them as a table, with every service."""
    actor = found(actor_of(request))
    require(actor, EXPORT)
    return tables.as_file(table(lacking.uncovered(actor)), "customers-without-agreement")


def table(uncovered: lacking.Uncovered) -> Iterator[list[Any]]:
    """A line for each customer."""
    yield ["customer", "part_of", "number", "lacking", "all_services", "by_default", "services"]
    for row in uncovered.rows(slice(None)):
        named = "; ".join(f"{service.number} {service.title}" for service in row.services)
        line = [row.name, row.within, row.number, len(row.services), row.everything, uncovered.default]
        yield [*line, named]


def found(actor: Actor) -> Actor:
    """Staff who see agreements. Raises Forbidden, NotSeen."""
    require(actor, AGREEMENT.may.see)
    if not actor.is_staff:
        raise NotSeen(_("There is nothing here."))
    return actor


def answer(actor: Actor, _of: Actor) -> Answer:
    """The same over REST, of customers and components the first ones."""
    held, uncovered = lacking.held(actor), lacking.uncovered(actor)
    pairs = uncovered.pairs
    told: dict[str, Any] = {
        "services": pairs.services,
        "customers": pairs.customers,
        "pairs": pairs.total,
        "own": pairs.own,
        "default": pairs.default,
        "customers_lacking": len(uncovered.customers),
        "lacking_customers": [
            {
                "customer": row.name,
                "part_of": row.within,
                "number": row.number,
                "lacking": len(row.services),
                "all_services": row.everything,
                "services": [] if row.everything else [service.number for service in row.services],
            }
            for row in uncovered.rows(slice(MOST_TOLD))
        ],
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
            {
                "number": row.number,
                "title": row.title,
                "reason": row.item.accepted,
                "lacking": short.lacking,
                "unagreed": short.unagreed,
            }
            for row, short in lacking.told(actor, lacking.risky(actor)[:MOST_TOLD])
        ],
    }
    return Answer(told)
