"""The service catalogue over REST as the portal shows it: services on offer by heading, what is said of them, what each
costs.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import described, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, asked_page
from fettle.edges.rest.parameters import only
from fettle.kernel.errors import Invalid
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import whole
from fettle.portal.rows import standing
from fettle.processes.money import queries as money
from fettle.processes.money.queries import Priced
from fettle.processes.services import queries as offered

OFFERED = Router(tags=["services"])
HEADING = {"code": shapes.TEXT, "label": shapes.TEXT}
SAID = {"what": shapes.TEXT, "label": shapes.TEXT, "text": shapes.TEXT}
DAY = {"type": "string", "format": "date"}
PRICE = {"price": shapes.TEXT, "unit": shapes.TEXT, "from": DAY, "until": shapes.or_null(DAY)}
ITEM = {
    "number": shapes.TEXT,
    "title": shapes.TEXT,
    "heading": shapes.or_null(shapes.TEXT),
    "entry": shapes.listed(shapes.thing(SAID, SAID)),
    "prices": shapes.listed(shapes.thing(PRICE, PRICE)),
    "stands": shapes.or_null({**shapes.TEXT, "description": "What is announced of it now."}),
}
CATALOGUE = {
    "headings": shapes.listed(shapes.thing(HEADING, HEADING)),
    "count": shapes.WHOLE,
    "items": shapes.listed(shapes.thing(ITEM, ITEM)),
    "next": shapes.or_null(shapes.TEXT),
}


@OFFERED.get(
    "/services/catalogue",
    operation_id="services_catalogue",
    summary="The service catalogue as the portal shows it: services on offer by their headings, what is charged",
    openapi_extra=described.operation(
        {200: shapes.thing(CATALOGUE, CATALOGUE)}, (401, 403, 405, 422), parameters=described.paging()
    ),
)
def catalogue(request: HttpRequest) -> HttpResponse:
    """In the order of the catalogue; a page begins at a place in it."""
    only(request.GET, *PAGING)
    actor = actor_of(request)
    cursor, limit = asked_page(request.GET)
    begins = whole(cursor) if cursor else 0
    if begins is None:
        raise Invalid({"cursor": _("Take the cursor from “next” of the page before.")})
    rows = offered.catalogue(actor)
    found = list(rows[begins : begins + limit + 1])
    stand, prices = standing(actor, found[:limit]), _charged()
    body = {
        "headings": [{"code": code, "label": label} for code, label in offered.structure()],
        "count": rows.count(),
        "items": [_shown(each, prices.get(each.number, []), stand.get(each.pk)) for each in found[:limit]],
        "next": str(begins + limit) if len(found) > limit else None,
    }
    return Answer(body).response()


def _charged() -> dict[str, list[Priced]]:
    """By number of the service; nothing where the catalogue says no prices."""
    return money.prices(timezone.localdate()) if offered.says_prices() else {}


def _shown(record: Record, prices: list[Priced], stands: str | None) -> dict[str, Any]:
    known = dict(offered.structure())
    return {
        "number": record.number,
        "title": record.title,
        "heading": record.item.heading if record.item.heading in known else None,
        "entry": [{"what": code, "label": label, "text": text} for code, label, text in offered.said(record)],
        "prices": [
            {
                "price": each.plain,
                "unit": each.unit,
                "from": each.begins.isoformat(),
                "until": each.until.isoformat() if each.until else None,
            }
            for each in prices
        ],
        "stands": stands or None,
    }
