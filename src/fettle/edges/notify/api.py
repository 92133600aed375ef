"""One's own notices over REST."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.notify import actions, queries
from fettle.edges.rest import described, given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of, person_of
from fettle.edges.rest.parameters import only
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.values import Number

NOTIFY = Router(tags=["notices"])
MOST = 200
NOTICE = shapes.thing(
    {
        "id": shapes.WHOLE,
        "at": shapes.MOMENT,
        "unread": shapes.YES_NO,
        "by": shapes.TEXT,
        "words": shapes.TEXT,
        "number": shapes.TEXT,
        "title": shapes.TEXT,
    },
    ["id", "at", "unread", "by", "words", "number", "title"],
)
NOTICES = shapes.thing({"unread": shapes.WHOLE, "items": shapes.listed(NOTICE)}, ["unread", "items"])
WISH = (given.Takes("notice", "notice", Number(1), "Which one; all unless given", empty=None),)
WHICH = (given.Takes("notice", "notice", Number(1), "Which one", needed=True),)


@NOTIFY.get(
    "/notices",
    operation_id="notices_mine",
    summary="One's own notices, the newest two hundred",
    openapi_extra=described.operation({200: NOTICES}, (401, 405, 422)),
)
def notices(request: HttpRequest) -> HttpResponse:
    """Without those of what one may no longer see."""
    actor = actor_of(request)
    only(request.GET)
    items = [
        {
            "id": one.pk,
            "at": one.at.isoformat(),
            "unread": one.unread,
            "by": one.actor,
            "words": str(one.words),
            "number": one.record.number,
            "title": one.record.title,
        }
        for one in queries.notices(actor, 0, MOST)
    ]
    return Answer({"unread": queries.unread(person_of(actor)), "items": items}).response()


def _mine(actor: Actor) -> None:
    """Everybody has notices."""


def _unread(actor: Actor, nothing: None) -> Answer:
    return Answer({"unread": queries.unread(person_of(actor))})


def _read(actor: Actor, nothing: None, notice: int | None = None) -> None:
    actions.mark_read(actor, *([notice] if notice else []))


def _later(actor: Actor, nothing: None, notice: int) -> None:
    actions.mark_unread(actor, notice)


OWN = things.Thing(NOTIFY, _mine, _unread, shapes.thing({"unread": shapes.WHOLE}, ["unread"]))
OWN.post("/notices/read", "notices_read", "Mark one's own notices as read", _read, WISH)
OWN.post("/notices/unread", "notices_unread", "Keep one of one's own notices for later", _later, WHICH)
