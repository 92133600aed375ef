"""The page that holds an SLA against what is agreed below it, and the same over REST."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import addresses
from fettle.edges.pages.page import actor_of, show
from fettle.edges.rest import described, shapes
from fettle.edges.rest.answers import Answer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.levels.feasible import costs, judging, words
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
    "shared": shapes.listed(shapes.TEXT),
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
    """The answers for each service that is covered; with what it costs to agree anew, as the address says it
    (``AGR-000007:availability=40``), the cheapest tightening is by that.
    """
    actor = actor_of(request)
    record = sla(actor, number)
    version = shown_version(record)
    judgement = judging.of_version(actor, version)
    given, wrong = _given(request.GET, judgement.levers)
    if given and not wrong:
        judgement = judging.of_version(actor, version, given)
    context = {
        "record": record,
        "record_url": addresses.of(record),
        "version": version,
        "judgement": judgement,
        "levers": [_asked(lever, names, request.GET, wrong) for lever, names in judgement.levers.items()],
        "costed": bool(given or wrong),
    }
    return show(request, "levels/feasibility.html", context, status=422 if wrong else 200)


def _given(
    query: QueryDict, levers: Mapping[costs.Lever, str]
) -> tuple[dict[costs.Lever, Fraction], dict[costs.Lever, str]]:
    """What somebody gave, and what is wrong with it."""
    given: dict[costs.Lever, Fraction] = {}
    wrong: dict[costs.Lever, str] = {}
    for lever in levers:
        if text := query.get(":".join(lever), "").strip():
            try:
                given[lever] = costs.cost(text)
            except ValueError as problem:
                wrong[lever] = str(problem)
    return given, wrong


def _asked(lever: costs.Lever, names: str, query: QueryDict, wrong: Mapping[costs.Lever, str]) -> dict[str, str]:
    """A row of the form."""
    agreement, kind = lever
    name = f"{agreement}:{kind}"
    said = {"name": name, "agreement": agreement, "components": names, "target": words.target(kind)}
    return said | {"unit": costs.unit(kind), "value": query.get(name, ""), "error": wrong.get(lever, "")}


COSTS = described.query(
    "costs",
    {"type": "string"},
    "What it costs to agree anew, to find the cheapest tightening by: agreement, target and cost for one unit, with "
    "semicolons between them, such as AGR-000007 availability 40; AGR-000009 support 2. What has no cost stays.",
)


def weighed(actor: Actor, number: str, costs: str | None = None) -> tuple[Record, str]:
    """The SLA, and the costs as they were given."""
    return sla(actor, number), costs or ""


def answer(actor: Actor, of: tuple[Record, str]) -> Answer:
    """The same over REST. Raises Invalid."""
    record, said = of
    version = shown_version(record)
    found = judging.of_version(actor, version)
    if said:
        found = judging.of_version(actor, version, costs.read(said, found.levers))
    services = [
        {
            "service": each.service.number,
            "problem": each.problem,
            "answers": [_row(row) for row in each.rows],
            "shared": list(each.shared),
        }
        for each in found.services
    ]
    body = {"version": version.version, "says": found.says, "services": services, "left_out": found.left_out}
    return Answer(body)


def _row(row: Any) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(row).items()}
