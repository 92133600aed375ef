"""Erasing the personal data of somebody who left, with a preview that counts what would be replaced."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.rest import bodies, described, given, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import only
from fettle.kernel.access.ask import require
from fettle.kernel.records.values import Flag, Line, Text, whole
from fettle.kernel.settings import erasing, territory

ERASING = Router(tags=["parties"])
WISH = (
    given.Takes("reason", "reason", Line(500), "Why; it stays in the history", needed=True),
    given.Takes("also", "also", Text(2000), "Further words that mean them, one in a line", empty=""),
    given.Takes("files", "files", Flag(), "Delete the files they attached", empty=False),
    given.Takes("preview", "preview", Flag(), "Count what would be replaced and change nothing", empty=False),
)
OUTCOME = shapes.thing(
    {
        "mark": shapes.TEXT,
        "preview": shapes.YES_NO,
        "found": {"type": "object", "additionalProperties": shapes.WHOLE},
        "words": shapes.listed(shapes.TEXT),
        "near": shapes.listed(shapes.TEXT),
    },
    ["mark", "preview", "found", "words", "near"],
)


@ERASING.post(
    "/people/{person}/erase",
    operation_id="people_erase",
    summary="Erase the personal data of somebody who left",
    openapi_extra=described.operation({200: OUTCOME}, described.WRITING, shapes.taken(WISH), [described.KEY]),
)
def erase(request: HttpRequest, person: str) -> HttpResponse:
    """``person`` is ``person:17`` or its number. Names, addresses and numbers give way to ``mark``."""
    actor = actor_of(request)
    only(request.GET)
    require(actor, erasing.ERASE)
    whom = territory.person(actor, whole(person.removeprefix("person:"), 17) or 0)
    values = {"also": "", "files": False, "preview": False, **given.clean(WISH, bodies.read(request), actor)}
    values["also"] = values["also"].splitlines()

    def run() -> Answer:
        done = erasing.erase(actor, whom, **values)
        lists = {"words": list(done.words), "near": list(done.near)}
        return Answer({"mark": done.mark, "preview": values["preview"], "found": dict(done.found), **lists})

    return once(request, actor, run).response()
