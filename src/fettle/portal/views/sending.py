"""Sending a message to the service desk, and the page that says it has arrived."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of
from fettle.facilities.discussion import actions as discussion
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, TooLarge
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.portal import news, words
from fettle.portal.forms import Message
from fettle.portal.frame import framed
from fettle.portal.rows import article_rows, workaround_rows
from fettle.processes.announcements import queries as announcements
from fettle.processes.incidents import actions
from fettle.processes.incidents.queries import DESK
from fettle.processes.knowledge import actions as articles
from fettle.processes.knowledge import queries as knowledge
from fettle.processes.problems import queries as problems
from fettle.processes.services import queries as offered

BY_KEY = {kind.key: kind for kind in DESK}


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: HttpRequest) -> HttpResponse:
    """The form, with what is known already; then register and attach in one transaction."""
    actor = actor_of(request)
    read = (request.POST.get("not_helped") or request.GET.get("not_helped", ""))[:20]
    around: dict[str, Any] = {"hidden": [("not_helped", read)] if read else []}
    if request.method != "POST":
        known = _known(request)
        around |= {"form": Message(actor, initial=known), "articles": _unread(actor, known, read)}
        around["announced"] = _announced(actor, known)
        around["about"] = offered.requestable(actor).filter(number=known["service"]).first()
        return framed(request, "new", around)
    form = Message(actor, request.POST, request.FILES)
    if form.is_valid():
        try:
            return HttpResponseRedirect(reverse("portal-sent", args=[_send(actor, form, read).number]))
        except (Invalid, TooLarge) as problem:
            form.refuse(problem)
    return framed(request, "new", {**around, "form": form}, status=422)


def _announced(actor: Actor, known: dict[str, str]) -> list[news.Row]:
    """What is announced of the service that was chosen: whom that affects need not write."""
    if not known["service"]:
        return []
    standing = announcements.running(actor)
    return news.rows(actor, [row for row in standing if row.service and row.service.number == known["service"]])


def _known(request: HttpRequest) -> dict[str, str]:
    """What was typed and chosen on the way here. Who comes by a service without words wants something of it."""
    typed, service = request.GET.get("q", "")[:200], request.GET.get("service", "")[:20]
    place = request.user.place if isinstance(request.user, Person) else ""
    kind = "request" if service and not typed else "incident"
    return {"title": typed, "service": service, "location": place, "kind": kind}


def _unread(actor: Actor, known: dict[str, str], read: str) -> list[dict[str, str]]:
    """Ways round what is known to be wrong, and articles about what was typed, but for the one that did not help."""
    known_errors = workaround_rows(problems.answering(actor, known["title"]), q=known["title"])
    fits = knowledge.answering(actor, known["title"])
    return known_errors + article_rows([fit for fit in fits if fit.record.number != read], q=known["title"])


@transaction.atomic
def _send(actor: Actor, form: Message, read: str) -> Record:
    """In the portal everybody speaks for themselves, staff too. ``read`` is the article that did not help before."""
    wish = form.wish()
    if may(actor, "incidents.work"):
        wish["channel"] = "portal"
    record = actions.register(actor, BY_KEY[form.cleaned_data["kind"]], **wish)
    if read and knowledge.published(actor).filter(number=read).exists():
        articles.note_unhelpful(actor, record.number, read)
    if form.cleaned_data["attached"]:
        discussion.attach(actor, record.number, form.cleaned_data["attached"])
    return record


@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """It has arrived: its number, what happens next, and where to follow it."""
    actor = actor_of(request)
    record = get(actor, number, *DESK)
    files = record.attachments.filter(withdrawn_at=None, audience="everyone").count()
    return framed(
        request, "sent", {"record": record, "files": files, "status": words.standing(record, actor.person_id)}
    )
