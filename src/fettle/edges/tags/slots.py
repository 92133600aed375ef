"""What tags put on records' pages; named in ``site/assembly.py``."""

from __future__ import annotations

from typing import Any

from fettle.facilities.tags import queries
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record


def beside(actor: Actor, record: Record) -> dict[str, Any] | None:
    """The tags of a record, for staff alone."""
    if not queries.shown(actor, record):
        return None
    tags, may = queries.on(record), queries.may_tag(actor, record)
    if not tags and not may:
        return None
    return {"template": "tags/of_record.html", "tags": tags, "url": f"/tags/on/{record.number}" if may else ""}
