"""The way round something that is known to be wrong, as users are told it; it helped, or it did not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of
from fettle.facilities.search.alike import LONGEST
from fettle.portal.frame import framed
from fettle.portal.rows import sending_url
from fettle.processes.problems import queries as problems
from fettle.processes.problems.known_errors import actions


@require_safe
def workaround(request: HttpRequest, number: str) -> HttpResponse:
    """``?q=`` are the words that led here."""
    actor = actor_of(request)
    found = problems.read(actor, number)
    if request.method == "GET":
        actions.shown(found)
    context: dict[str, Any] = {
        "known_error": found,
        "q": request.GET.get("q", "")[:LONGEST],
    }
    return framed(request, "workaround", context)


@require_POST
@once
def helped(request: HttpRequest, number: str) -> HttpResponse:
    """Counted once for each drawing of the page, however often it is sent."""
    actions.helped(actor_of(request), number)
    messages.success(request, _("Good. Nothing was sent, and nothing is left for you to do."))
    return HttpResponseRedirect(reverse("portal"), status=303)


@require_POST
@once
def did_not_help(request: HttpRequest, number: str) -> HttpResponse:
    """On to the message with what was typed, about the same service."""
    found = actions.did_not_help(actor_of(request), number)
    known = {"q": request.POST.get("q", "")[:LONGEST]}
    if found.service:
        known["service"] = found.service.number
    return HttpResponseRedirect(sending_url(**known), status=303)
