"""Saved views over REST: one's own, and those that others share."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.pages import saved
from fettle.edges.rest import described, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.parameters import only

VIEWS = Router(tags=["views"])
VIEW = shapes.thing(
    {
        "id": shapes.WHOLE,
        "name": shapes.TEXT,
        "list": shapes.TEXT,
        "query": shapes.TEXT,
        "shared": shapes.YES_NO,
        "mine": shapes.YES_NO,
    },
    ["id", "name", "list", "query", "shared", "mine"],
)


@VIEWS.get(
    "/views",
    operation_id="views_mine",
    summary="List: saved views that one may use",
    openapi_extra=described.operation({200: shapes.thing({"items": shapes.listed(VIEW)}, ["items"])}, (401, 405, 422)),
)
def views(request: HttpRequest) -> HttpResponse:
    """``list`` is the place of the list, ``query`` what it is asked for."""
    actor = actor_of(request)
    only(request.GET)
    items = [
        {
            "id": row.pk,
            "name": row.name,
            "list": row.path,
            "query": row.query,
            "shared": row.shared,
            "mine": row.person_id == actor.person_id,
        }
        for row in saved.usable(actor)
    ]
    return Answer({"items": items}).response()
