"""All that there was with a party, over REST."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.relationships import drawn
from fettle.edges.rest import described, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF

ROWS = 50
ROW = {
    "number": shapes.TEXT,
    "kind": shapes.TEXT,
    "title": shapes.TEXT,
    "state": shapes.TEXT,
    "opened_at": shapes.TEXT,
    "happened_at": shapes.TEXT,
    "what": shapes.TEXT,
}
SHAPE = shapes.thing(
    {"items": shapes.listed(shapes.thing(ROW, ROW)), "next": shapes.or_null(shapes.TEXT)}, ["items", "next"]
)


def add(router: Router, kind: Kind) -> None:
    """``GET /<kind>/{number}/met``, the newest first; ``next`` is what ``before`` takes for the page after this one."""
    before = described.query("before", {"type": "string"}, "The next of the page before")
    thing = things.Thing(router, partial(_found, kind), _shown, SHAPE)
    thing.get(f"/{kind.path}/{{number}}/met", f"{kind.path}_met", "All that there was with the party", [before])


def _found(kind: Kind, actor: Actor, number: str, before: str | None = None) -> tuple[Record, str]:
    record = get(actor, number, kind)
    if STAFF not in audiences(actor, record):
        raise NotSeen(_("There is nothing here."))
    if before is not None and drawn.place(before) is None:
        raise Invalid({"before": _("Give the “next” of the page before.")})
    return record, before or ""


def _shown(actor: Actor, of: tuple[Record, str]) -> Answer:
    rows, more = drawn.rows(actor, *of, ROWS)
    return Answer({"items": [_row(row) for row in rows], "next": more or None})


def _row(row: drawn.Row) -> dict[str, Any]:
    return {
        "number": row.record.number,
        "kind": row.record.kind,
        "title": row.record.title,
        "state": row.record.state,
        "opened_at": row.record.opened_at.isoformat(),
        "happened_at": row.at.isoformat(),
        "what": row.said,
    }
