"""The page that holds an SLA against what is agreed below it, and the same over REST."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import addresses
from fettle.edges.pages.page import actor_of, show
from fettle.edges.rest import shapes
from fettle.edges.rest.answers import Answer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.levels.feasible import judging
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import shown_version

ROW = {
    **dict.fromkeys(("what", "promised", "reached", "why"), shapes.TEXT),
    "says": {"enum": ["feasible", "infeasible", "unknown"]},
    "gaps": shapes.listed(shapes.TEXT),
    "proposal": shapes.listed(shapes.TEXT),
}
OF_SERVICE = {
    "service": shapes.TEXT,
    "problem": shapes.TEXT,
    "answers": shapes.listed(shapes.thing(ROW, ROW)),
}
SHAPE = shapes.thing(
    {
        "version": shapes.WHOLE,
        "says": ROW["says"],
        "services": shapes.listed(shapes.thing(OF_SERVICE, OF_SERVICE)),
        "left_out": shapes.WHOLE,
    },
    ["version", "says", "services", "left_out"],
)


def sla(actor: Actor, number: str) -> Record:
    """An SLA with one customer, for staff. Raises NotSeen."""
    record = get(actor, number, AGREEMENT)
    if record.item.type != "sla" or record.item.is_default or STAFF not in audiences(actor, record):
        raise NotSeen(_("Only an SLA with a customer is held against what is agreed below it."))
    return record


@require_safe
def feasibility(request: HttpRequest, number: str) -> HttpResponse:
    """The answers for each service that is covered."""
    actor = actor_of(request)
    record = sla(actor, number)
    version = shown_version(record)
    context = {
        "record": record,
        "record_url": addresses.of(record),
        "version": version,
        "judgement": judging.of_version(actor, version),
    }
    return show(request, "levels/feasibility.html", context)


def answer(actor: Actor, record: Record) -> Answer:
    """The same over REST."""
    version = shown_version(record)
    found = judging.of_version(actor, version)
    services = [
        {"service": each.service.number, "problem": each.problem, "answers": [_row(row) for row in each.rows]}
        for each in found.services
    ]
    body = {"version": version.version, "says": found.says, "services": services, "left_out": found.left_out}
    return Answer(body)


def _row(row: Any) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(row).items()}
