"""What duties put on other pages: a part beside each record's story, and what is mine above my work."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from fettle.edges.duties import drawn
from fettle.facilities.cycles import queries
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF

SHOWN = 20
"""So many duties stand above my work."""


def of_record(actor: Actor, record: Record) -> dict[str, Any] | None:
    """The duties of a record, for staff; nothing on kinds that have none."""
    if STAFF not in audiences(actor, record) or not queries.cycles_of(record):
        return None
    found = [drawn.draw(actor, duty) for duty in queries.of_record(record)]
    return {"template": "duties/aside.html", "duties": found, "possible": drawn.possible(actor, record)}


def mine(actor: Actor) -> dict[str, Any] | None:
    """What of mine is due, late or soon; the calendar of duties has what does not fit here."""
    today = timezone.localdate()
    due = queries.mine(actor, queries.due(queries.duties(actor), today))
    drawn_ones = [drawn.draw(actor, duty, today) for duty in due[:SHOWN]]
    return {"template": "duties/mine.html", "duties": drawn_ones, "count": len(due)} if due else None
