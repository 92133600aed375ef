"""What stands on the page of a supplier: how it was rated, and what it offers; named in ``site/assembly.py``."""

from __future__ import annotations

from typing import Any

from fettle.facilities.relationships.workflow import ACTIVE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.suppliers.offerings.records import OFFERING
from fettle.processes.suppliers.offerings.workflow import OFFERED
from fettle.processes.suppliers.performance import rating
from fettle.processes.suppliers.records import MANAGE, SUPPLIER

SHOWN = 8


def of_record(actor: Actor, record: Record) -> dict[str, Any] | None:
    """For staff."""
    if record.kind != SUPPLIER.key or STAFF not in audiences(actor, record):
        return None
    found = (
        visible(actor, OFFERING).filter(offering__supplier=record, state=OFFERED).select_related("offering", "service")
    )
    rows = list(found.order_by("title", "pk")[: SHOWN + 1])
    return {
        "template": "suppliers/of_supplier.html",
        "record": record,
        "rated": rating.periods(record, 1),
        "offerings": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "keeps": record.state == ACTIVE and may(actor, MANAGE, record),
    }
