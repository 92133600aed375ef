"""Costs and budgets over REST, and what adds them up."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from ninja import Router

from fettle.edges.rest import described, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.parameters import only
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.processes.money import actions, budgets, printing, queries
from fettle.processes.money.queries import Sums
from fettle.processes.money.records import BUDGET, COST
from fettle.processes.money.values import base_currency
from fettle.processes.money.workflow import SEE

costs = routes(
    COST,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, COST, register=actions.register, revise=actions.revise),
    verbs=actions.VERBS,
)
budget_routes = routes(
    BUDGET,
    register=budgets.register,
    revise=budgets.revise,
    first=lambda router: tables.add(router, BUDGET),
    verbs=budgets.VERBS,
)
MONEY = Router(tags=["money"])
NAMES = ("cost", "own", "shared", "spent", "committed", "estimated", "forecast")
MAYBE = ("budget", "left")
SUMS = dict.fromkeys(NAMES, shapes.WHOLE) | dict.fromkeys(MAYBE, shapes.or_null(shapes.WHOLE))
ROW = {"service": shapes.TEXT, "title": shapes.TEXT, **SUMS}
OF = shapes.thing(SUMS, SUMS)
OVERVIEW = {
    "currency": shapes.TEXT,
    "from": {"type": "string", "format": "date"},
    "until": {"type": "string", "format": "date"},
    "services": shapes.listed(shapes.thing(ROW, ROW)),
    "unallocated": OF,
    "elsewhere": OF,
    "whole": OF,
}
YEAR = described.query(
    "year", shapes.WHOLE, "A financial year, by the year in which it begins; the present one unless given"
)


def _shown(sums: Sums) -> dict[str, Any]:
    return {name: getattr(sums, name) for name in (*NAMES, *MAYBE)}


def _year(request: HttpRequest) -> int:
    """The financial year that is asked for, else the present one. Raises Invalid."""
    only(request.GET, "year")
    if "year" not in request.GET:
        return queries.this_year(timezone.localdate())
    try:
        return int(BUDGET.by_name["year"].type.clean(request.GET["year"], None))
    except ValueError as problem:
        raise Invalid({"year": str(problem)}) from None


def overview(request: HttpRequest) -> HttpResponse:
    """Whole minor units of the currency; ``elsewhere`` is of services that the caller does not see."""
    actor = actor_of(request)
    require(actor, SEE)
    told = queries.overview(actor, queries.year(_year(request)))
    return Answer(
        {
            "currency": base_currency(),
            "from": told.days.first.isoformat(),
            "until": told.days.last.isoformat(),
            "services": [
                {"service": record.number, "title": record.title, **_shown(sums)} for record, sums in told.rows
            ],
            **{name: _shown(getattr(told, name)) for name in ("unallocated", "elsewhere", "whole")},
        }
    ).response()


def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The same as the page has it."""
    return printing.printed(actor_of(request), number, _year(request))


with override("en"):
    MONEY.add_api_operation(
        "/money",
        ["GET"],
        overview,
        operation_id="money_overview",
        summary="What services cost in a financial year, and their budgets",
        openapi_extra=described.operation(
            {200: shapes.thing(OVERVIEW, OVERVIEW)}, (401, 403, 405, 422), parameters=[YEAR]
        ),
    )
    MONEY.add_api_operation(
        "/services/{number}/cost",
        ["GET"],
        paper,
        operation_id="services_cost",
        summary="Cost of a service on paper",
        openapi_extra={
            "parameters": [YEAR],
            "responses": {
                **described.operation({}, described.READING)["responses"],
                200: {"description": "Done", "content": {"application/pdf": {"schema": {"type": "string"}}}},
            },
        },
    )
