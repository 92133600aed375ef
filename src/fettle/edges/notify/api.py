"""One's own notices over REST, and the mail log of those who run the installation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.notify import actions, queries
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.rest import bodies, described, given, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of, person_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import only, words
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
MAIL = shapes.thing(
    {
        "id": shapes.WHOLE,
        "made_at": shapes.MOMENT,
        "address": shapes.TEXT,
        "subject": shapes.TEXT,
        "state": {"enum": list(OutgoingMail.State.values)},
        "reason": shapes.TEXT,
        "attempts": shapes.WHOLE,
        "number": shapes.or_null(shapes.TEXT),
    },
    ["id", "made_at", "address", "subject", "state", "reason", "attempts"],
)
WISH = (given.Takes("notice", "notice", Number(1), "Which one; all unless given", empty=None),)


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


@NOTIFY.post(
    "/notices/read",
    operation_id="notices_read",
    summary="Mark one's own notices as read",
    openapi_extra=described.operation(
        {200: shapes.thing({"unread": shapes.WHOLE}, ["unread"])},
        described.WRITING,
        shapes.taken(WISH),
        [described.KEY],
    ),
)
def read(request: HttpRequest) -> HttpResponse:
    """One of them, or all."""
    actor = actor_of(request)
    values = given.asked(WISH, bodies.read(request), actor)

    def run() -> Answer:
        actions.mark_read(actor, *values.values())
        return Answer({"unread": queries.unread(person_of(actor))})

    return once(request, actor, run).response()


@NOTIFY.get(
    "/mails",
    operation_id="mails_list",
    summary="List: mails that left, wait, failed or were withheld, newest first",
    openapi_extra=described.operation(
        {200: shapes.paged(MAIL)},
        (401, 403, 405, 422),
        parameters=[
            described.query("q", {"type": "string", "maxLength": 200}, "Part of an address, or a number."),
            *described.paging(),
        ],
    ),
)
def mails(request: HttpRequest) -> HttpResponse:
    """Their texts are for the page alone: some hold a link to sign in."""
    actor = actor_of(request)
    only(request.GET, "q", *PAGING)
    return paged(queries.mails(actor, text=words(request.GET)), "id", request.GET, mail, "record").response()


def mail(one: OutgoingMail) -> dict[str, Any]:
    return {
        "id": one.pk,
        "made_at": one.made_at.isoformat(),
        "address": one.address,
        "subject": one.subject,
        "state": one.state,
        "reason": one.reason,
        "attempts": one.attempts,
        "number": one.record.number if one.record else None,
    }
