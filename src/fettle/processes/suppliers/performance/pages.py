"""The scorecard on screen, on paper and as a table (PR8.O2), and the form by which a supplier is rated (PR8.A2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import addresses, wording
from fettle.edges.pages.asking import asked
from fettle.edges.pages.page import actor_of, show
from fettle.edges.papers import nodes
from fettle.edges.papers.paper import sheet
from fettle.edges.papers.typeset import Node
from fettle.edges.transfer import tables
from fettle.facilities.relationships.workflow import ACTIVE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, Choice, Day, Line, Option
from fettle.kernel.workflow import Ask
from fettle.processes.suppliers.performance import rating, scorecard, table
from fettle.processes.suppliers.performance.scorecard import Scorecard
from fettle.processes.suppliers.queries import Spend, Sum
from fettle.processes.suppliers.records import MANAGE, SUPPLIER
from fettle.processes.suppliers.subcontractors.chain import Tie

GIVEN = "points_"
PERIOD = (
    Ask("first", Day(), _("Delivered from")),
    Ask("last", Day(), _("until")),
)
REMARK = Ask("remark", Line(500), _("Why"), _("What it was, above all where it was not enough."), needed=False)


def of_staff(actor: Actor, number: str) -> Record:
    """A supplier for those who read what is meant for staff. Raises NotSeen."""
    record = get(actor, number, SUPPLIER)
    if STAFF not in audiences(actor, record):
        raise NotSeen(_now("There is nothing here."))
    return record


def asked_days(given: Any) -> tuple[date, date]:
    """From ``from`` and ``to``. Raises Invalid that names the one that is wrong."""
    found: dict[str, date | None] = {}
    for name in ("from", "to"):
        text = given.get(name) or ""
        try:
            found[name] = date.fromisoformat(text) if text else None
        except ValueError:
            raise Invalid({name: _now("Give a day such as 2026-01-31.")}) from None
    return scorecard.days(found["from"], found["to"])


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The scorecard of the days asked for."""
    actor = actor_of(request)
    record = of_staff(actor, number)
    problem = ""
    try:
        first, last = asked_days(request.GET)
    except Invalid as invalid:
        problem = " ".join(map(str, invalid.errors.values()))
        first, last = scorecard.days(None, None)
    context = {
        "record": record,
        "record_url": addresses.of(record),
        "card": scorecard.of(actor, record, first, last),
        "query": f"from={first.isoformat()}&to={last.isoformat()}",
        "problem": problem,
        "plans": record.state == ACTIVE and may(actor, "reviews.work", record),
        "rates": record.state == ACTIVE and may(actor, MANAGE, record),
    }
    return show(request, "suppliers/scorecard.html", context, status=422 if problem else 200)


