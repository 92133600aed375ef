"""What relationships put on the page of a customer or a supplier; named in ``site/assembly.py``."""

from __future__ import annotations

from typing import Any

from fettle.edges.relationships import contacting, drawn
from fettle.facilities.relationships.queries import is_relationship
from fettle.facilities.relationships.workflow import ACTIVE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF

SHOWN = 8


def of_record(actor: Actor, record: Record) -> dict[str, Any] | None:
    """Its contacts, and the newest of what there was with the party, for staff."""
    if not is_relationship(record.declared) or STAFF not in audiences(actor, record):
        return None
    rows, more = drawn.rows(actor, record, "", SHOWN)
    return {
        "template": "relationships/panel.html",
        "record": record,
        "path": record.declared.path,
        "rows": rows,
        "more": more,
        "keeps": record.state == ACTIVE and may(actor, record.declared.may.revise, record),
        **contacting.shown(actor, record),
    }
