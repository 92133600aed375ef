"""Reads of violations: which notices wait for somebody."""

from __future__ import annotations

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.levels.violations.workflow import TOLD

MOST = 50


def waiting(actor: Actor) -> list[Record]:
    """The notices that were sent to this person, who has not said yet that they have read them: the oldest first."""
    if actor.person_id is None:
        return []
    found = visible(actor, VIOLATION).filter(violation__told=actor.person_id, violation__acknowledged_at=None)
    return list(found.filter(state=TOLD).select_related("violation").order_by("violation__told_at", "pk")[:MOST])
