"""The page of a record: head, process line, what was reported, composer, timeline, rail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from fettle.edges.pages import addresses, composer, linking, rail, timeline, within
from fettle.edges.pages.head import head
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.panels import Panels
from fettle.edges.pages.watching import watching
from fettle.facilities.discussion import queries as discussion
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, get
from fettle.kernel.assembly import assembly
from fettle.kernel.history.replay import in_order
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, whole

NOTHING = Panels()
ASIDE = "record.aside"
"""The slot for what higher floors put beside the story: functions of actor and record that give a context with its
``template``, or None.
"""
BEFORE = "record.before"
"""The same for what stands in the story itself, before what was said."""
HELPING = "record.helping"
"""The same for what has to be searched for: it comes after the page, which waits for no search."""


def detail(*kinds: Kind, panels: Panels = NOTHING) -> Callable[..., HttpResponse]:
    """The page. ``?show=`` filters the timeline, ``?mode=`` and ``?answer=`` set the composer without scripts."""

    @require_GET
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        theirs = addresses.read_by(actor, record)
        if request.path != theirs:
            return HttpResponseRedirect(theirs)
        return page(request, actor, record, panels)

    return view


def older(*kinds: Kind, panels: Panels = NOTHING) -> Callable[..., HttpResponse]:
    """The timeline further back: the piece alone for a script, else the whole page."""

    @require_GET
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        if not request.headers.get("HX-Request"):
            return page(request, actor, record, panels)
        shown = timeline.shown(actor, record, request.GET.get("show", ""), request.GET.get("before", ""))
        return show(request, "components/timeline.html", {"timeline": shown})

    return view


def helping(*kinds: Kind) -> Callable[..., HttpResponse]:
    """What may help with a record, for staff: the piece alone for a script, else a page of its own."""

    @require_GET
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        slots = assembly().slots.get(HELPING, ()) if STAFF in audiences(actor, record) else ()
        found = {"helping": [part for slot in slots if (part := slot(actor, record))]}
        if request.headers.get("HX-Request"):
            return show(request, "components/helping.html", found)
        return show(request, "pages/helping.html", found | {"record": record, "back_url": addresses.of(record)})

    return view


def live(*kinds: Kind) -> Callable[..., HttpResponse]:
    """What came after ``?after=``; 304 while the record stands as the reader's ETag says."""

    @require_GET
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        tag = f'"{record.number}.{record.version}"'
        if request.headers.get("If-None-Match") == tag:
            response: HttpResponse = HttpResponseNotModified()
        else:
            after = whole(request.GET.get("after", "")) or 0
            entries = list(timeline.since(actor, record, after)[:100])
            seen = timeline.newest_public(record, entries)
            items = timeline.items(actor, record, entries)
            response = show(request, "components/live.html", {"items": items, "seen": seen or after})
        response["ETag"] = tag
        response["Cache-Control"] = "private, no-cache"
        return response

    return view


def page(
    request: HttpRequest, actor: Actor, record: Record, panels: Panels, status: int = 200, **writing: Any
) -> HttpResponse:
    """The whole page; ``writing`` is what the composer shows after a refused send."""
    return show(request, "pages/record.html", context(request, actor, record, panels, **writing), status=status)


def context(request: HttpRequest, actor: Actor, record: Record, panels: Panels, **writing: Any) -> dict[str, Any]:
    """Everything the page draws."""
    record.item.record = record
    entries = in_order(record) if panels.steps or panels.clocks else []
    clocks, note = panels.clocks(record, entries, timezone.now()) if panels.clocks else ([], "")
    asked = request.GET
    if saved := composer.answer(actor, record, panels, asked.get("answer", "")):
        writing.setdefault("written", {"reply": saved})
    writing.setdefault("mode", asked.get("mode", ""))
    writing.setdefault("used", composer.last_used(actor, entries))
    original = panels.original(record) if panels.original else None
    return {
        "head": head(actor, record, panels, within.walk(request, actor, record, panels.lists)),
        "steps": panels.steps(record, entries) if panels.steps else [],
        "card": panels.card(actor, record, entries) if panels.card else None,
        "has_clocks": panels.clocks is not None,
        "clocks": clocks,
        "clocks_note": note,
        "explain_url": addresses.of(record, "explain") if clocks else "",
        "original": original,
        "guides": panels.guides(record) if STAFF in audiences(actor, record) else (),
        "texts": rail.texts(actor, record, without=(*panels.marked, *(("details",) if original else ()))),
        "marked": rail.marked(actor, record, panels),
        "sections": rail.sections(actor, record, panels),
        "files": [timeline.shown_file(actor, record, file) for file in discussion.attachments(actor, record)],
        "watching": watching(actor, record) if panels.talk else None,
        "composer": composer.composer(actor, record, panels, record.version, **writing),
        "timeline": timeline.shown(
            actor, record, asked.get("show", ""), asked.get("before", ""), panels.talk is not None
        ),
        "aside": [part for slot in assembly().slots.get(ASIDE, ()) if (part := slot(actor, record))],
        "helping_url": addresses.of(record, "helping") if panels.helping and STAFF in audiences(actor, record) else "",
        "before": [part for slot in assembly().slots.get(BEFORE, ()) if (part := slot(actor, record))],
        **linking.panel(actor, record),
    }
