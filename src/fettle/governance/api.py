"""The coverage register over REST."""

from __future__ import annotations

from typing import Any

from ninja import Router

from fettle.edges.rest import described, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.governance.coverage import register
from fettle.governance.coverage.chosen import KINDS, STANDS, Chosen
from fettle.governance.coverage.register import Row
from fettle.governance.views import SEE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.standard import fitsm

COVERAGE = Router(tags=["governance"])
NAMES = (*register.NAMES, "process", "kind")
ROWS = shapes.thing({"items": shapes.listed(shapes.thing(dict.fromkeys(NAMES, shapes.TEXT), NAMES))}, ["items"])


def _chosen(actor: Actor, **asked: str | None) -> list[Row]:
    require(actor, SEE)
    return Chosen.of({name: value for name, value in asked.items() if value}).rows()


def _shown(actor: Actor, rows: list[Row]) -> Answer:
    items: list[dict[str, Any]] = [{**row.data(), "process": row.item.process, "kind": row.item.kind} for row in rows]
    return Answer({"items": items})


things.Thing(COVERAGE, _chosen, _shown, ROWS).get(
    "/coverage",
    "coverage",
    "What Fettle covers of FitSM-2, item by item",
    [
        described.query("process", {"enum": list(fitsm.processes())}),
        described.query("kind", {"enum": list(KINDS)}),
        described.query("covered", {"enum": list(STANDS)}),
    ],
)
