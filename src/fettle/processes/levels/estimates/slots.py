"""What stands on the page of a service about its level: what is expected now, and the way to the months beside it."""

from __future__ import annotations

from typing import Any

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.levels.estimates import page, rules, standing
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.models import LevelEstimate
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.workflow import MANAGE


def of_service(actor: Actor, record: Record) -> dict[str, Any] | None:
    """For staff who see agreements; estimated by whoever manages them."""
    if record.kind != "service" or STAFF not in audiences(actor, record) or not may(actor, AGREEMENT.may.see, record):
        return None
    rows = LevelEstimate.objects.filter(service=record, withdrawn_at=None).select_related("by")
    now = standing.on(rows, spans.today())
    return {
        "template": "levels/expected.html",
        "record": record,
        "now": page.listed(now, now) if now else None,
        "estimates": may(actor, MANAGE, record) and record.state not in rules.OVER,
    }
