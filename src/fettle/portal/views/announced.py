"""What is announced: one, those that are over, and saying that it affects oneself or no longer does."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fettle.edges.pages.page import actor_of
from fettle.kernel.access.read import get
from fettle.kernel.settings.read import current
from fettle.portal import news
from fettle.portal.frame import framed
from fettle.processes.announcements import actions
from fettle.processes.announcements import queries as announcements

PAGE = 25


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What stands now, and what is over for no longer than the settings say."""
    actor = actor_of(request)
    page = Paginator(announcements.over(actor), PAGE).get_page(request.GET.get("page"))
    context = {
        "running": news.rows(actor, announcements.running(actor)),
        "past": news.rows(actor, list(page)),
        "page": page,
        "days": current()["announcements.rules"]["past_days"],
    }
    return framed(request, "news", context)


@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Its words and its news. What was withdrawn is not there any more."""
    actor = actor_of(request)
    record = get(actor, number, announcements.ANNOUNCEMENT)
    shown = announcements.readable(actor, record)
    return framed(request, "announcement", {"row": news.rows(actor, [shown])[0], "items": news.story(actor, shown)})


@require_POST
def me_too(request: HttpRequest, number: str) -> HttpResponse:
    """One press, from wherever it stands; pressing again changes nothing."""
    actions.me_too(actor_of(request), number)
    messages.success(request, _("We know now that it affects you, and write to you as soon as there is news."))
    return _back(request, number)


@require_POST
def not_affected(request: HttpRequest, number: str) -> HttpResponse:
    actions.not_affected(actor_of(request), number)
    messages.success(request, _("You get no more news of it."))
    return _back(request, number)


def _back(request: HttpRequest, number: str) -> HttpResponse:
    """To the page one came from, if it is ours."""
    back = request.POST.get("back", "")
    ours = back.startswith("/portal/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if ours else reverse("portal-announcement", args=[number]), status=303)
