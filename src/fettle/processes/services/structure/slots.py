"""What stands on the page of a service, before its story: its plans, what it is made of, who delivers it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.facilities.documents.workflow import WITHDRAWN
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.services.demands.records import DEMAND
from fettle.processes.services.models import Component
from fettle.processes.services.packages import rules
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.packages.standing import UNDER_WAY
from fettle.processes.services.records import SEE, SERVICE
from fettle.processes.services.specifications.records import SPECIFICATION
from fettle.processes.services.structure import drawing, graph, parties
from fettle.processes.services.structure.views import drawn
from fettle.processes.services.workflow import LIVE, MANAGE, RETIRED
from fettle.processes.services.workflow import WITHDRAWN as GIVEN_UP

SHOWN = 8
"""So many plans and demands stand there; their lists have all."""


def of_service(actor: Actor, record: Record) -> dict[str, Any] | None:
    """For staff alone."""
    if record.kind != SERVICE.key or STAFF not in audiences(actor, record) or not may(actor, SEE, record):
        return None
    manages = may(actor, MANAGE, record)
    plans = _plans(actor, record)
    part = graph.around(actor, record)
    specified = any(plan.kind == SPECIFICATION.key for plan in plans)
    planned = any(plan.kind == PACKAGE.key and plan.state in UNDER_WAY for plan in plans)
    over = record.state in (RETIRED, GIVEN_UP)
    return {
        "template": "services/of_service.html",
        "record": record,
        "manages": manages and not over,
        "plans": [(plan, plan.declared, plan.declared.flow.by_state[plan.state], _stands(plan)) for plan in plans],
        "specify": manages and not specified and not over,
        "plan": manages and not planned and record.state in rules.PLANNABLE,
        "components": graph.components(record),
        "role_label": drawing.role_label,
        "picture": drawing.svg(part) if part.lines else "",
        "rows": drawing.table(part),
        "left_out": part.left_out,
        "parties": drawn(parties.of(record)),
    }


def _stands(plan: Record) -> list[tuple[str, str]]:
    """What a package still lacks before the service goes live, as (label, so many of all)."""
    if plan.kind != PACKAGE.key or plan.state not in UNDER_WAY:
        return []
    told = [(str(PACKAGE.by_name[name].label), getattr(plan.item, name)) for name in ("acceptance", "progress")]
    return [(label, value) for label, value in told if value]


def left_standing(actor: Actor, record: Record, verb: str) -> list[tuple[str, str]]:
    """Of a service that is to be retired: the live ones that stand on it, the first of them by name."""
    if record.kind != SERVICE.key or verb != "retire":
        return []
    below = Component.objects.filter(service=record)
    found = visible(actor, SERVICE).filter(state=LIVE, pk__in=below.values("record_id")).order_by("title")
    return [(_("“%(name)s” stands on it.") % {"name": one.title}, addresses.of(one)) for one in found[:SHOWN]]


def _plans(actor: Actor, record: Record) -> list[Record]:
    """Its specification, packages and demands, the newest first; what was withdrawn is left out."""
    found = visible(actor, SPECIFICATION, PACKAGE, DEMAND).filter(service=record).exclude(state=WITHDRAWN)
    return list(found.select_related(PACKAGE.accessor).order_by("-pk")[:SHOWN])
