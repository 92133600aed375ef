"""Short addresses: the start page of whoever asks, and ``/INC-42`` for the record of that number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from fettle.edges.pages import addresses, nav
from fettle.edges.pages.page import actor_of
from fettle.kernel.access.read import get
from fettle.kernel.assembly import assembly

FIRST = "home.first"
"""The slot for what comes before all else: functions of the actor that give an address or ""."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Staff begin at the queue, the people we serve at the portal; who has something to finish first begins there."""
    actor = actor_of(request)
    before = next(filter(None, (slot(actor) for slot in assembly().slots.get(FIRST, ()))), "")
    start = "desk" if actor.is_staff else "portal"
    return HttpResponseRedirect(before or nav.address(start) or nav.address("my-work"))


@require_safe
def record(request: HttpRequest, number: str) -> HttpResponse:
    """To the page of a record that the actor may see. Raises NotSeen."""
    actor = actor_of(request)
    return HttpResponseRedirect(addresses.read_by(actor, get(actor, number)))
