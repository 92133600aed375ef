"""Demands on the pages of what comes from them, and on their own the way to a proposal; see ``site/assembly.py``."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.services.demands.records import DEMAND
from fettle.processes.services.demands.workflow import NEW
from fettle.processes.services.records import SEE
from fettle.processes.services.workflow import MANAGE

AGREEMENT = "agreement"
SHOWN = 8


def of_demand(actor: Actor, record: Record) -> dict[str, Any] | None:
    """For whoever may take it up, while nobody has: propose a service for it."""
    if record.kind != DEMAND.key or record.state != NEW or not may(actor, MANAGE, record):
        return None
    return {"template": "services/of_demand.html", "record": record}


def of_agreement(actor: Actor, record: Record) -> dict[str, Any] | None:
    """The requirements from which its targets come, and those of the same customer that nobody has met (PR2.I2)."""
    if record.kind != AGREEMENT or record.item.is_default or STAFF not in audiences(actor, record):
        return None
    if not may(actor, SEE, record):
        return None
    theirs = Q(is_open=True, organisation_id=record.organisation_id, service_demand__agreement=None)
    wanted = Q(service_demand__agreement=record)
    found = visible(actor, DEMAND).filter(wanted | theirs if record.item.type == "sla" else wanted)
    rows = list(found.select_related("service_demand", "service").order_by("-is_open", "-pk")[: SHOWN + 1])
    if not rows and record.item.type != "sla":
        return None
    states = DEMAND.flow.by_state
    shown = [(row, states[row.state], row.item.agreement_id == record.pk) for row in rows[:SHOWN]]
    return {"template": "services/of_agreement.html", "record": record, "rows": shown, "more": len(rows) > SHOWN}
