"""Saved answers over REST: those that suit a record, and one's own to keep, change and delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ninja import Router

from fettle.edges.rest import given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.parameters import key_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Line, Text
from fettle.processes.incidents import own_answers
from fettle.processes.incidents.answers import answers
from fettle.processes.incidents.models import OwnAnswer
from fettle.processes.incidents.records import DESK
from fettle.processes.incidents.workflow import WORK

ANSWERS = Router(tags=["answers"])
SUITING = shapes.thing({"code": shapes.TEXT, "name": shapes.TEXT, "text": shapes.TEXT}, ["code", "name", "text"])
ONE = shapes.thing({"id": shapes.WHOLE, "name": shapes.TEXT, "text": shapes.TEXT}, ["id", "name", "text"])
NAME = given.Takes("name", "name", Line(80), "Name of the answer", needed=True)
TEXT = given.Takes("text", "text", Text(5000), "Its text, with placeholders such as {caller}", needed=True)


def _of(kind: Kind) -> things.Find:
    def find(actor: Actor, number: str) -> Record:
        record = get(actor, number, kind)
        require(actor, WORK, record)
        return record

    return find


def _suiting(actor: Actor, record: Record) -> Answer:
    rows = answers(actor, record)
    return Answer({"items": [{"code": code, "name": name, "text": text} for code, name, text in rows]})


def _mine(actor: Actor) -> None:
    require(actor, WORK)


def _listed(actor: Actor, nothing: object) -> Answer:
    return Answer({"items": [_body(row) for row in own_answers.of(actor)]})


def _body(row: OwnAnswer) -> dict[str, Any]:
    return {"id": row.pk, "name": row.name, "text": row.text}


def _one(actor: Actor, key: str) -> OwnAnswer:
    return own_answers.own(actor, key_of(key))


def _shown(actor: Actor, row: OwnAnswer) -> Answer:
    return things.tagged(_body(row))


def _keep(actor: Actor, nothing: None, **values: Any) -> OwnAnswer:
    return own_answers.keep(actor, **values)


ITEMS = shapes.thing({"items": shapes.listed(ONE)}, ["items"])
LIST = things.Thing(ANSWERS, _mine, _listed, ITEMS)
OWN = things.Thing(ANSWERS, _one, _shown, ONE)
LIST.get("/answers", "answers_mine", "List: one's own saved answers")
replace(OWN, find=_mine).post("/answers", "answers_keep", "Save an answer", _keep, (NAME, TEXT), made="/answers/{id}")
OWN.get("/answers/{answer}", "answers_show", "Show: one's own saved answer")
OWN.patch("/answers/{answer}", "answers_change", "Change one's own saved answer", own_answers.change, (NAME, TEXT))
replace(OWN, show=_listed, shape=ITEMS).post(
    "/answers/{answer}/delete", "answers_delete", "Delete one's own saved answer", own_answers.drop
)
for each in DESK:
    things.Thing(ANSWERS, _of(each), _suiting, shapes.thing({"items": shapes.listed(SUITING)}, ["items"])).get(
        f"/{each.path}/{{number}}/answers", f"{each.path}_answers", "Saved answers that suit it, filled in"
    )
