"""Lists: one's own requests, those of the organisation one represents, the services on offer; and one of these."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages.page import actor_of
from fettle.kernel.errors import NotSeen
from fettle.kernel.records import numbers
from fettle.portal import queries
from fettle.portal.frame import framed
from fettle.portal.rows import (
    agreement_row,
    order_tiles,
    request_rows,
    said_of,
    sending_url,
    shown_icon,
    standing,
    tiles,
)
from fettle.processes.incidents.catalogue import queries as catalogue
from fettle.processes.levels import queries as levels
from fettle.processes.money import queries as money
from fettle.processes.services import queries as offered

PAGE = 25
TILES = 120
"""Services on a page: nearly everybody's catalogue stands on one."""


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Open ones or all, one's own or the organisation's; the choice stands in the address."""
    actor = actor_of(request)
    represents = bool(queries.represented(actor))
    whose = "organisation" if represents and request.GET.get("of") == "organisation" else "me"
    everything = request.GET.get("show") == "all"
    records = queries.of_organisation(actor) if whose == "organisation" else queries.mine(actor)
    if not everything:
        records = records.filter(is_open=True)
    page = Paginator(records, PAGE).get_page(request.GET.get("page"))
    here = reverse("portal-requests")
    choices = [(_("My open requests"), here, whose == "me" and not everything)]
    choices.append((_("All my requests"), f"{here}?show=all", whose == "me" and everything))
    if represents:
        beside = f"{here}?of=organisation"
        choices.append((_("Open, of my organisation"), beside, whose != "me" and not everything))
        choices.append((_("All of my organisation"), f"{beside}&show=all", whose != "me" and everything))
    query = ("of=organisation&" if whose != "me" else "") + ("show=all&" if everything else "")
    context = {"requests": request_rows(actor, page), "page": page, "choices": choices, "query": query}
    return framed(request, "requests", context)


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Everything that is offered: what is ordered by name, then the services, whose tiles lead to a message."""
    actor = actor_of(request)
    stand = standing(actor)
    found = offered.catalogue(actor)
    few = list(found[: TILES + 1])  # nearly always all there are: then nothing is counted
    page = Paginator(few if len(few) <= TILES else found, TILES).get_page(request.GET.get("page"))
    prices, expected = money.prices(timezone.localdate()), levels.expected(record.pk for record in page)
    groups = [
        (heading, tiles(records, stand=stand, prices=prices, expected=expected))
        for heading, records in offered.under_headings(page)
    ]
    orders = order_tiles(catalogue.offered(actor)) if page.number == 1 else []
    return framed(request, "services", {"orders": orders, "groups": groups, "page": page})


@require_safe
def service(request: HttpRequest, number: str) -> HttpResponse:
    """One service of the catalogue: what is said of it, what may be expected of it, and what is agreed about it."""
    actor = actor_of(request)
    record = offered.requestable(actor).filter(number=numbers.tidy(number)).first()
    if record is None:
        raise NotSeen(_("There is nothing here."))
    context = {
        "record": record,
        "sign": shown_icon(record.item.icon),
        "state": standing(actor).get(record.pk, ""),
        "lines": said_of(record, money.prices(timezone.localdate())),
        "expected": levels.expected([record.pk]).get(record.pk, []),
        "agreements": [agreement_row(each) for each in levels.naming(actor, record)[:PAGE]],
        "send_url": sending_url(service=record.number),
    }
    return framed(request, "service", context)
