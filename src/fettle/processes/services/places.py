"""The lists of the portfolio, each with the ways to the others above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fettle.edges.pages.listing import Listing, View
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.register import draw
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import visible
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record
from fettle.processes.services.demands.records import DEMAND
from fettle.processes.services.records import SEE, SERVICE
from fettle.processes.services.workflow import MANAGE


def portfolio(declared: Listing, place: str) -> View:
    """The view of one of the lists."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        context = draw(request, actor, declared, declared.asked(request, actor))
        context |= {"place": place, "portfolio": may(actor, SEE), "manages": may(actor, MANAGE)}
        return show(request, "services/listing.html", context)

    return view


def of_a_demand(actor: Actor, number: str) -> Record | None:
    """The demand that an address names, if the actor may see it."""
    found = numbers.tidy(number)
    return visible(actor, DEMAND).filter(number=found).select_related("service_demand").first() if found else None


def of_the_service(actor: Actor, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """A form that begins from the service that the address names, if the actor may see it: with its name as title."""
    number = numbers.tidy(asked.get("service", ""))
    found = visible(actor, SERVICE).filter(number=number).first() if number else None
    return {"service": found, "title": found.title} if found else {}
