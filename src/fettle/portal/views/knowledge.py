"""An article as everybody reads it, and what it was good for: it solved it, or it did not help."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from fettle.edges.pages import prose
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of
from fettle.facilities.search.alike import LONGEST
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.portal import queries
from fettle.portal.frame import framed
from fettle.portal.rows import sending_url
from fettle.processes.incidents.queries import desk
from fettle.processes.knowledge import actions
from fettle.processes.knowledge import queries as knowledge

ENDED = ("closed", "withdrawn")


@require_safe
def article(request: HttpRequest, number: str) -> HttpResponse:
    """``?q=`` are the words that led here, ``?of=`` one's own open record that it may solve."""
    actor = actor_of(request)
    found = knowledge.read(actor, number)
    if request.method == "GET":
        actions.shown(found)
    of = own(actor, request.GET.get("of", ""))
    context: dict[str, Any] = {
        "article": found,
        "html": prose.shown(knowledge.text(found)),
        "q": request.GET.get("q", "")[:LONGEST],
        "of": of,
    }
    return framed(request, "article", context)


def own(actor: Actor, number: str) -> Record | None:
    """The reader's own record of this number, if it is not over."""
    found = desk(actor).filter(number=number, pk__in=queries.mine(actor).order_by().values("pk"))
    record = found.exclude(state__in=ENDED).first() if number else None
    return record if record is not None and record.item.requester_id == actor.person_id else None


@require_POST
@once
def helped(request: HttpRequest, number: str) -> HttpResponse:
    """Counted once for each drawing of the page, however often it is sent."""
    actor, of = actor_of(request), request.POST.get("of", "")[:20]
    actions.helped(actor, number, of=of)
    if of:
        return HttpResponseRedirect(reverse("portal-request", args=[of]), status=303)
    return HttpResponseRedirect(reverse("portal-thanks", args=[number]), status=303)


@require_POST
@once
def did_not_help(request: HttpRequest, number: str) -> HttpResponse:
    """On to the message with what was typed; on one's own record it is noted, and one goes on there."""
    actor, of = actor_of(request), request.POST.get("of", "")[:20]
    actions.did_not_help(actor, number, of=of)
    if of:
        return HttpResponseRedirect(f"{reverse('portal-request', args=[of])}#answer", status=303)
    typed = request.POST.get("q", "")[:LONGEST]
    return HttpResponseRedirect(sending_url(q=typed, not_helped=number), status=303)


@require_safe
def thanks(request: HttpRequest, number: str) -> HttpResponse:
    """Nothing was sent, and nothing needs to be."""
    return framed(request, "thanks", {"article": knowledge.read(actor_of(request), number)})
