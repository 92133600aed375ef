"""Risks over REST."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Router

from fettle.edges.rest import described, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.facilities.risks import actions, queries
from fettle.facilities.risks.records import RISK
from fettle.facilities.risks.workflow import SEE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask

ABOUT = Ask("about", Line(20), _("number of the record that it is about"), _("They are linked."), needed=False)
CELL = {"likelihood": shapes.TEXT, "impact": shapes.TEXT, "count": shapes.WHOLE}
CELLS = {"of": {"enum": list(queries.AXES)}, "items": shapes.listed(shapes.thing(CELL, CELL)), "unplaced": shapes.WHOLE}


def _of(actor: Actor, of: str | None = None) -> str:
    require(actor, SEE)
    return "residual" if of == "residual" else "inherent"


def _matrix(actor: Actor, of: str) -> Answer:
    rows: list[dict[str, Any]] = [
        {"likelihood": likelihood, "impact": impact, "count": count}
        for (likelihood, impact), count in sorted(queries.counts(actor, of).items())
    ]
    return Answer({"of": of, "items": rows, "unplaced": queries.unplaced(actor, of)})


def _first(router: Router) -> None:
    tables.add(router, RISK)
    which = described.query("of", {"enum": list(queries.AXES)}, "Without measures, or what remains with them")
    things.Thing(router, _of, _matrix, shapes.thing(CELLS, CELLS)).get(
        "/risks/matrix", "risks_matrix", "How many risks stand in each cell of the matrix", [which]
    )


risks = routes(
    RISK,
    register=actions.register,
    revise=actions.revise,
    also=(ABOUT,),
    first=_first,
    verbs=actions.VERBS,
)
