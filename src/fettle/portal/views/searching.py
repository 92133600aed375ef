"""Answers to what was typed: a page, or the lines alone for the script under the search box."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from fettle.edges.pages.page import actor_of, show, wants_fragment
from fettle.facilities.search.alike import LONGEST
from fettle.portal.finding import answers
from fettle.portal.frame import framed
from fettle.portal.rows import sending_url


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Whatever is found, the last line sends what was typed to the service desk."""
    typed = " ".join(request.GET.get("q", "").split())[:LONGEST]
    context = {
        "q": typed,
        "suggestions": answers(actor_of(request), typed) if typed else [],
        "send_url": sending_url(q=typed) if typed else sending_url(),
    }
    if wants_fragment(request):
        return show(request, "components/portal_answers.html", context)
    return framed(request, "search", {**context, "search_url": reverse("portal-search")})
