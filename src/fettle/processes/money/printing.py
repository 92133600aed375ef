"""“Cost of a service” on A4: a financial year by kinds of cost, its budget, and the entries behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import wording as days
from fettle.edges.pages.page import actor_of
from fettle.edges.papers.paper import sheet
from fettle.edges.papers.typeset import Node
from fettle.edges.rest.calling import actor_of as caller_of
from fettle.edges.rest.parameters import only
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import audiences, get, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.money import queries, slots, views
from fettle.processes.money.records import COST
from fettle.processes.money.workflow import SEE, WITHDRAWN

MOST = 500
"""So many entries are printed; the export of the list has all."""


def service(actor: Actor, number: str) -> Record:
    """A service for those who see what it costs. Raises NotSeen, Forbidden."""
    record = get(actor, number, assembly().kind_by_key["service"])
    if STAFF not in audiences(actor, record):
        raise NotSeen(_("There is nothing here."))
    require(actor, SEE)
    return record


@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Of the year that is asked for, else of the present one."""
    return _printed(actor_of(request), number, views.asked_year(request.GET))


def pdf_over_rest(request: HttpRequest, number: str) -> HttpResponse:
    """The same."""
    only(request.GET, "year")
    return _printed(caller_of(request), number, views.asked_year(request.GET))


def _printed(actor: Actor, number: str, year: int) -> HttpResponse:
    record = service(actor, number)
    response = HttpResponse(write(actor, record, year), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{record.number}-{year}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def write(actor: Actor, record: Record, year: int) -> bytes:
    """Raises NotBuilt when the fonts are not there yet."""
    sums, within = slots.of_one(actor, record, year), queries.year(year)
    span = f"{days.day(within.first)} – {days.day(within.last)}"
    facts = [
        (_("Service"), record.number),
        (_("Financial year"), span),
        (_("Cost of the year"), queries.words(sums.cost)),
        (_("Of that shared components"), queries.words(sums.shared)),
        (_("Spent"), queries.words(sums.spent)),
        (_("Committed"), queries.words(sums.committed)),
        (_("Budget"), queries.words(sums.budget) if sums.budget is not None else "–"),
    ]
    found = visible(actor, COST).filter(service=record, cost__begins__lte=within.last, cost__until__gte=within.first)
    entries = found.exclude(state=WITHDRAWN).select_related("cost").order_by("cost__begins", "pk")[:MOST]
    kinds = COST.by_name["nature"].type
    rows = [
        [one.number, one.title, kinds.text(one.item.nature), days.day(one.item.begins), queries.words(one.item.amount)]
        for one in entries
    ]
    head = [_("Number"), _("What"), _("Kind of cost"), _("Day"), _("Sum")]
    parts = [[name, queries.words(minor)] for name, minor in slots.by_nature(sums)]
    body = [_heading(_("By kind of cost")), _table([[_("Kind of cost"), _("Cost of the year")], *parts])]
    body += [_heading(_("Entries of its own")), _table([head, *rows])] if rows else []
    foot = _("%(number)s, cost of %(year)s. Printed on %(day)s.")
    said = {"number": record.number, "year": year, "day": days.day(timezone.localtime())}
    title = _("Cost of a service: %(name)s") % {"name": record.title}
    return sheet(title, record.organisation.name, facts, body, foot % said)


def _text(words: str) -> list[Node]:
    return [{"t": "text", "s": str(words)}]


def _heading(words: str) -> Node:
    return {"t": "heading", "level": 2, "c": _text(words)}


def _table(rows: list[list[str]]) -> Node:
    return {"t": "table", "rows": [[_text(cell) for cell in row] for row in rows]}
