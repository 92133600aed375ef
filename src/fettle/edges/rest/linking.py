"""Links between records, as far as both ends are seen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.rest import bodies, described, given, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import only
from fettle.facilities.links import actions, queries
from fettle.kernel.access import read
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Line

LINKS = Router(tags=["records"])
END = shapes.thing(
    {"relation": shapes.TEXT, "label": shapes.TEXT, "number": shapes.TEXT, "title": shapes.TEXT, "open": shapes.YES_NO},
    ["relation", "label", "number", "title", "open"],
)
ENDS = shapes.thing({"items": shapes.listed(END)}, ["items"])
WISH = (
    given.Takes("other", "other", Line(20), "Number of the other record", needed=True),
    given.Takes("relation", "relation", Line(40), "Code of the relation", needed=True),
)


def _ends(actor: Actor, record: Record) -> Answer:
    items = [
        {
            "relation": end.relation,
            "label": str(end.label),
            "number": end.record.number,
            "title": end.record.title,
            "open": end.record.is_open,
        }
        for end in queries.links(actor, record)
    ]
    return Answer({"items": items})


@LINKS.get(
    "/records/{number}/links",
    operation_id="records_links",
    summary="What a record is linked to",
    openapi_extra=described.operation({200: ENDS}, described.READING),
)
def links(request: HttpRequest, number: str) -> HttpResponse:
    """Open ends first."""
    actor = actor_of(request)
    only(request.GET)
    return _ends(actor, read.get(actor, number)).response()


def _changing(name: str, action: Any) -> None:
    """POST /records/{number}/<name>."""

    def change(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        values = given.clean(WISH, bodies.read(request), actor)
        record = read.get(actor, number)

        def run() -> Answer:
            action(actor, record.number, **values)
            return _ends(actor, record)

        return once(request, actor, run).response()

    LINKS.add_api_operation(
        f"/records/{{number}}/{name}",
        ["POST"],
        change,
        operation_id=f"records_{name}",
        summary=f"{name.title()} two records",
        openapi_extra=described.operation({200: ENDS}, described.WRITING, shapes.taken(WISH), [described.KEY]),
    )


_changing("link", actions.link)
_changing("unlink", actions.unlink)
