"""What major incidents put on other pages; named in ``site/assembly.py``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fettle.edges.pages import addresses, wording
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Period, Scope
from fettle.kernel.records.models import Record
from fettle.processes.incidents import led, queries
from fettle.processes.incidents.records import DESK
from fettle.processes.services import queries as services

SHOWN, DAYS = 5, 90


def major(actor: Actor) -> dict[str, Any] | None:
    """Above my work, for managers: the major incidents that run, whose update is late, how many reviews are missing."""
    if not may(actor, "incidents.manage"):
        return None
    running, now = queries.running_major(actor, SHOWN), timezone.now()
    missing = queries.unreviewed(actor).count()
    told = _told(actor, now)
    if not running and not missing and not told:
        return None
    rows = [
        (record, addresses.of(record), bool((due := record.item.next_update_at) and due < now)) for record in running
    ]
    return {"template": "incidents/major_status.html", "rows": rows, "missing": missing, "told": told, "days": DAYS}


def still_open(actor: Actor, record: Record, verb: str) -> list[tuple[str, str]]:
    """Of a service that is to be retired: how many records about it are open."""
    if record.kind != services.SERVICE.key or verb != "retire":
        return []
    count = visible(actor, *DESK).filter(service=record, is_open=True).count()
    words = ngettext(
        "%(count)s incident or request about it is open.", "%(count)s incidents and requests about it are open.", count
    )
    return [(words % {"count": count}, f"/desk/?open=true&service={record.number}")] if count else []


def _told(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """What the figures say of the last months, in words; nothing where there was none."""
    period, scope = Period(now - timedelta(days=DAYS), now), Scope(actor)
    count = len(led.courses(period, scope))
    if not count:
        return []
    soon, kept = led.to_declare(period, scope).value, led.kept(period, scope).value
    said = [(_("Declared"), str(count))]
    said += [(_("Mean time until then"), wording.span(int(soon * 60)))] if soon is not None else []
    return said + ([(_("Updates in time"), f"{kept:g} %")] if kept is not None else [])
