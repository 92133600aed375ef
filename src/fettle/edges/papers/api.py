"""Controlled texts over REST, beside the other routes of their kind: versions, what differs, who has read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from ninja import Router

from fettle.edges.papers.asks import ADDRESSEE
from fettle.edges.papers.views import on_paper
from fettle.edges.rest import described, reading, shapes, showing
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.parameters import only
from fettle.edges.rest.routes import Step
from fettle.facilities.documents import actions, diff, queries
from fettle.facilities.documents.models import Version
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, whole

DAY = {"type": "string", "format": "date"}
STANDS = {"enum": ["draft", "in_review", "published", "replaced", "withdrawn", "dropped"]}
SHORT = {
    "number": shapes.WHOLE,
    "stands": STANDS,
    "note": shapes.TEXT,
    "author": shapes.or_null(shapes.PERSON),
    "made_at": shapes.MOMENT,
    "approved_by": shapes.or_null(shapes.PERSON),
    "effective_on": shapes.or_null(DAY),
}
ONE = shapes.thing({**SHORT, "text": shapes.TEXT}, ("number", "stands", "text"))
ROWS = shapes.thing({"items": shapes.listed(shapes.thing(SHORT, ("number", "stands")))}, ["items"])
PIECES = shapes.listed(shapes.thing({"text": shapes.TEXT, "mark": {"enum": ["", "new", "gone"]}}, ["text", "mark"]))
NUMBER = shapes.or_null(shapes.WHOLE)
LINE = shapes.thing({"old": PIECES, "new": PIECES, "old_line": NUMBER, "new_line": NUMBER}, ("old", "new"))
DIFFERENCE = shapes.thing({"old": shapes.WHOLE, "new": shapes.WHOLE, "lines": shapes.listed(LINE)}, ["lines"])
READER = shapes.thing({"person": shapes.PERSON, "at": shapes.or_null(shapes.MOMENT)}, ["person", "at"])
LISTED = shapes.thing({"items": shapes.listed(READER)}, ["items"])


def steps(kind: Kind) -> tuple[Step, ...]:
    """What is done with a text beside the verbs of its workflow."""
    revise, see = kind.may.revise, kind.may.see
    with override("en"):
        return (
            Step("distribute", gettext_lazy("Distribute"), revise, actions.distribute, ADDRESSEE),
            Step("take_off", gettext_lazy("Take off the list"), revise, actions.take_off, ADDRESSEE),
            Step("acknowledge", gettext_lazy("Read and understood"), see, actions.acknowledge, ()),
            Step("remind", gettext_lazy("Remind"), revise, actions.remind, ()),
        )


def add(router: Router, kind: Kind) -> None:
    """The routes that read."""

    def versions(request: HttpRequest, number: str) -> HttpResponse:
        only(request.GET)
        actor, record = _seen(request, kind, number)
        return Answer({"items": [_short(record, each) for each in queries.versions(actor, record)]}).response()

    def version(request: HttpRequest, number: str, version: str) -> HttpResponse:
        only(request.GET)
        actor, record = _seen(request, kind, number)
        found = queries.version(actor, record, whole(version) or 0)
        return Answer(_short(record, found) | {"text": found.text}).response()

    def difference(request: HttpRequest, number: str) -> HttpResponse:
        only(request.GET, "old", "new")
        actor, record = _seen(request, kind, number)
        wanted = {}
        for name in ("old", "new"):
            given = request.GET.get(name, "")
            if not whole(given):
                raise Invalid({name: _("Give the number of a version.")})
            wanted[name] = queries.version(actor, record, whole(given) or 0)
        lines = [_line(line) for line in diff.diff(wanted["old"].text, wanted["new"].text)]
        return Answer({"old": wanted["old"].number, "new": wanted["new"].number, "lines": lines}).response()

    def readers(request: HttpRequest, number: str) -> HttpResponse:
        only(request.GET)
        actor, record = _seen(request, kind, number)
        if STAFF not in audiences(actor, record):
            raise NotSeen(_("There is nothing here."))
        rows = [
            {"person": showing.person(row.person), "at": row.at.isoformat() if row.at else None}
            for row in queries.readings(record)
        ]
        return Answer({"items": rows}).response()

    def pdf(request: HttpRequest, number: str) -> HttpResponse:
        only(request.GET, "version")
        actor, record = _seen(request, kind, number)
        return on_paper(actor, record, whole(request.GET.get("version", "")) or 0)

    router.add_api_operation(
        f"/{kind.path}/{{number}}/pdf",
        ["GET"],
        pdf,
        operation_id=f"{kind.path}_pdf",
        summary="A version on paper, the one in force unless given",
        openapi_extra={
            "parameters": [described.query("version", {"type": "integer", "minimum": 1})],
            "responses": {
                **described.operation({}, described.READING)["responses"],
                200: {"description": "Done", "content": {"application/pdf": {"schema": {"type": "string"}}}},
            },
        },
    )
    asked = [{**described.query(name, {"type": "integer", "minimum": 1}), "required": True} for name in ("old", "new")]
    for rest, view, name, said, shape, more in (
        ("versions", versions, "versions", "Versions of the text, newest first", ROWS, []),
        ("versions/{version}", version, "version", "One version with its text", ONE, []),
        ("difference", difference, "difference", "What differs between two versions", DIFFERENCE, asked),
        ("readers", readers, "readers", "Who is to read it, and who has", LISTED, []),
    ):
        router.add_api_operation(
            f"/{kind.path}/{{number}}/{rest}",
            ["GET"],
            view,
            operation_id=f"{kind.path}_{name}",
            summary=said,
            openapi_extra=described.operation({200: shape}, described.READING, parameters=more),
        )


def _seen(request: HttpRequest, kind: Kind, number: str) -> tuple[Actor, Record]:
    actor = actor_of(request)
    return actor, reading.get(actor, kind, number)


def _short(record: Record, each: Version) -> dict[str, Any]:
    approval = getattr(each, "approval", None)
    return {
        "number": each.number,
        "stands": queries.stands(record, each),
        "note": each.note,
        "author": showing.person(each.author),
        "made_at": each.made_at.isoformat(),
        "approved_by": showing.person(approval.person) if approval else None,
        "effective_on": approval.effective_on.isoformat() if approval else None,
    }


def _line(line: diff.Line) -> dict[str, Any]:
    def pieces(side: tuple[diff.Piece, ...]) -> list[dict[str, str]]:
        return [{"text": piece.text, "mark": piece.mark} for piece in side]

    return {"old": pieces(line.old), "new": pieces(line.new), "old_line": line.old_at, "new_line": line.new_at}
