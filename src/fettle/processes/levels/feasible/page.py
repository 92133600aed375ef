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
from fettle.edges.pages.paging import MOST_DIGITS, cut
from fettle.edges.rest import described, shapes
from fettle.edges.rest.answers import Answer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, whole
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
    """An SLA with a customer, or the default agreement, for staff. Raises NotSeen."""
    record = get(actor, number, AGREEMENT)
    if record.item.type != "sla" or STAFF not in audiences(actor, record):
        raise NotSeen(_("Only an SLA is held against what is agreed below it."))
    return record


def _size(record: Record) -> int:
    """So many services come on a page."""
    return judging.MOST_OF_DEFAULT if record.item.is_default else judging.MOST_SERVICES


@require_safe
def feasibility(request: HttpRequest, number: str) -> HttpResponse:
    """The answers for each service that is covered, page by page; with what it costs to agree anew, as the address says
    it (``AGR-000007:availability=40``), the cheapest tightening is by that.
    """
    actor = actor_of(request)
    record = sla(actor, number)
    version = shown_version(record)
    found = judging.covered(actor, version)
    part, pager = cut(request, found.total, _size(record))
    judgement = judging.of_part(actor, version, found, part)
    given, wrong = _given(request.GET, judgement.levers)
    if given and not wrong:
        judgement = judging.of_part(actor, version, found, part, given)
    context = {
        "record": record,
        "record_url": addresses.of(record),
        "version": version,
        "judgement": judgement,
        "levers": [_asked(lever, names, request.GET, wrong) for lever, names in judgement.levers.items()],
        "costed": bool(given or wrong),
        "page": request.GET.get("page", "") if pager else "",
        "pager": pager,
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


PAGE = described.query(
    "page",
    {"type": "integer", "minimum": 0, "maximum": 10**MOST_DIGITS - 1},
    f"Which of the services: {judging.MOST_SERVICES} a page, of the default agreement {judging.MOST_OF_DEFAULT}. "
    "left_out says how many are on others.",
)


def weighed(actor: Actor, number: str, costs: str | None = None, page: str | None = None) -> tuple[Record, str, str]:
    """The SLA, the costs and the page as they were given."""
    return sla(actor, number), costs or "", page or "0"


def answer(actor: Actor, of: tuple[Record, str, str]) -> Answer:
    """The same over REST. Raises Invalid."""
    record, said, page = of
    at, size = whole(page, MOST_DIGITS), _size(record)
    if at is None:
        raise Invalid({"page": _("Give a whole number.")})
    version = shown_version(record)
    known, part = judging.covered(actor, version), slice(at * size, (at + 1) * size)
    found = judging.of_part(actor, version, known, part)
    if said:
        found = judging.of_part(actor, version, known, part, costs.read(said, found.levers))
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
