"""The scorecard and the ratings of a supplier over REST."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from fettle.edges.rest import described, given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.parameters import only
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Day, Line, Number
from fettle.kernel.workflow import Ask
from fettle.processes.suppliers import rules
from fettle.processes.suppliers.performance import pages, rating, scorecard
from fettle.processes.suppliers.queries import STAGES, Paid, Spend
from fettle.processes.suppliers.records import MANAGE
from fettle.processes.suppliers.subcontractors import api as subcontractors

OF = "/suppliers/{number}"
DAY = {"type": "string", "format": "date"}
VALUE = {"type": ["number", "null"]}
LINE = {
    "code": shapes.TEXT,
    "label": shapes.TEXT,
    "unit": shapes.TEXT,
    "now": VALUE,
    "before": VALUE,
    "because": shapes.TEXT,
}
POINTS = {"criterion": shapes.TEXT, "weight": shapes.WHOLE, "points": shapes.WHOLE, "remark": shapes.TEXT}
SCORE = shapes.or_null(shapes.WHOLE)
PERIOD = {"first": DAY, "last": DAY, "score": SCORE, "rows": shapes.listed(shapes.thing(POINTS, POINTS))}
SUMS = dict.fromkeys(STAGES, shapes.WHOLE)
PAID = {
    "service": shapes.TEXT,
    "title": shapes.TEXT,
    **SUMS,
    **dict.fromkeys(("budget", "percent"), shapes.or_null(shapes.WHOLE)),
}
SPENT = {
    "currency": shapes.TEXT,
    "services": shapes.listed(shapes.thing(PAID, PAID)),
    **dict.fromkeys(("whole", "before"), shapes.thing(SUMS, SUMS)),
}
CARD = {
    "first": DAY,
    "last": DAY,
    "figures": shapes.listed(shapes.thing(LINE, LINE)),
    "ratings": shapes.listed(shapes.thing(PERIOD, PERIOD)),
    "left": shapes.listed(shapes.TEXT),
    "relies_on": subcontractors.ROWS,
    "spend": shapes.or_null(shapes.thing(SPENT, SPENT)),
}
RATINGS = shapes.thing({"items": shapes.listed(shapes.thing(PERIOD, PERIOD))}, ["items"])
RATE = (
    Ask("criterion", Line(40), _("Criterion, by its code")),
    Ask("points", Number(rules.LEAST, rules.MOST), _("Points, 5 the best")),
    Ask("first", Day(), _("First day of what was delivered")),
    Ask("last", Day(), _("Its last day")),
    Ask("remark", Line(500), _("Why"), needed=False),
)


def add(router: Router) -> None:
    """To read for staff, to rate for whoever keeps suppliers."""
    asked = [described.query("from", DAY, "First day"), described.query("to", DAY, "Last day")]
    things.Thing(router, _card, _shown, shapes.thing(CARD, CARD)).get(
        f"{OF}/scorecard", "suppliers_scorecard", "What is measured of a supplier, and how it was rated", asked
    )
    things.Thing(router, _kept, _ratings, RATINGS).post(
        f"{OF}/ratings",
        "suppliers_rate",
        "Rate what a supplier delivered, by one criterion",
        _rate,
        map(given.of_ask, RATE),
    )
    router.add_api_operation(
        f"{OF}/scorecard/pdf",
        ["GET"],
        _paper,
        operation_id="suppliers_scorecard_pdf",
        summary="The scorecard on paper",
        openapi_extra={
            "parameters": asked,
            "responses": {
                **described.operation({}, (*described.READING, 422))["responses"],
                200: {"description": "Done", "content": {"application/pdf": {"schema": {"type": "string"}}}},
            },
        },
    )


def _card(actor: Actor, number: str, **asked: str | None) -> scorecard.Scorecard:
    record = pages.of_staff(actor, number)
    return scorecard.of(actor, record, *pages.asked_days(asked))


def _kept(actor: Actor, number: str) -> Record:
    record = pages.of_staff(actor, number)
    require(actor, MANAGE, record)
    return record


def _rate(
    actor: Actor, record: Record, *, criterion: str, points: int, first: date, last: date, remark: str | None = None
) -> Record:
    return rating.rate(actor, record.number, first=first, last=last, points={criterion: points}, remark=remark)


def _paper(request: HttpRequest, number: str) -> HttpResponse:
    only(request.GET, "from", "to")
    actor = actor_of(request)
    record = pages.of_staff(actor, number)
    return pages.on_paper(scorecard.of(actor, record, *pages.asked_days(request.GET)))


def _shown(actor: Actor, card: scorecard.Scorecard) -> Answer:
    body = {
        "first": card.first.isoformat(),
        "last": card.last.isoformat(),
        "figures": [vars(line) for line in card.lines],
        "ratings": [_period(each) for each in card.rated],
        "left": [step.title for step in card.left],
        "relies_on": subcontractors.rows(card.relies),
        "spend": _spent(card.spend) if card.spend is not None else None,
    }
    return Answer(body)


def _spent(spend: Spend) -> dict[str, Any]:
    """Whole minor units of the currency."""
    return {
        "currency": spend.currency,
        "services": [
            {
                "service": row.number,
                "title": row.title,
                **_sums(row),
                "budget": row.budget.minor if row.budget else None,
                "percent": row.percent,
            }
            for row in spend.rows
        ],
        "whole": _sums(spend.whole),
        "before": _sums(spend.before),
    }


def _sums(row: Paid) -> dict[str, int]:
    return {name: each.minor for name, each in row.sums}


def _ratings(actor: Actor, record: Record) -> Answer:
    return Answer({"items": [_period(each) for each in rating.periods(record)]})


def _period(each: rating.Period) -> dict[str, Any]:
    rows = [
        {"criterion": by.code, "weight": by.weight, "points": row.points, "remark": row.remark} for by, row in each.rows
    ]
    return {"first": each.first.isoformat(), "last": each.last.isoformat(), "score": each.score, "rows": rows}
