"""Recalculations over REST: ask what would change, look at it, do it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.values import whole
from fettle.processes.incidents.models import Recalculation
from fettle.processes.incidents.recalculating import anew, jobs, runs
from fettle.processes.incidents.recalculating.page import ASKS

RECALCULATIONS = Router(tags=["desk"])
ROW = {
    "number": shapes.TEXT,
    "effect": {"enum": list(anew.EFFECTS)},
    "due_at": shapes.or_null(shapes.MOMENT),
    "new_due_at": shapes.or_null(shapes.MOMENT),
}
RUN = shapes.thing(
    {
        "id": shapes.WHOLE,
        "state": {"enum": list(Recalculation.State.values)},
        "agreement": shapes.or_null(shapes.TEXT),
        "calendar": shapes.or_null(shapes.TEXT),
        "since": {"type": ["string", "null"], "format": "date"},
        "reason": shapes.TEXT,
        "looked_at": shapes.MOMENT,
        "total": {**shapes.WHOLE, "description": "Records that were looked at."},
        "changed": {**shapes.WHOLE, "description": "Records that change."},
        "effects": {"type": "object", "additionalProperties": shapes.WHOLE},
        "first": shapes.listed(shapes.thing(ROW, ROW)),
        "done": shapes.WHOLE,
        "left": {**shapes.WHOLE, "description": "Left alone, because somebody changed them since they were looked at."},
    },
    [
        *("id", "state", "agreement", "calendar", "since", "reason", "looked_at", "total", "changed", "effects"),
        *("first", "done", "left"),
    ],
)


def _manager(actor: Actor) -> None:
    require_everywhere(actor, runs.MANAGE)


def _ask(actor: Actor, nothing: None, **values: Any) -> Recalculation:
    run = runs.ask(actor, **values)
    jobs.begin(run)
    return run


def _one(actor: Actor, key: str) -> Recalculation:
    number = whole(key, 12)
    if number is None:
        raise NotSeen(_("There is no such recalculation."))
    return runs.get(actor, number)


def _confirm(actor: Actor, run: Recalculation) -> None:
    jobs.confirm(actor, run)


def _shown(actor: Actor, run: Recalculation) -> Answer:
    return Answer(
        {
            "id": run.pk,
            "state": str(run.state),
            "agreement": run.agreement.number if run.agreement else None,
            "calendar": run.calendar.key if run.calendar else None,
            "since": run.since.isoformat() if run.since else None,
            "reason": run.reason,
            "looked_at": run.looked_at.isoformat(),
            "total": run.total,
            "changed": run.changed,
            "effects": run.effects,
            "first": [
                {
                    "number": record.number,
                    "effect": effect,
                    "due_at": old.isoformat() if old else None,
                    "new_due_at": new.isoformat() if new else None,
                }
                for record, effect, old, new in runs.rows(actor, run)
            ],
            "done": run.done,
            "left": run.left,
        }
    )


things.Thing(RECALCULATIONS, _manager, _shown, RUN).post(
    "/recalculations",
    "recalculations_begin",
    "What would change if records were counted by a corrected agreement or calendar",
    _ask,
    map(given.of_ask, ASKS),
    made="/recalculations/{id}",
)
things.Thing(RECALCULATIONS, _one, _shown, RUN).get(
    "/recalculations/{recalculation}", "recalculations_get", "A recalculation: what would change, or how far it is"
)
things.Thing(RECALCULATIONS, _one, _shown, RUN).post(
    "/recalculations/{recalculation}/confirm", "recalculations_confirm", "Do what was looked at", _confirm
)
