"""“Cost of a service” on A4: a financial year by kinds of cost, its budget, and the entries behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import wording as days
from fettle.edges.pages.page import actor_of
from fettle.edges.papers import nodes
from fettle.edges.papers.paper import sheet
from fettle.edges.papers.typeset import Node
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import audiences, get, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.money import queries, slots, views
from fettle.processes.money.reckoning import Days
from fettle.processes.money.records import COST
from fettle.processes.money.workflow import SEE, WITHDRAWN

MOST = 500
"""So many entries are printed; the list of costs has all."""


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
    return printed(actor_of(request), number, views.asked_year(request.GET))


def printed(actor: Actor, number: str, year: int) -> HttpResponse:
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
    parts = [[name, queries.words(minor)] for name, minor in slots.by_nature(sums)]
    kinds = [nodes.heading(_("By kind of cost")), nodes.table([[_("Kind of cost"), _("Cost of the year")], *parts])]
    foot = _("%(number)s, cost of %(year)s. Printed on %(day)s.")
    said = {"number": record.number, "year": year, "day": days.day(timezone.localtime())}
    title = _("Cost of a service: %(name)s") % {"name": record.title}
    return sheet(title, record.organisation.name, facts, kinds + entries(actor, record, within), foot % said)


def entries(actor: Actor, record: Record, within: Days) -> list[Node]:
    """The costs of its own that have to do with these days, each with how sure it is."""
    found = visible(actor, COST).filter(service=record, cost__begins__lte=within.last, cost__until__gte=within.first)
    rows = list(found.exclude(state=WITHDRAWN).select_related("cost").order_by("cost__begins", "pk")[: MOST + 1])
    if not rows:
        return []
    head = [_("Number"), _("What"), _("Kind of cost"), _("State"), _("Day"), _("Sum")]
    made = [nodes.heading(_("Entries of its own")), nodes.table([head, *map(_row, rows[:MOST])])]
    if len(rows) > MOST:
        made.append(nodes.paragraph(_("These are the first %(count)s; the list of costs has all.") % {"count": MOST}))
    return made


def _row(one: Record) -> list[str]:
    kind, state = COST.by_name["nature"].type.text(one.item.nature), COST.flow.by_state[one.state].label
    return [one.number, one.title, kind, str(state), days.day(one.item.begins), queries.words(one.item.amount)]
