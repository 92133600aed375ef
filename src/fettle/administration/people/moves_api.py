"""People by file over REST, with a preview; and why somebody can, or cannot, see a record."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.administration.people import csv_rows, why
from fettle.edges.rest import described, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import key_of
from fettle.edges.transfer.routes import FORM, sent
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.settings import territory

MOVES = Router(tags=["parties"])
ROW = shapes.thing(
    {
        "line": shapes.WHOLE,
        "outcome": {"enum": ["new", "changed", "same", "refused"]},
        "name": shapes.TEXT,
        "mail": shapes.TEXT,
        "detail": shapes.TEXT,
    },
    ["line", "outcome"],
)
RESULT = shapes.thing(
    {"preview": shapes.YES_NO, "counts": {"type": "object"}, "rows": shapes.listed(ROW)}, ["preview", "counts", "rows"]
)
REASON = shapes.thing({"sentence": shapes.TEXT, "opens": shapes.YES_NO}, ["sentence", "opens"])
WHY = shapes.thing(
    {
        "person": shapes.PERSON,
        "number": shapes.TEXT,
        "sees": shapes.YES_NO,
        "reasons": shapes.listed(REASON),
    },
    ["person", "number", "sees", "reasons"],
)


@MOVES.post(
    "/people/import",
    operation_id="people_import",
    summary="Import people from a table, or see what would come of it",
    openapi_extra=described.operation(
        {200: RESULT}, described.WRITING, FORM, [described.KEY], media="multipart/form-data"
    ),
)
def bring_in(request: HttpRequest) -> HttpResponse:
    """The columns are those of the page. ``preview`` is true unless you say otherwise; refused lines are left out."""
    actor = actor_of(request)
    content, preview = sent(request, actor, territory.ADMINISTER)

    def run() -> Answer:
        rows = csv_rows.read(actor, csv_rows.decoded(content))
        if not preview:
            csv_rows.write(actor, rows)
        shown = [_row(row) for row in rows]
        counts = dict(Counter(row["outcome"] for row in shown))
        return Answer({"preview": preview, "counts": counts, "rows": shown})

    return once(request, actor, run, repr(preview).encode() + content).response()


def _row(row: csv_rows.Row) -> dict[str, Any]:
    outcome = "refused" if row.outcome == "problem" else row.outcome
    return {"line": row.line, "outcome": outcome, "name": row.name, "mail": row.mail, "detail": row.problem}


def _explained(actor: Actor, raw: str, number: str) -> why.Explanation:
    require(actor, territory.ADMINISTER)
    return why.explain(actor, territory.person(actor, key_of(raw.removeprefix("person:"))), number)


def _reasons(actor: Actor, found: why.Explanation) -> Answer:
    return Answer(
        {
            "person": {"id": f"person:{found.person.pk}", "name": found.person.name},
            "number": found.record.number,
            "sees": found.sees,
            "reasons": [{"sentence": reason.sentence, "opens": reason.opens} for reason in found.reasons],
        }
    )


things.Thing(MOVES, _explained, _reasons, WHY).get(
    "/people/{person}/sees/{number}", "people_sees", "Why somebody can, or cannot, see a record"
)
