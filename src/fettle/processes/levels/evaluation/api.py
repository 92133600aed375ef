"""Evaluations over REST: all agreements of a period, one agreement, a value entered, an evaluation confirmed, what
follows from missed targets, and the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from ninja import Router

from fettle.edges.rest import described, given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.levels import queries
from fettle.processes.levels.evaluation import (
    actions,
    asks,
    customers,
    judging,
    page,
    printing,
    results,
    served,
    wording,
)
from fettle.processes.levels.evaluation.judging import Row
from fettle.processes.levels.evaluation.results import Result
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.exclusions import Exclusions
from fettle.processes.levels.models import CustomerEvaluation, Evaluation
from fettle.processes.levels.records import AGREEMENT

NUMBER = {"type": "number"}
ROW = {
    "target": shapes.TEXT,
    "what": shapes.TEXT,
    "promised": shapes.TEXT,
    "needed": NUMBER,
    "side": {"enum": [judging.AT_LEAST, judging.AT_MOST]},
    "measured": shapes.or_null(NUMBER),
    "met": shapes.or_null(shapes.YES_NO),
    "records": shapes.WHOLE,
    "why": shapes.TEXT,
}
RUN = {
    "run": shapes.WHOLE,
    "version": shapes.WHOLE,
    "confirmed_at": shapes.MOMENT,
    "reason": shapes.TEXT,
    "targets": shapes.listed(shapes.thing(ROW, ROW)),
}
OF_CUSTOMER = {
    "customer": shapes.TEXT,
    "missed": shapes.WHOLE,
    "targets": shapes.listed(shapes.thing(ROW, ROW)),
}
OF_ONE = {
    "agreement": shapes.TEXT,
    "period": shapes.TEXT,
    "confirmed": shapes.YES_NO,
    "targets": shapes.listed(shapes.thing(ROW, ROW)),
    "excluded": Exclusions.json,
    "runs": shapes.listed(shapes.thing(RUN, RUN)),
    "follows": asks.FOLLOWS[0].type.json,
    "customers": {
        **shapes.listed(shapes.thing(OF_CUSTOMER, OF_CUSTOMER)),
        "description": f"Of the default agreement: how it was kept for each customer, at most {served.MOST}, those "
        "with the most missed targets first, as it was confirmed, else as records say now. Customers read their own.",
    },
}
OF_ALL = {
    "agreement": shapes.TEXT,
    "title": shapes.TEXT,
    "party": shapes.TEXT,
    **dict.fromkeys(served.COUNTS, shapes.WHOLE),
    "confirmed": shapes.YES_NO,
}
BEHIND = {"items": shapes.listed(shapes.TEXT), "count": shapes.WHOLE}
PERIOD = described.query("period", {"type": "string"})
TARGET = described.query("target", {"type": "string"})
CUSTOMER = described.query("customer", {"type": "string"})


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _row(row: Row, why: Callable[[Row], str] = wording.why) -> dict[str, Any]:
    return {
        "target": row.code,
        "what": wording.what(row),
        "promised": wording.promised(row),
        "needed": _number(row.needed),
        "side": row.side,
        "measured": _number(row.measured),
        "met": row.met,
        "records": row.count,
        "why": why(row),
    }


def _one(actor: Actor, number: str, period: str | None = None) -> tuple[Record, Span]:
    return page.of_agreement(actor, number), page.asked_for(period)


def _read(actor: Actor, number: str, period: str | None = None) -> tuple[Record, Span]:
    """Also for the customer, whose own agreement it is, or for whom the default one holds."""
    return queries.readable(actor, number), page.asked_for(period)


def _managed(actor: Actor, number: str) -> tuple[Record, Span]:
    record, span = _one(actor, number)
    require(actor, AGREEMENT.may.revise, record)
    return record, span


def _shown(actor: Actor, of: Any) -> Answer:
    record, span = of
    if STAFF in audiences(actor, record):
        told = _to_staff(record, span)
    elif record.item.is_default:
        told = _to_customers(actor, record, span)
    else:
        told = _to_customer(record, span)
    return Answer({"agreement": record.number, "period": span.key, **told})


def _to_staff(record: Record, span: Span) -> dict[str, Any]:
    record.item.refresh_from_db(fields=["follows"])
    found = results.standing(span, [record.pk])
    runs = Evaluation.objects.filter(agreement_id=record.pk, unit=span.unit, start=span.start).order_by("run")
    told = [
        {
            "run": each.run,
            "version": each.version,
            "confirmed_at": each.at.isoformat(),
            "reason": each.reason,
            "targets": [_row(judging.read(row)) for row in each.rows],
        }
        for each in runs
    ]
    return {
        "confirmed": bool(told),
        "targets": [_row(row) for row in found[0].rows] if found else [],
        "excluded": results.excluded(found[0]) if found else [],
        "runs": told,
        "follows": record.item.follows,
        "customers": [
            {"customer": each.name, "missed": len(each.missed), "targets": [_row(row) for row in each.told]}
            for each in (customers.of_result(found[0], served.MOST)[0] if found else [])
        ],
    }


def _to_customer(record: Record, span: Span) -> dict[str, Any]:
    """The run that counts, and nothing before somebody confirmed one; of rules and other customers nothing."""
    kept = served.of_period(record.pk, span)
    return _served(kept, kept.rows if kept else [])


def _to_customers(actor: Actor, record: Record, span: Span) -> dict[str, Any]:
    """The same of the default agreement, for each customer whom the reader represents."""
    kept = served.of_default(record.pk, span, queries.represented(actor))
    told = [customers.read(row) for row in kept.customers[: served.MOST]] if kept else []
    own = [
        {"customer": each.name, "missed": len(each.missed), "targets": [_row(row, served.why) for row in each.rows]}
        for each in told
    ]
    return _served(kept, kept.for_all if kept else []) | {"customers": own}


def _served(kept: served.Kept | served.KeptForThem | None, rows: Sequence[Row]) -> dict[str, Any]:
    targets = [_row(row, served.why) for row in rows]
    run = {"run": kept.evaluation.run, "version": kept.evaluation.version} if kept else {}
    said = {"confirmed_at": kept.evaluation.at.isoformat(), "reason": "", "targets": targets} if kept else {}
    return {
        "confirmed": kept is not None,
        "targets": targets,
        "excluded": kept.excluded if kept else [],
        "runs": [run | said] if kept else [],
        "follows": [],
        "customers": [],
    }


Listed = list[tuple[Record, str, Result | Evaluation | CustomerEvaluation, bool]]
"""Each agreement with its party, how many of its targets were met, and whether that is confirmed."""


def _all(actor: Actor, period: str | None = None) -> Listed:
    span = page.asked_for(period)
    if not actor.is_staff:
        return [(record, party, kept, True) for record, party, kept in served.listed(actor, span)]
    page.reading(actor)
    return [
        (row.record, row.record.organisation.name, row, row.confirmed is not None)
        for row in page.of_period(actor, span)
    ]


def _listed(actor: Actor, rows: Listed) -> Answer:
    items = [
        {
            "agreement": record.number,
            "title": record.title,
            "party": party,
            **{name: getattr(row, name) for name in served.COUNTS},
            "confirmed": confirmed,
        }
        for record, party, row, confirmed in rows
    ]
    return Answer({"items": items})


def _records(
    actor: Actor, number: str, period: str | None = None, target: str | None = None, customer: str | None = None
) -> list[str]:
    record, span = _one(actor, number, period)
    found = page.held(record, span, customer or "")
    if found is None and customer:
        raise NotSeen(page.no_such_customer(customer))
    if found is None or (target not in {row.code for row in found.rows} and not (customer and not target)):
        raise NotSeen(page.no_such_target(target or ""))
    ids = list(page.ids_behind(found, target or ""))
    return list(visible(actor).filter(pk__in=ids).order_by("opened_at", "pk").values_list("number", flat=True))


def _measure(actor: Actor, of: Any, **values: Any) -> tuple[Record, Span]:
    return actions.measure(actor, of[0].number, **values), values["period"]


def _confirm(actor: Actor, of: Any, **values: Any) -> tuple[Record, Span]:
    return actions.confirm(actor, of[0].number, **values), values["period"]


def _follow(actor: Actor, of: Any, **values: Any) -> tuple[Record, Span]:
    return actions.settle_following(actor, of[0].number, **values), of[1]


def first(router: Router) -> None:
    """What stands before a number."""
    shape = shapes.thing({"items": shapes.listed(shapes.thing(OF_ALL, OF_ALL))}, ["items"])
    things.Thing(router, _all, _listed, shape).get(
        "/agreements/evaluations",
        "agreements_evaluations",
        "How agreements were kept in a period, the month before unless told",
        [PERIOD],
        (404,),
    )


def add(router: Router) -> None:
    """What stands below a number."""
    one = things.Thing(router, _read, _shown, shapes.thing(OF_ONE, OF_ONE))
    one.get(
        "/agreements/{number}/evaluation",
        "agreements_evaluation",
        "How an agreement was kept in a period, live or as it was confirmed",
        [PERIOD],
    )
    managed = things.Thing(router, _managed, _shown, shapes.thing(OF_ONE, OF_ONE))
    for path, name, summary, do, takes in (
        ("measure", "measure", "Enter the value of a target that no record tells of", _measure, asks.MEASURE),
        (
            "evaluate",
            "evaluate",
            "Confirm the evaluation of a period; once more only with a reason",
            _confirm,
            asks.CONFIRM,
        ),
        ("following", "following", "What follows from targets missed in consecutive periods", _follow, asks.FOLLOWS),
    ):
        managed.post(f"/agreements/{{number}}/{path}", f"agreements_{name}", summary, do, map(given.of_ask, takes))
    things.Thing(router, _records, _numbers, shapes.thing(BEHIND, BEHIND)).get(
        "/agreements/{number}/evaluation/records",
        "agreements_evaluation_records",
        "The numbers of the records from which the value of a target was counted; of the default agreement also of one "
        "customer, by name or id, and without a target all behind its times",
        [PERIOD, TARGET, CUSTOMER],
    )
    router.add_api_operation(
        "/agreements/{number}/evaluation/pdf",
        ["GET"],
        printing.pdf_over_rest,
        operation_id="agreements_evaluation_pdf",
        summary="The evaluation of an agreement on paper",
        openapi_extra={
            "parameters": [PERIOD],
            "responses": {
                **described.operation({}, described.READING)["responses"],
                200: {"description": "Done", "content": {"application/pdf": {"schema": {"type": "string"}}}},
            },
        },
    )


def _numbers(actor: Actor, found: list[str]) -> Answer:
    return Answer({"items": found, "count": len(found)})
