"""The list of a kind of relationship with those that it leaves out, and all that there was with one party."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages.listing import Listing, View
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.register import draw
from fettle.edges.relationships import drawn
from fettle.facilities.relationships import queries
from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.values import STAFF, whole

ROWS = 50
NAMED = 6
"""So many of those that are left out are named."""


def listing(declared: Listing, kind: Kind, mark: str) -> View:
    """The list; for whoever may enter one, above it the organisations that bear the ``mark`` and stand in no record."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        context = draw(request, actor, declared, declared.asked(request, actor))
        missing = list(queries.left_out(actor, kind, mark)[: NAMED + 1]) if may(actor, kind.may.register) else []
        context |= {"missing": missing[:NAMED], "more": len(missing) > NAMED, "path": kind.path, "kind": kind}
        return show(request, "relationships/listing.html", context)

    return view


def met(kind: Kind) -> Callable[..., HttpResponse]:
    """All that there was with a party, page by page. For staff."""

    @require_safe
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, kind)
        if STAFF not in audiences(actor, record):
            raise NotSeen(_("There is nothing here."))
        before = request.GET.get("before", "")
        rows, more = drawn.rows(actor, record, before, ROWS)
        context = {"record": record, "path": kind.path, "rows": rows, "more": more, "before": before}
        return show(request, "relationships/met.html", context)

    return view


def of_the_party(actor: Actor, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """A form that begins from the organisation that the address names, where the actor knows it."""
    key = whole(asked.get("organisation", ""), 17)
    found = known.organisations(actor).filter(pk=key, active=True).first() if key is not None else None
    return {"organisation": found} if found else {}
