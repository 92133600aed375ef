"""What announcements put on other pages; named in ``site/assembly.py``."""

from __future__ import annotations

from typing import Any

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.announcements import queries
from fettle.processes.announcements.records import ANNOUNCEMENT


def affected(actor: Actor, record: Record) -> dict[str, Any] | None:
    """Beside an announcement, for staff: how many say that it affects them, and the incident that it tells of."""
    if record.kind != ANNOUNCEMENT.key or STAFF not in audiences(actor, record):
        return None
    return {"template": "announcements/aside.html", "count": len(queries.affected(record)), "about": record.item.about}
