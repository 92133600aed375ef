"""The request catalogue over REST: what may be ordered and what it asks, and ordering it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import bodies, described, given, reading, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.loose import Names
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import only
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.references import ToPerson
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Line, Text
from fettle.processes.incidents.api import CUSTOM
from fettle.processes.incidents.catalogue import queries, questions
from fettle.processes.incidents.catalogue.ordering import order
from fettle.processes.incidents.catalogue.questions import Question
from fettle.processes.incidents.records import REQUEST
from fettle.processes.incidents.workflow import WORK

CATALOGUE = Router(tags=["request catalogue"])
QUESTION = {
    "code": shapes.TEXT,
    "label": shapes.TEXT,
    "hint": shapes.TEXT,
    "type": shapes.TEXT,
    "choices": shapes.listed(shapes.TEXT),
    "needed": shapes.YES_NO,
    "if_question": shapes.TEXT,
    "if_answer": shapes.listed(shapes.TEXT),
}
ITEM = {
    "code": shapes.TEXT,
    "label": shapes.TEXT,
    "about": shapes.TEXT,
    "service": shapes.or_null(shapes.TEXT),
    "approval": shapes.YES_NO,
    "hours": shapes.or_null(shapes.WHOLE),
    "questions": shapes.listed(shapes.thing(QUESTION, QUESTION)),
}
ITEMS = shapes.thing({"items": shapes.listed(shapes.thing(ITEM, ITEM))}, ["items"])
TAKES = (
    given.Takes("answers", "answers", Names(), "Answers by the codes of the questions", needed=False, empty={}),
    given.Takes("details", "details", Text(50_000), "Details", empty=""),
    given.Takes("location", "location", Line(200), "Room or place", empty=""),
    given.Takes("requester", "requester", ToPerson(), "For whom; as staff only", empty=None),
)


def _items(actor: Actor) -> list[queries.Item]:
    return queries.orderable(actor) if may(actor, WORK) else queries.offered(actor)


def _question(each: Question) -> dict[str, Any]:
    kind = each.field.type
    return {
        "code": each.field.name,
        "label": str(each.field.label),
        "hint": str(each.field.hint),
        "type": kind.widget,
        "choices": [option.code for option in kind.options()] if isinstance(kind, Choice) else [],
        "needed": each.field.needed,
        "if_question": each.on,
        "if_answer": list(each.answers),
    }


def _shown(item: queries.Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "label": item.name,
        "about": item.about,
        "service": item.service.number if item.service else None,
        "approval": bool(item.row["approval"]),
        "hours": item.row["hours"],
        "questions": [_question(each) for each in questions.of(item.code)],
    }


@CATALOGUE.get(
    "/catalogue",
    operation_id="catalogue_list",
    summary="Standard requests that one may order, with their questions, in the order of the catalogue",
    openapi_extra=described.operation({200: ITEMS}, (401, 403, 405)),
)
def listed(request: HttpRequest) -> HttpResponse:
    """All of them: a catalogue has no more than a page can show."""
    only(request.GET)
    return Answer({"items": [_shown(item) for item in _items(actor_of(request))]}).response()


@CATALOGUE.post(
    "/catalogue/{code}/order",
    response={201: None},
    operation_id="catalogue_order",
    summary="Order a standard request",
    openapi_extra=described.operation(
        {201: described.ref(REQUEST.key)}, described.WRITING, shapes.taken(TAKES), [described.KEY]
    ),
)
def ordered(request: HttpRequest, code: str) -> HttpResponse:
    """For oneself, or as staff for somebody."""
    actor = actor_of(request)
    body = bodies.read(request)

    def run() -> Answer:
        require(actor, REQUEST.may.register)
        if code not in {item.code for item in _items(actor)}:
            raise NotSeen(_("There is no such standard request, or it is not offered to you."))
        values = {"answers": {}, **given.clean(TAKES, body, actor)}
        wish = {name: value for name, value in values.items() if value is not None}
        return reading.made(request, actor, REQUEST, _named_as_asked(lambda: order(actor, code, **wish)), (CUSTOM,))

    return once(request, actor, run).response()


def _named_as_asked(do: Callable[[], Record]) -> Record:
    """What is wrong with an answer is told by the name under which the body gives it."""
    try:
        return do()
    except Invalid as wrong:
        told = {name.replace("custom.", "answers.", 1): sentence for name, sentence in wrong.errors.items()}
        raise Invalid(told) from None
