"""What reviews put on the page of a customer or a supplier, and on their own; named in ``site/assembly.py``."""

from __future__ import annotations

from typing import Any

from fettle.facilities.relationships.queries import is_relationship
from fettle.facilities.relationships.workflow import ACTIVE
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.reviews import queries
from fettle.processes.reviews.records import REVIEW
from fettle.processes.reviews.workflow import PLANNED, WORK

SHOWN = 5


def party(record: Record) -> Record | None:
    """With whom the review is: their contacts may be told of it."""
    found: Record | None = record.item.relationship if record.kind == REVIEW.key else None
    return found


def of_record(actor: Actor, record: Record) -> dict[str, Any] | None:
    """The reviews with a party, for staff; on a review the way to its paper, and what is left of the one before."""
    if record.kind == REVIEW.key:
        last = queries.last_held_before(record) if STAFF in audiences(actor, record) else None
        left = [row for row in steps.steps(last) if row.state == "open"] if last else []
        return {"template": "reviews/paper.html", "record": record, "last": last, "left": left}
    if not is_relationship(record.declared) or STAFF not in audiences(actor, record):
        return None
    rows = queries.of(actor, record, SHOWN)
    plans = record.state == ACTIVE and may(actor, WORK, record) and all(row.state != PLANNED for row in rows)
    states = REVIEW.flow.by_state
    shown = [(row, states[row.state], row.item.held_on or row.item.planned_on) for row in rows]
    return {"template": "reviews/panel.html", "record": record, "rows": shown, "plans": plans}
