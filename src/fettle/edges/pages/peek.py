"""The preview of a record beside its list: the piece for a script; without one, its link opens the record."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from fettle.edges.pages import addresses, attention, columns
from fettle.edges.pages.page import actor_of, show, wants_fragment
from fettle.edges.pages.panels import Panels
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.offers import offers
from fettle.kernel.access.read import audiences, get
from fettle.kernel.history.replay import in_order
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF

LONGEST = 600


def peek(*kinds: Kind, panels: Panels) -> Callable[..., HttpResponse]:
    """What was reported, where it stands and its clocks; reply and note lead to the record."""

    @require_GET
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        if not wants_fragment(request):
            return HttpResponseRedirect(addresses.of(record))
        now = timezone.now()
        clocks = panels.clocks(record, in_order(record), now)[0] if panels.clocks else ()
        original = panels.original(record) if panels.original else None
        talk = panels.talk
        shown = {
            "number": record.number,
            "title": record.title,
            "url": addresses.of(record),
            "flags": attention.of(record) if STAFF in audiences(actor, record) else (),
            "status": columns.state(record),
            "rank": record.rank,
            "service": record.service.title if record.service else "",
            "clocks": clocks,
            "author": original.author if original else "",
            "author_line": original.line if original else "",
            "at": original.at if original else None,
            "text": original.text[:LONGEST] if original else "",
            "reply_url": _write(record, "reply") if talk and may(actor, talk.reply, record) else "",
            "take_url": _take(actor, record, panels),
            "note_url": _write(record, "note") if talk and may(actor, talk.note, record) else "",
        }
        return show(request, "components/peek.html", {"peek": shown})

    return view


def _take(actor: Actor, record: Record, panels: Panels) -> str:
    """Making it one's own without leaving the list; nothing for what somebody has."""
    free = record.assignee_id is None and any(offer.verb.name == panels.take for offer in offers(actor, record))
    return addresses.of(record, "do", panels.take) if free else ""


def _write(record: object, mode: str) -> str:
    return f"{addresses.of(record)}?mode={mode}#composer"  # type: ignore[arg-type]
