"""Approvals over REST: what waits for one's decision, the rounds of a record, asking, deciding, no longer asking; and
one's delegates.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.decisions.asks import ASK, DECIDE, DELEGATE, REASON
from fettle.edges.pages.page import person_of
from fettle.edges.rest import bodies, described, given, shapes, showing
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import key_of, only
from fettle.facilities.approvals import actions, delegates, policy, queries
from fettle.facilities.approvals.models import Decision, Delegation, Round, Seat
from fettle.kernel.access import read
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import Ask

APPROVALS = Router(tags=["approvals"])
DAY = {"type": "string", "format": "date"}
WAITING = shapes.thing(
    {
        "record": shapes.TEXT,
        "title": shapes.TEXT,
        "round": shapes.WHOLE,
        "step": shapes.WHOLE,
        "seat": shapes.PERSON,
        "asked_by": shapes.or_null(shapes.PERSON),
        "due_at": shapes.or_null(shapes.MOMENT),
    },
    ("record", "round", "step", "seat"),
)
DECISION = shapes.thing(
    {
        "step": shapes.WHOLE,
        "seat": shapes.PERSON,
        "person": shapes.PERSON,
        "approves": shapes.YES_NO,
        "comment": shapes.TEXT,
        "channel": shapes.TEXT,
        "at": shapes.MOMENT,
    },
    ("step", "seat", "person", "approves", "at"),
)
ROUND = shapes.thing(
    {
        "id": shapes.WHOLE,
        "state": {"enum": ["open", "approved", "refused", "withdrawn"]},
        "policy": shapes.TEXT,
        "question": shapes.TEXT,
        "asked_by": shapes.or_null(shapes.PERSON),
        "asked_at": shapes.MOMENT,
        "due_at": shapes.or_null(shapes.MOMENT),
        "ended_at": shapes.or_null(shapes.MOMENT),
        "step": shapes.WHOLE,
        "steps": shapes.listed(
            shapes.thing({"needed": shapes.WHOLE, "people": shapes.listed(shapes.PERSON)}, ("needed", "people"))
        ),
        "decisions": shapes.listed(DECISION),
    },
    ("id", "state", "asked_at", "step", "steps", "decisions"),
)
ROUNDS = shapes.thing(
    {
        "items": shapes.listed(ROUND),
        "policies": shapes.listed(shapes.thing({"code": shapes.TEXT, "label": shapes.TEXT}, ("code", "label"))),
    },
    ("items", "policies"),
)
DELEGATION = shapes.thing(
    {
        "id": shapes.WHOLE,
        "delegate": shapes.PERSON,
        "starts_on": DAY,
        "ends_on": DAY,
        "ended_at": shapes.or_null(shapes.MOMENT),
    },
    ("id", "delegate", "starts_on", "ends_on"),
)
DELEGATIONS = shapes.thing({"items": shapes.listed(DELEGATION)}, ["items"])


def _waiting(seat: Seat) -> dict[str, Any]:
    return {
        "record": seat.record.number,
        "title": seat.record.title,
        "round": seat.round_id,
        "step": seat.step + 1,
        "seat": showing.person(seat.person),
        "asked_by": showing.person(seat.round.asked_by),
        "due_at": _moment(seat.round.due_at),
    }


@APPROVALS.get(
    "/approvals",
    operation_id="approvals_list",
    summary="What waits for one's own decision, newest first",
    openapi_extra=described.operation(
        {200: shapes.paged(WAITING)}, (401, 403, 405, 422), parameters=described.paging()
    ),
)
def waiting(request: HttpRequest) -> HttpResponse:
    """For oneself, and for those whose delegate one is."""
    only(request.GET, *PAGING)
    return paged(queries.waiting(actor_of(request)), "id", request.GET, _waiting).response()


@APPROVALS.get(
    "/approvals/{number}",
    operation_id="approvals_show",
    summary="The rounds of approval of a record",
    openapi_extra=described.operation({200: ROUNDS}, described.READING),
)
def of_record(request: HttpRequest, number: str) -> HttpResponse:
    """The newest first, with the policies that may be chosen. Comments as far as the caller may read them."""
    only(request.GET)
    actor = actor_of(request)
    return _answer(actor, read.get(actor, number)).response()


def _answer(actor: Actor, record: Record) -> Answer:
    seen = audiences(actor, record)
    options = [{"code": option.code, "label": str(option.label)} for option in policy.offered(record)]
    rounds = [(each, queries.reads(actor, record, each)) for each in queries.rounds(record)]
    return Answer({"items": [_round(each, seen, told) for each, told in rounds], "policies": options})


def _round(found: Round, seen: frozenset[str], told: bool) -> dict[str, Any]:
    """``told``: the reader may know of whom it is asked and who said what; else only that it is, and how it ended."""
    seats = list(found.seats.select_related("person").order_by("step", "pk"))
    return {
        "id": found.pk,
        "state": found.state,
        "policy": found.policy,
        "question": found.question if told else "",
        "asked_by": showing.person(found.asked_by) if told else None,
        "asked_at": found.asked_at.isoformat(),
        "due_at": _moment(found.due_at),
        "ended_at": _moment(found.ended_at),
        "step": found.step + 1,
        "steps": [
            {"needed": kept["needed"], "people": [showing.person(seat.person) for seat in seats if seat.step == at]}
            for at, kept in enumerate(found.steps if told else ())
        ],
        "decisions": [_decision(each, seen) for each in (queries.decisions(found) if told else ())],
    }


def _decision(row: Decision, seen: frozenset[str]) -> dict[str, Any]:
    return {
        "step": row.step + 1,
        "seat": showing.person(row.seat),
        "person": showing.person(row.person),
        "approves": row.approves,
        "comment": row.comment.text if row.comment and row.comment.audience in seen else "",
        "channel": row.channel,
        "at": row.at.isoformat(),
    }


def _moment(value: Any) -> str | None:
    return value.isoformat() if value else None


def _decide(actor: Actor, number: str, *, verdict: str, round: int | None = None, **values: Any) -> Record:
    return actions.decide(actor, number, approve=verdict == "approve", shown=round, **values)


def _stepping(name: str, summary: str, action: Callable[..., Record], asks: tuple[Ask, ...], guarded: bool) -> None:
    """POST /approvals/{number}/<name>. ``guarded``: whoever may not is refused before the body is looked at."""
    takes = [given.of_ask(ask) for ask in asks]

    def step(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        body = bodies.read(request)

        def run() -> Answer:
            record = read.get(actor, number)
            if guarded:
                require(actor, record.declared.may.revise, record)
            action(actor, record.number, **given.asked(takes, body, actor))
            return _answer(actor, record)

        return once(request, actor, run).response()

    APPROVALS.add_api_operation(
        f"/approvals/{{number}}/{name}",
        ["POST"],
        step,
        operation_id=f"approvals_{name}",
        summary=summary,
        openapi_extra=described.operation({200: ROUNDS}, described.WRITING, shapes.taken(takes), [described.KEY]),
    )


_stepping("ask", "Ask for approval by a policy, or ask people", actions.ask, ASK, True)
_stepping("decide", "Approve or refuse", _decide, DECIDE, False)
_stepping("cancel", "No longer ask", actions.cancel, REASON, False)


def _delegation(row: Delegation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "delegate": showing.person(row.delegate),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "ended_at": _moment(row.ended_at),
    }


def _delegations(actor: Actor) -> Answer:
    return Answer({"items": [_delegation(row) for row in delegates.of(person_of(actor))]})


@APPROVALS.get(
    "/me/delegates",
    operation_id="delegates_list",
    summary="Who decides for oneself, and when",
    openapi_extra=described.operation({200: DELEGATIONS}, (401, 403, 405, 422)),
)
def own_delegates(request: HttpRequest) -> HttpResponse:
    """The newest first, those of before too."""
    only(request.GET)
    return _delegations(actor_of(request)).response()


NAMING = [given.of_ask(ask) for ask in DELEGATE]


@APPROVALS.post(
    "/me/delegates",
    operation_id="delegates_name",
    summary="Name a delegate for a span of days",
    openapi_extra=described.operation({200: DELEGATIONS}, described.WRITING, shapes.taken(NAMING), [described.KEY]),
)
def name_delegate(request: HttpRequest) -> HttpResponse:
    """They may decide too, from the first day to the last."""
    actor, body = actor_of(request), bodies.read(request)

    def run() -> Answer:
        delegates.require_staff(actor)
        delegates.name(actor, **given.asked(NAMING, body, actor))
        return _delegations(actor)

    return once(request, actor, run).response()


@APPROVALS.post(
    "/me/delegates/{delegation}/end",
    operation_id="delegates_end",
    summary="A delegate no longer decides",
    openapi_extra=described.operation({200: DELEGATIONS}, described.WRITING, None, [described.KEY]),
)
def end_delegate(request: HttpRequest, delegation: str) -> HttpResponse:
    """Ending it twice changes nothing."""
    actor, body = actor_of(request), bodies.read(request)

    def run() -> Answer:
        given.clean((), body, actor)
        delegates.end(actor, key_of(delegation))
        return _delegations(actor)

    return once(request, actor, run).response()
