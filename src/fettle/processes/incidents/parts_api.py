"""The parts of a record over REST: which there are and whom they reach, and what goes on to all of them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from ninja import Router

from fettle.edges.pages import bulk_api
from fettle.edges.pages.models import BulkRun
from fettle.edges.rest import given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import Verb
from fettle.processes.incidents import parts_page, whole
from fettle.processes.incidents.records import DESK
from fettle.processes.incidents.workflow import WORK

PARTS = Router(tags=["desk"])
WORDS = {"resolve": "Resolve its parts as it was resolved", "tell": "Write to the people on all its parts"}
PART = {"number": shapes.TEXT, "title": shapes.TEXT, "state": shapes.TEXT, "open": shapes.YES_NO}
ALL = {
    "items": shapes.listed(shapes.thing(PART, PART)),
    "resolve": {**shapes.listed(shapes.TEXT), "description": "Numbers of those that are resolved with the whole."},
    "tell": {**shapes.listed(shapes.TEXT), "description": "Numbers of those to which one may write at once."},
    "readers": {**shapes.listed(shapes.TEXT), "description": "Who reads what is written to them."},
}


def _of(kind: Kind) -> things.Find:
    def find(actor: Actor, number: str) -> Record:
        record = get(actor, number, kind)
        require(actor, WORK, record)
        return record

    return find


def _shown(actor: Actor, record: Record) -> Answer:
    resolved, told = (whole.reach(actor, record, step) for step in (whole.RESOLVE, whole.TELL))
    rows = sorted((*told.ready, *told.left), key=lambda part: part.pk)
    items = [{"number": row.number, "title": row.title, "state": row.state, "open": row.is_open} for row in rows]
    numbers = {"resolve": [row.number for row in resolved.ready], "tell": [row.number for row in told.ready]}
    return Answer({"items": items, **numbers, "readers": list(told.readers)})


def _doing(step: Verb) -> things.Do:
    def do(actor: Actor, record: Record, **values: Any) -> BulkRun:
        return parts_page.begin(actor, record, step, values, whole.reach(actor, record, step), timezone.now())

    return do


for each in DESK:
    things.Thing(PARTS, _of(each), _shown, shapes.thing(ALL, ALL)).get(
        f"/{each.path}/{{number}}/parts", f"{each.path}_parts", "Its parts, and what would go on to them"
    )
    for word, step in parts_page.STEPS.items():
        things.Thing(PARTS, _of(each), bulk_api.shown, bulk_api.RUN).post(
            f"/{each.path}/{{number}}/parts/{word}",
            f"{each.path}_parts_{word}",
            WORDS[word],
            _doing(step),
            [given.of_ask(ask) for ask in step.asks if ask is not whole.CAUSE],
        )
