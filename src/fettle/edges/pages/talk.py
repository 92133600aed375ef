"""Sending what was written: a reply and a note have different addresses and call different actions.

A reply is stopped once when something public came since the page was loaded; the second press sends it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fettle.edges.pages import addresses, detail, drafts, timeline
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show, wants_fragment
from fettle.edges.pages.panels import Panels
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get
from fettle.kernel.errors import FettleError, Invalid, Refusal, Stale, TooLarge
from fettle.kernel.history import write as history
from fettle.kernel.history.models import Entry
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, whole

Action = Callable[..., Record]
REFUSED = (Invalid, Refusal, Stale, TooLarge)


class Newer(Exception):
    """Something public came that the writer has not read."""

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__()
        self.entries = entries


def reply(*kinds: Kind, action: Action, panels: Panels) -> Callable[..., HttpResponse]:
    """Sends to everybody on the record. ``then`` is "wait" (in the same entry) or "solve" (goes on to that page; where
    the record may not be solved now, nothing is sent: the words speak of a solution).
    """

    @require_POST
    @once
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        then = request.POST.get("then", "")
        solve = panels.talk.solve if panels.talk and then == "solve" else ""
        try:
            with transaction.atomic():
                held = history.lock(actor, record.number, *kinds)
                if newer := _newer(actor, held, request.POST.get("seen", "")):
                    raise Newer(newer)
                if solve:
                    allow(actor, held, solve)
                waits = {"then": "wait"} if panels.talk and panels.talk.wait and then == "wait" else {}
                action(actor, record.number, **_written(request, panels), **waits)
        except Newer as since:
            return _stopped(request, actor, get(actor, number, *kinds), panels, since.entries)
        except REFUSED as no:
            return _refused(request, actor, get(actor, number, *kinds), panels, "reply", no)
        drafts.forget(actor, record, "reply")
        return _sent(request, actor, get(actor, number, *kinds), panels, _("Reply sent."), solve)

    return view


def note(*kinds: Kind, action: Action, panels: Panels) -> Callable[..., HttpResponse]:
    """Keeps a note for staff. Nothing on this way writes to anybody else."""

    @require_POST
    @once
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        try:
            action(actor, record.number, **_written(request, panels))
        except REFUSED as no:
            return _refused(request, actor, get(actor, number, *kinds), panels, "note", no)
        drafts.forget(actor, record, "note")
        return _sent(request, actor, get(actor, number, *kinds), panels, _("Note saved."))

    return view


def _written(request: HttpRequest, panels: Panels) -> dict[str, Any]:
    """The message, its files, and the minutes of work where they are asked for and given. Raises Invalid."""
    written: dict[str, Any] = {"text": request.POST.get("text", "")}
    written["files"] = [file for file in request.FILES.getlist("files") if file.name]
    given = request.POST.get("minutes", "").strip() if panels.talk and panels.talk.minutes else ""
    if given:
        minutes = whole(given)
        if minutes is None:
            raise Invalid({"minutes": _("Give the time spent in whole minutes, such as 15.")})
        written["minutes"] = minutes
    return written


def _newer(actor: Actor, record: Record, seen: str) -> list[Entry]:
    """Public entries of others after the last that the writer's page shows, newest first."""
    if (last := whole(seen)) is None:
        return []
    found = timeline.since(actor, record, last).filter(audience=EVERYONE)
    return [entry for entry in found if entry.actor_id is None or entry.actor_id != actor.person_id]


def _stopped(request: HttpRequest, actor: Actor, record: Record, panels: Panels, entries: list[Entry]) -> HttpResponse:
    writing = {
        "mode": "reply",
        "written": {"reply": request.POST.get("text", "")},
        "minutes": request.POST.get("minutes", ""),
        "news": timeline.items(actor, record, entries),
    }
    return _composed(request, actor, record, panels, 409, writing)


def _refused(
    request: HttpRequest, actor: Actor, record: Record, panels: Panels, mode: str, no: FettleError
) -> HttpResponse:
    said, minutes = {mode: request.POST.get("text", "")}, request.POST.get("minutes", "")
    writing = {"mode": mode, "written": said, "minutes": minutes, "error": str(no)}
    return _composed(request, actor, record, panels, no.status, writing)


def _composed(
    request: HttpRequest, actor: Actor, record: Record, panels: Panels, status: int, writing: dict[str, Any]
) -> HttpResponse:
    """The composer with what was written, alone for a script, else in its page."""
    if not wants_fragment(request):
        return detail.page(request, actor, record, panels, status, **writing)
    context = detail.context(request, actor, record, panels, **writing)
    return show(request, "components/composer.html", {"composer": context["composer"]}, status=status)


def _sent(
    request: HttpRequest, actor: Actor, record: Record, panels: Panels, news: str, verb: str = ""
) -> HttpResponse:
    """An empty composer and everything that moved with it; without scripts, or on the way to a verb, another page."""
    messages.success(request, news)
    place = addresses.of(record, "do", verb) if verb else f"{addresses.of(record)}#timeline-title"
    if not wants_fragment(request):
        return HttpResponseRedirect(place, status=303)
    if verb:
        return HttpResponse(headers={"HX-Redirect": place})
    answer = show(request, "pages/record_sent.html", detail.context(request, actor, record, panels))
    answer["Content-Location"] = place
    return answer
