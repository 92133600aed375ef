"""Duties over REST: the calendar, those of a record, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.duties.asks import CODE, DONE, REASON, SET
from fettle.edges.rest import bodies, described, given, shapes, showing
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import only
from fettle.facilities.cycles import actions, queries
from fettle.facilities.cycles.models import Duty
from fettle.kernel.access import read
from fettle.kernel.access.ask import require
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import Ask

DUTIES = Router(tags=["duties"])
DAY = {"type": "string", "format": "date"}
ONE = shapes.thing(
    {
        "record": shapes.TEXT,
        "title": shapes.TEXT,
        "code": shapes.TEXT,
        "due_on": DAY,
        "every": shapes.WHOLE,
        "unit": {"enum": ["days", "weeks", "months", "years"]},
        "lead_days": shapes.WHOLE,
        "person": shapes.or_null(shapes.PERSON),
        "role": shapes.TEXT,
        "last_done_on": shapes.or_null(DAY),
    },
    ("record", "code", "due_on", "every", "unit"),
)
ITEMS = shapes.thing({"items": shapes.listed(ONE)}, ["items"])


def shown(duty: Duty) -> dict[str, Any]:
    return {
        "record": duty.record.number,
        "title": duty.record.title,
        "code": duty.code,
        "due_on": duty.due_on.isoformat(),
        "every": duty.every,
        "unit": duty.unit,
        "lead_days": duty.lead_days,
        "person": showing.person(duty.person),
        "role": duty.role,
        "last_done_on": duty.last_done_on.isoformat() if duty.last_done_on else None,
    }


@DUTIES.get(
    "/duties",
    operation_id="duties_list",
    summary="Duties on what one sees, newest first",
    openapi_extra=described.operation({200: shapes.paged(ONE)}, (401, 403, 405, 422), parameters=described.paging()),
)
def calendar(request: HttpRequest) -> HttpResponse:
    """All that hold."""
    only(request.GET, *PAGING)
    return paged(queries.duties(actor_of(request)), "id", request.GET, shown).response()


@DUTIES.get(
    "/duties/{number}",
    operation_id="duties_show",
    summary="The duties of a record",
    openapi_extra=described.operation({200: ITEMS}, described.READING),
)
def of_record(request: HttpRequest, number: str) -> HttpResponse:
    """The soonest first."""
    only(request.GET)
    return _answer(read.get(actor_of(request), number)).response()


def _answer(record: Record) -> Answer:
    return Answer({"items": [shown(duty) for duty in queries.of_record(record)]})


def _stepping(name: str, summary: str, action: Callable[..., Record], asks: tuple[Ask, ...], guarded: bool) -> None:
    """POST /duties/{number}/<name>. ``guarded``: whoever may not is refused before the body is looked at."""
    takes = [given.of_ask(ask) for ask in (CODE, *asks)]

    def step(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        body = bodies.read(request)

        def run() -> Answer:
            record = read.get(actor, number)
            if guarded:
                require(actor, queries.permission(record), record)
            action(actor, record.number, **given.asked(takes, body, actor))
            return _answer(record)

        return once(request, actor, run).response()

    DUTIES.add_api_operation(
        f"/duties/{{number}}/{name}",
        ["POST"],
        step,
        operation_id=f"duties_{name}",
        summary=summary,
        openapi_extra=described.operation({200: ITEMS}, described.WRITING, shapes.taken(takes), [described.KEY]),
    )


_stepping("set", "Set or change a duty", actions.set_duty, SET, True)
_stepping("done", "It was done", actions.done, DONE, False)
_stepping("skip", "Leave it out this time", actions.skip, REASON, False)
_stepping("end", "It is no longer due", actions.end, REASON, True)
