"""What stands on the page of a supplier: how it was rated, what it offers, and on whom it relies; what ending it leaves
behind. Named in ``site/assembly.py``.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
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
from fettle.processes.suppliers.subcontractors import chain

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
        "chain": chain.of(actor, record),
        "offerings": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "keeps": record.state == ACTIVE and may(actor, MANAGE, record),
    }


def left_relying(actor: Actor, record: Record, verb: str) -> list[tuple[str, str]]:
    """Of a supplier that is to be ended: those that rely on it, the first of them by name."""
    if record.kind != SUPPLIER.key or verb != "end":
        return []
    said = _("“%(name)s” relies on it.")
    return [(said % {"name": one.title}, addresses.of(one)) for one in chain.relying(actor, record, SHOWN)]
