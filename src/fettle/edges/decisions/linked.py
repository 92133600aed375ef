"""The page behind a link in a mail: it decides without signing in. GET changes nothing, however often a scanner opens
it; one POST decides, a second one is told who decided when. No scripts are needed.
"""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from fettle.edges.decisions import views
from fettle.edges.decisions.asks import DECIDE
from fettle.edges.pages.page import show
from fettle.facilities.approvals import keys
from fettle.facilities.approvals.models import Key
from fettle.kernel.access import wall
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import get
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.models import Record

BY_LINK = tuple(ask for ask in DECIDE if ask.name not in ("seat", "round"))
"""What the page asks: a link is for one round, and decides for its person first."""


@never_cache
@sensitive_post_parameters("comment")
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """What is asked, in the language and time zone of whoever is asked."""
    key = keys.look(secret[:100])
    if key is None:
        return show(request, "decisions/gone.html", status=410)
    actor = keys.actor_of(key)
    wall.enter(actor)
    with translation.override(actor.language), timezone.override(actor.tzinfo):
        try:
            record = get(actor, key.record.number)
        except NotSeen:
            return show(request, "decisions/gone.html", status=410)
        form = views.form_for(request, actor, BY_LINK)
        if request.method == "POST" and not keys.why_not(key):
            views.done(form, lambda given: _used(secret, given))
            key, record = keys.look(secret) or key, get(actor, record.number)
            return _page(request, key, actor, record, form, noted=not form.errors)
        return _page(request, key, actor, record, form, late=request.method == "POST")


def _used(secret: str, given: dict[str, Any]) -> None:
    keys.use(secret, **{name: value for name, value in given.items() if name != "shown"})


def _page(
    request: HttpRequest, key: Key, actor: Actor, record: Record, form: Form, noted: bool = False, late: bool = False
) -> HttpResponse:
    over = "" if noted else keys.why_not(key)
    context = {
        **views.context_of(actor, record, form),
        "key": key,
        "over": over,
        "noted": noted,
        "seats": keys.seats(key),
    }
    status = 409 if late or (over and form.is_bound) else views.status_of(form)
    return show(request, "decisions/by_link.html", context, status=status)