@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The same on paper."""
    actor = actor_of(request)
    record = of_staff(actor, number)
    return on_paper(scorecard.of(actor, record, *asked_days(request.GET)))


@require_safe
def as_csv(request: HttpRequest, number: str) -> HttpResponse:
    """The same for a spreadsheet."""
    actor = actor_of(request)
    record = of_staff(actor, number)
    card = scorecard.of(actor, record, *asked_days(request.GET))
    response = HttpResponse(b"".join(tables.as_csv(table.rows(card))), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{record.number}-scorecard.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def on_paper(card: Scorecard) -> HttpResponse:
    """Raises NotBuilt when the fonts are not there yet."""
    record = card.record
    foot = _now("%(number)s. Printed on %(day)s; what holds stands in Fettle.")
    said = foot % {"number": record.number, "day": wording.day(timezone.localtime())}
    facts = [
        (_now("Supplier"), f"{record.title} ({record.number})"),
        (_now("Days"), f"{wording.day(card.first)} – {wording.day(card.last)}"),
        (_now("Looked after by"), record.assignee.name if record.assignee else "–"),
        (_now("Rating"), told(record.item.score, "%")),
    ]
    title = _now("Performance of %(name)s") % {"name": record.title}
    body = sheet(title, record.organisation.name, facts, _body(card), said)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{record.number}-scorecard.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _body(card: Scorecard) -> list[Node]:
    head = [_now("What"), _now("In these days"), _now("Before")]
    rows = [[line.label, told(line.now, line.unit), told(line.before, line.unit)] for line in card.lines]
    made = [nodes.heading(_now("Measured")), nodes.table([head, *rows])]
    if card.spend is not None:
        made += _spent(card.spend)
    if card.relies:
        made += [nodes.heading(_now("Subcontractors")), *(nodes.paragraph(relied(each)) for each in card.relies)]
    for period in card.rated:
        days = f"{wording.day(period.first)} – {wording.day(period.last)}"
        head = [_now("Criterion"), _now("Weight"), _now("Points, 1 to 5")]
        given = [[row.label, row.weight, rated.points] for row, rated in period.rows]
        said = {"days": days, "score": told(period.score, "%")}
        made += [nodes.heading(_now("Rating, %(days)s: %(score)s") % said)]
        made += [nodes.table([head, *given])]
        made += [nodes.paragraph(f"{about}: {said}" if about else said) for about, said in period.remarks]
    if card.left:
        made += [
            nodes.heading(_now("Still to be done")),
            *(nodes.paragraph(f"{step.record.number}: {step.title}") for step in card.left),
        ]
    return made


def _spent(spend: Spend) -> list[Node]:
    """What is paid to it, by service, with their budgets."""
    made = [nodes.heading(_now("Spent and planned"))]
    if spend.nothing:
        return [*made, nodes.paragraph(_now("No cost that names this supplier lies in these days."))]
    head = [_now("Service"), _now("Spent"), _now("Committed"), _now("Estimated")]
    head += [_now("Budget of the service"), _now("Of it spent here")]
    every = [*spend.rows, replace(spend.whole, title=_now("All together")), replace(spend.before, title=_now("Before"))]
    rows = [[row.title, *(each.words for _name, each in row.sums), *_budget(row.budget, row.percent)] for row in every]
    return [*made, nodes.table([head, *rows])]


def _budget(budget: Sum | None, percent: int | None) -> tuple[str, str]:
    return budget.words if budget else "–", told(percent, "%")


def relied(tie: Tie) -> str:
    """`Digger, through Line: lays the fibre`."""
    said = {"name": tie.name, "through": tie.through}
    name = _now("%(name)s, through %(through)s") % said if tie.through else tie.name
    return f"{name}: {tie.does}" if tie.does else name


def told(value: float | None, unit: str) -> str:
    """A value as people read it; a dash where nothing was measured."""
    return "–" if value is None else f"{wording.number(value)} {wording.unit(unit)}".strip()


def _points() -> list[Option]:
    return [
        Option("5", _("5: better than agreed")),
        Option("4", "4"),
        Option("3", _("3: as agreed")),
        Option("2", "2"),
        Option("1", _("1: far from it")),
    ]


def _asks(actor: Actor, record: Record, row: int) -> Sequence[Ask]:
    by = [each for each in rating.criteria() if each.active]
    return (*PERIOD, *(Ask(GIVEN + each.code, Choice(_points), each.label, needed=False) for each in by), REMARK)


def _first(record: Record, row: int) -> dict[str, Any]:
    first, last = scorecard.days(None, None)
    return {"first": first, "last": last}


def _rate(actor: Actor, number: str, *, first: date, last: date, remark: str | None = None, **given: Any) -> Record:
    points = {name.removeprefix(GIVEN): int(value) for name, value in given.items() if value}
    return rating.rate(actor, number, first=first, last=last, points=points, remark=remark)


rate = asked(
    SUPPLIER, MANAGE, _("Rate the supplier"), _("The rating is kept."), _asks, _rate, first=_first, part="#performance"
)
