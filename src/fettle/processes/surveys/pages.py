"""Answering: by a link in a mail without signing in, and signed in. GET changes nothing, however often a scanner opens
it; one POST answers, and after it a comment may be added. No scripts are needed.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access import wall
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import get
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.models import Record
from fettle.processes.surveys import answering, keys, queries
from fettle.processes.surveys.records import SURVEY


@never_cache
@sensitive_post_parameters("comment")
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """What is asked, in the language and time zone of whoever is asked."""
    key = keys.look(secret[:100])
    if key is None:
        return show(request, "surveys/gone.html", status=410)
    actor = keys.actor_of(key)
    wall.enter(actor)
    with translation.override(actor.language), timezone.override(actor.tzinfo):
        try:
            record = get(actor, key.record.number)
        except NotSeen:
            return show(request, "surveys/gone.html", status=410)
        return _answered(request, actor, record, "surveys/by_link.html")


@require_http_methods(["GET", "HEAD", "POST"])
def signed_in(request: HttpRequest, number: str) -> HttpResponse:
    """The same for who is signed in."""
    actor = actor_of(request)
    record, found = queries.mine(actor, number)
    if found is None:
        raise NotSeen(answering.over(record, None))
    return _answered(request, actor, record, "surveys/answer.html")


def _answered(request: HttpRequest, actor: Actor, record: Record, template: str) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    found = queries.invitation(record, actor.person_id)
    over = answering.over(record, found)
    context: dict[str, Any] = {"record": record, "survey": record.kind == SURVEY.key, "actor": actor}
    status = 200
    if not over:
        form = answering.form_for(actor, record, posted, request.GET.get("score", ""))
        if posted is None or not answering.done(actor, record, form):
            asks = {"form": form, "found": found}
            return show(request, template, {**context, **asks}, status=422 if form.errors else 200)
    elif posted is not None and queries.takes_comment(found):
        form = answering.comment_form(actor, posted)
        said = answering.commented(actor, record, form)
        more = {} if said else {"comment": form}
        return show(request, template, {**context, "thanks": True, **more}, status=200 if said else 422)
    elif posted is not None:
        status = 409
    found = queries.invitation(record, actor.person_id)
    more = {"comment": answering.comment_form(actor)} if status == 200 and queries.takes_comment(found) else {}
    thanks = found is not None and found.state == found.State.ANSWERED
    return show(request, template, {**context, "over": over, "thanks": thanks, **more}, status=status)
