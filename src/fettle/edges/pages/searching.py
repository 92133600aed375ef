"""Search everything one may see: by number, by the number of another system, by words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import addresses, attention, columns
from fettle.edges.pages.lists import Cell, Column, Empty, Row, Subject, Table
from fettle.edges.pages.page import actor_of, show
from fettle.facilities.search.queries import EXACT, search
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record

SHOWN = 50


@dataclass(frozen=True)
class Found:
    """A hit with all that its row draws."""

    record: Record
    snippet: str
    why: str = ""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """``/search?q=``: one exact number leads straight to its record, unless another system calls another one so."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()[:200]
    found = hits(actor, text, SHOWN) if text else []
    if number := numbers.guessed(text):
        exact = [hit.record for hit in found if hit.record.number == number]
        if exact and not any(hit.why == EXACT for hit in found if hit.record != exact[0]):
            return HttpResponseRedirect(addresses.of(exact[0]))
    empty = Empty(
        _("Nothing found for “%(text)s”. Try fewer words, or a number.") % {"text": text}
        if text
        else _("Type a number or words."),
        icon="search",
    )
    return show(request, "pages/search.html", {"q": text, "table": table(actor, text, found), "empty": empty})


def hits(actor: Actor, text: str, most: int) -> list[Found]:
    """By number, by reference elsewhere, by words, with what matched.."""
    found = search(actor, text, limit=most)
    seen = attention.marked(actor, visible(actor), assembly().kinds)
    joined = seen.select_related("assignee", "service").in_bulk([hit.record.pk for hit in found])
    return [Found(joined[hit.record.pk], hit.snippet, hit.why) for hit in found if hit.record.pk in joined]


def table(actor: Actor, text: str, found: Iterable[Found]) -> Table:
    rows = [
        Row(
            hit.record.number,
            [
                Cell("subject", _subject(actor, hit)),
                Cell("status", columns.state(hit.record)),
                Cell("person", hit.record.assignee, bare=True),
                Cell("moment", hit.record.updated_at),
            ],
        )
        for hit in found
    ]
    heads = [
        Column(_("Subject")),
        Column(_("Status"), "state"),
        Column(_("Assignee"), "person", icon="user"),
        Column(_("Changed"), "date"),
    ]
    return Table(_("Search: %(text)s") % {"text": text}, heads, rows, split=True)


def _subject(actor: Actor, hit: Found) -> Subject:
    record = hit.record
    shown = hit.snippet if hit.snippet and hit.snippet != record.title else ""
    line = [str(record.declared.label), record.service.title if record.service else "", shown]
    return Subject(record.title, addresses.of(record), record.number, line, attention.tags(actor, record))
