"""One's own bulk changes of a list over REST: how far one is, and what became of each record."""

from __future__ import annotations

from ninja import Router

from fettle.edges.pages import bulk_run
from fettle.edges.pages.models import BulkRun
from fettle.edges.rest import shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.parameters import key_of
from fettle.kernel.access.actor import Actor

BULK = Router(tags=["bulk"])
LEFT = shapes.thing({"number": shapes.TEXT, "detail": shapes.TEXT}, ["number", "detail"])
RUN = shapes.thing(
    {
        "id": shapes.WHOLE,
        "verb": shapes.TEXT,
        "begun_at": shapes.MOMENT,
        "ended_at": {**shapes.or_null(shapes.MOMENT), "description": "Null while a worker is still at it."},
        "numbers": shapes.listed(shapes.TEXT),
        "done": shapes.WHOLE,
        "refused": shapes.listed(LEFT),
        "undo": {**shapes.YES_NO, "description": "Whether what was done may be taken back as one."},
    },
    ["id", "verb", "begun_at", "ended_at", "numbers", "done", "refused", "undo"],
)


def _own(actor: Actor, key: str) -> BulkRun:
    return bulk_run.own(actor, key_of(key))


def shown(actor: Actor, run: BulkRun) -> Answer:
    return Answer(
        {
            "id": run.pk,
            "verb": run.verb,
            "begun_at": run.begun_at.isoformat(),
            "ended_at": run.ended_at.isoformat() if run.ended_at else None,
            "numbers": run.numbers,
            "done": run.done,
            "refused": [{"number": number, "detail": why} for number, why in run.refused.items()],
            "undo": bool(run.ended_at and bulk_run.undo_url(run)),
        }
    )


things.Thing(BULK, _own, shown, RUN).get("/bulk/{bulk}", "bulk_show", "Show: one's own bulk change of a list")
