"""On whom a supplier relies, over REST: to read for staff, to change for whoever keeps suppliers."""

from __future__ import annotations

from typing import Any

from ninja import Router

from fettle.edges.rest import given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import whole
from fettle.processes.suppliers.performance.pages import of_staff
from fettle.processes.suppliers.records import MANAGE
from fettle.processes.suppliers.subcontractors import actions, chain
from fettle.processes.suppliers.subcontractors.pages import ASKS

AT = "/suppliers/{number}/subcontractors"
ROW = {
    "id": shapes.WHOLE,
    "supplier": shapes.TEXT,
    "title": shapes.TEXT,
    "does": shapes.TEXT,
    "through": shapes.TEXT,
    "depth": shapes.WHOLE,
}
ROWS = shapes.listed(shapes.thing(ROW, ROW))
NAMES = ("relies_on", "relied_on_by")
SHAPE = shapes.thing(dict.fromkeys(NAMES, ROWS), NAMES)


def add(router: Router) -> None:
    things.Thing(router, of_staff, _answer, SHAPE).get(
        AT, "suppliers_subcontractors", "On whom it relies, and who relies on it"
    )
    things.Thing(router, _kept, _answer, SHAPE).post(
        AT,
        "suppliers_add_subcontractor",
        "Add a subcontractor",
        lambda actor, record, **values: actions.add(actor, record.number, **values),
        map(given.of_ask, ASKS),
    )
    things.Thing(router, _one, lambda actor, of: _answer(actor, of[0] if isinstance(of, tuple) else of), SHAPE).post(
        f"{AT}/{{subcontractor}}/remove",
        "suppliers_remove_subcontractor",
        "Take a subcontractor away",
        lambda actor, of: actions.remove(actor, of[0].number, subcontractor=of[1]),
    )


def _kept(actor: Actor, number: str) -> Record:
    record = of_staff(actor, number)
    require(actor, MANAGE, record)
    return record


def _one(actor: Actor, number: str, subcontractor: str) -> tuple[Record, int]:
    return _kept(actor, number), whole(subcontractor, 12) or 0


def _answer(actor: Actor, record: Record) -> Answer:
    found = chain.of(actor, record)
    return Answer({"relies_on": rows(found.below), "relied_on_by": rows(found.above)})


def rows(ties: Any) -> list[dict[str, Any]]:
    """``supplier`` is "" for one that the caller does not see."""
    return [
        {
            "id": each.row,
            "supplier": each.record.number if each.record else "",
            "title": each.name,
            "does": each.does,
            "through": each.through,
            "depth": each.depth,
        }
        for each in ties
    ]
