"""Steps over REST: those that are one's own, those of a record, and all that is done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.rest import bodies, described, given, shapes, showing
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import only
from fettle.edges.steps.asks import ADD, DONE, MOVE, SKIP, STEP, TITLE, WORKFLOW
from fettle.facilities.tasks import actions, queries
from fettle.facilities.tasks.models import Step
from fettle.kernel.access import read
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.kernel.workflow import Ask

STEPS = Router(tags=["steps"])
ONE = shapes.thing(
    {
        "id": shapes.WHOLE,
        "record": shapes.TEXT,
        "place": shapes.WHOLE,
        "title": shapes.TEXT,
        "text": shapes.TEXT,
        "person": shapes.or_null(shapes.PERSON),
        "team": shapes.or_null(shapes.TEXT),
        "due_at": shapes.or_null(shapes.MOMENT),
        "waits": shapes.YES_NO,
        "workflow": shapes.TEXT,
        "state": {"enum": ["open", "done", "skipped"]},
        "remark": shapes.TEXT,
        "ended_at": shapes.or_null(shapes.MOMENT),
        "ended_by": shapes.or_null(shapes.PERSON),
    },
    ("id", "record", "place", "title", "state", "waits"),
)
WORKFLOWS = shapes.listed(
    shapes.thing({"code": shapes.TEXT, "label": shapes.TEXT, "steps": shapes.listed(shapes.TEXT)}, ("code", "label"))
)
ITEMS = shapes.thing(
    {"items": shapes.listed(ONE), "progress": shapes.TEXT, "workflows": WORKFLOWS}, ("items", "progress", "workflows")
)


def shown(row: Step) -> dict[str, Any]:
    return {
        "id": row.pk,
        "record": row.record.number,
        "place": row.place,
        "title": row.title,
        "text": row.text,
        "person": showing.person(row.person),
        "team": row.team.name if row.team else None,
        "due_at": row.due_at.isoformat() if row.due_at else None,
        "waits": row.waits,
        "workflow": row.workflow,
        "state": row.state,
        "remark": row.remark,
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "ended_by": showing.person(row.ended_by),
    }


@STEPS.get(
    "/steps",
    operation_id="steps_list",
    summary="Open steps that are one's own or one's teams', newest first",
    openapi_extra=described.operation({200: shapes.paged(ONE)}, (401, 403, 405, 422), parameters=described.paging()),
)
def own(request: HttpRequest) -> HttpResponse:
    """On open records that one sees."""
    only(request.GET, *PAGING)
    return paged(queries.mine(actor_of(request)), "id", request.GET, shown, "record", "ended_by").response()


@STEPS.get(
    "/steps/{number}",
    operation_id="steps_show",
    summary="The steps of a record, and the workflows that fit it",
    openapi_extra=described.operation({200: ITEMS}, described.READING),
)
def of_record(request: HttpRequest, number: str) -> HttpResponse:
    """All of them for staff, their own for others."""
    only(request.GET)
    actor = actor_of(request)
    return _answer(actor, read.get(actor, number)).response()


def _answer(actor: Actor, record: Record) -> Answer:
    staff = STAFF in audiences(actor, record)
    rows = queries.steps(record)
    seen = rows if staff else [row for row in rows if queries.is_mine(actor, row, record)]
    for row in seen:
        row.record = record
    known = queries.workflows(record) if staff else []
    return Answer(
        {
            "items": [shown(row) for row in seen],
            "progress": queries.progress(rows) if staff else "",
            "workflows": [
                {"code": each.code, "label": each.label, "steps": [step.title for step in each.steps]} for each in known
            ],
        }
    )


def _stepping(name: str, summary: str, action: Callable[..., Record], asks: tuple[Ask, ...], guarded: bool) -> None:
    """POST /steps/{number}/<name>. ``guarded``: whoever may not is refused before the body is looked at."""
    takes = [given.of_ask(ask) for ask in asks]

    def step(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        body = bodies.read(request)

        def run() -> Answer:
            record = read.get(actor, number)
            if guarded:
                require(actor, record.declared.may.revise, record)
            action(actor, record.number, **given.clean(takes, body, actor))
            return _answer(actor, read.get(actor, number))

        return once(request, actor, run).response()

    STEPS.add_api_operation(
        f"/steps/{{number}}/{name}",
        ["POST"],
        step,
        operation_id=f"steps_{name}",
        summary=summary,
        openapi_extra=described.operation({200: ITEMS}, described.WRITING, shapes.taken(takes), [described.KEY]),
    )


def _add(actor: Actor, number: str, **values: Any) -> Record:
    return actions.add(actor, number, **{name: value for name, value in values.items() if value is not None})


def _change(actor: Actor, number: str, *, step: int, **values: Any) -> Record:
    """What is not named stays; null empties owner and due time."""
    kept = ("person", "team", "due_at")
    wish = {name: value for name, value in values.items() if value is not None or name in kept}
    return actions.change(actor, number, step=step, **wish)


LOOSE = tuple(Ask(ask.name, ask.type, ask.label, ask.hint, needed=False) for ask in (TITLE, *ADD[1:]))


def _done(actor: Actor, number: str, *, step: int, remark: str | None = None) -> Record:
    return actions.done(actor, number, step=step, remark=remark or "")


_stepping("follow", "Lay out the steps of a workflow, once", actions.lay_out, WORKFLOW, True)
_stepping("add", "Add a step", _add, ADD, True)
_stepping("change", "Change a step", _change, (STEP, *LOOSE), True)
_stepping("move", "Put a step into another place", actions.move, (STEP, *MOVE), True)
_stepping("done", "A step is done", _done, (STEP, *DONE), False)
_stepping("skip", "Leave a step out", actions.skip, (STEP, *SKIP), False)
_stepping("redo", "A step is to be done after all", actions.reopen, (STEP,), False)
_stepping("withdraw", "Take a step away", actions.withdraw, (STEP,), True)
