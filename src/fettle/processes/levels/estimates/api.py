"""Level estimates over REST: all live services in a period, one service in the months of a year, a new estimate, and
taking a wrong one back.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.rest import described, given, shapes, showing, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.parameters import only
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import whole
from fettle.processes.levels.estimates import actions, asks, page, results, standing
from fettle.processes.levels.estimates.measures import MEASURES, confidences
from fettle.processes.levels.estimates.results import Row
from fettle.processes.levels.evaluation import page as evaluating
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.models import LevelEstimate
from fettle.processes.levels.workflow import MANAGE
from fettle.processes.services.queries import SERVICE

NUMBER = {"type": "number"}
MAYBE = shapes.or_null(NUMBER)
DAY = {"type": "string", "format": "date"}
CELL = {"name": shapes.TEXT, "expected": MAYBE, "measured": MAYBE, "off": MAYBE, "too_far_off": shapes.YES_NO}
CELL |= {"why": shapes.TEXT}
VALUES = {each.name: MAYBE for each in MEASURES}
ESTIMATE = {
    "id": shapes.WHOLE,
    "counts_from": DAY,
    **VALUES,
    "confidence": {"enum": [each.code for each in confidences()]},
    "basis": shapes.TEXT,
    "shown": shapes.YES_NO,
    "by": shapes.or_null(shapes.PERSON),
    "at": shapes.MOMENT,
    "withdrawn_at": shapes.or_null(shapes.MOMENT),
    "withdrawn_because": shapes.TEXT,
}
CELLS = shapes.listed(shapes.thing(CELL, CELL))
IN_ALL = {"service": shapes.TEXT, "title": shapes.TEXT, "period": shapes.TEXT, "estimate": shapes.or_null(shapes.WHOLE)}
IN_ALL |= {"too_far_off": shapes.YES_NO, "values": CELLS}
MONTH = {"period": shapes.TEXT, "estimate": shapes.or_null(shapes.WHOLE), "afterwards": shapes.YES_NO, "values": CELLS}
OF_ONE = {
    "service": shapes.TEXT,
    "estimates": shapes.listed(shapes.thing(ESTIMATE, ESTIMATE)),
    "months": shapes.listed(shapes.thing(MONTH, MONTH)),
}
EXPECTED = {"service": shapes.TEXT, "counts_from": shapes.or_null(DAY), **VALUES, "promised": {"const": False}}
PERIOD = described.query("period", {"type": "string"}, "A month as 2026-10, a quarter or a year; the month before")
UNTIL = described.query("period", {"type": "string"}, "The last of twelve months, as 2026-10; the month before")
ESTIMATES = Router(tags=["agreements"])


def _number(value: Any) -> float | None:
    return None if value is None else round(float(value), 4)


def _cells(row: Row) -> list[dict[str, Any]]:
    return [
        {
            "name": each.cell.measure.name,
            "expected": _number(each.cell.expected),
            "measured": _number(each.cell.measured),
            "off": _number(each.cell.off),
            "too_far_off": each.cell.far,
            "why": each.because,
        }
        for each in page.drawn(row)
    ]


def _estimate(row: LevelEstimate) -> dict[str, Any]:
    values: dict[str, Decimal | None] = standing.values(row)
    return {
        "id": row.pk,
        "counts_from": row.counts_from.isoformat(),
        **{name: _number(value) for name, value in values.items()},
        "confidence": row.confidence,
        "basis": row.basis,
        "shown": row.shown,
        "by": showing.person(row.by) if row.by else None,
        "at": row.at.isoformat(),
        "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        "withdrawn_because": row.withdrawn_because,
    }


def everything(request: HttpRequest) -> HttpResponse:
    """Every live service in a period, in pages."""
    only(request.GET, *PAGING, "period")
    actor = actor_of(request)
    evaluating.reading(actor)
    span = page.asked_span(request.GET.get("period"))
    rows = {row.service: row for row in results.overview(actor, span)}

    def shown(record: Record) -> dict[str, Any]:
        row = rows[record.pk]
        return {
            "service": row.number,
            "title": row.title,
            "period": span.key,
            "estimate": row.estimate.pk if row.estimate else None,
            "too_far_off": row.far,
            "values": _cells(row),
        }

    return paged(results.live(actor), "opened_at", request.GET, shown).response()


def _one(actor: Actor, number: str, period: str | None = None) -> tuple[Record, Span]:
    return page.of_staff(actor, number), page.asked_month(period)


def _managed(actor: Actor, number: str, *slots: str) -> tuple[Record, Span, int]:
    record = page.of_staff(actor, number)
    require(actor, MANAGE, record)
    return record, page.asked_month(None), whole(slots[0], 12) or 0 if slots else 0


def _row_of(actor: Actor, number: str, estimate: str) -> tuple[Record, Span, int]:
    return _managed(actor, number, estimate)


def _of_service(actor: Actor, number: str) -> tuple[Record, Span, int]:
    return _managed(actor, number)


def _shown(actor: Actor, of: Any) -> Answer:
    record, span, *_row = of
    rows = page.estimates_of(record)
    months = [
        {
            "period": row.span.key,
            "estimate": row.estimate.pk if row.estimate else None,
            "afterwards": row.afterwards,
            "values": _cells(row),
        }
        for row in results.history(actor, record, span, rows)
    ]
    return Answer({"service": record.number, "estimates": [_estimate(row) for row in rows], "months": months})


def _seen(actor: Actor, number: str) -> Record:
    return get(actor, number, SERVICE)


def _expected(actor: Actor, record: Record) -> Answer:
    """What customers are told. Nothing of it is promised."""
    row = standing.shown([record.pk]).get(record.pk)
    values = {name: _number(value) for name, value in standing.values(row).items()}
    begun = row.counts_from.isoformat() if row else None
    return Answer({"service": record.number, "counts_from": begun, **values, "promised": False})


def _make(actor: Actor, of: Any, **values: Any) -> tuple[Record, Span]:
    return actions.estimate(actor, of[0].number, **values), of[1]


def _withdraw(actor: Actor, of: Any, **values: Any) -> tuple[Record, Span]:
    return actions.withdraw(actor, of[0].number, estimate=of[2], **values), of[1]


def first(router: Router) -> None:
    """What stands before the number of an agreement."""
    router.add_api_operation(
        "/agreements/estimates",
        ["GET"],
        everything,
        operation_id="agreements_estimates",
        summary="What is expected of live services in a period, beside what was measured",
        openapi_extra=described.operation(
            {200: shapes.paged(shapes.thing(IN_ALL, IN_ALL))},
            (401, 403, 404, 405, 422),
            parameters=[*described.paging(), PERIOD],
        ),
    )


SHAPE = shapes.thing(OF_ONE, OF_ONE)
AT = "/services/{number}/estimates"
things.Thing(ESTIMATES, _one, _shown, SHAPE).get(
    AT, "services_estimates", "What is expected of a service, and what was measured in twelve months", [UNTIL]
)
things.Thing(ESTIMATES, _seen, _expected, shapes.thing(EXPECTED, EXPECTED)).get(
    "/services/{number}/expected",
    "services_expected",
    "What customers are told to expect of a service: an estimate that counts today, and no promise",
)
things.Thing(ESTIMATES, _of_service, _shown, SHAPE).post(
    AT, "services_estimate", "Estimate what is expected of a service", _make, map(given.of_ask, asks.ESTIMATE)
)
things.Thing(ESTIMATES, _row_of, _shown, SHAPE).post(
    f"{AT}/{{estimate}}/withdraw",
    "services_withdraw_estimate",
    "An estimate was wrong, and counts no more",
    _withdraw,
    map(given.of_ask, asks.WITHDRAW),
)
