"""What stands beside the story of a major incident for staff: the next update, who leads, where they meet, whom it
affects. On another incident the hint that it might be one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.edges.pages.sla import SlaView
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.offers import offers
from fettle.kernel.access.read import audiences
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.announcements import queries as announced
from fettle.processes.incidents import leading
from fettle.processes.incidents.actions import updating
from fettle.processes.incidents.facts import UpdateSent
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.updates import people
from fettle.processes.incidents.workflow import UNDONE, WORK

SOON = timedelta(minutes=10)
DOINGS = ("send_update", "appoint", "set_meeting", "write_review", "review_major")


def card(actor: Actor, record: Record, entries: Sequence[Entry]) -> dict[str, Any] | None:
    """Nothing for requests, for whoever is not staff here, and where no hint is due."""
    if record.kind != INCIDENT.key or STAFF not in audiences(actor, record):
        return None
    return _led(actor, record, entries) if record.item.major else _hint(actor, record, entries)


def _hint(actor: Actor, record: Record, entries: Sequence[Entry]) -> dict[str, Any] | None:
    """Never more than a hint: whether a criterion is met, a person decides."""
    reports = leading.seems_major(entries, timezone.now()) if record.state in UNDONE else 0
    if not reports or not may(actor, WORK, record):
        return None
    said = _("%(count)s reports came in a short time: is a criterion of a major incident met?") % {"count": reports}
    return {
        "template": "incidents/major.html",
        "hint": said,
        "declare_url": addresses.of(record, "do", "declare_major"),
    }


def _led(actor: Actor, record: Record, entries: Sequence[Entry]) -> dict[str, Any]:
    item, due = record.item, record.item.next_update_at
    stages = [fact.stage for entry in entries for fact in entry.said() if isinstance(fact, UpdateSent)]
    found = announced.about(actor, record.number).select_related("announcement")
    flow = announced.ANNOUNCEMENT.flow
    web = item.meeting.startswith(("https://", "http://"))
    return {
        "template": "incidents/major.html",
        "due": due,
        "reading": _reading(due) if due else None,
        "stage": announced.stage_of(stages[-1]) if stages else "",
        "leads": leading.led_by(item.leads),
        "meeting": item.meeting,
        "meeting_url": item.meeting if web else "",
        "place": item.meeting_place,
        "affected": people(len(updating.affected(actor, record))),
        "announcements": [(each.number, str(flow.by_state[each.state].label)) for each in found[:5]],
        "doings": _doings(actor, record),
    }


def _reading(due: Any) -> SlaView:
    left = due - timezone.now()
    kind: Any = "late" if left < timedelta(0) else "warn" if left < SOON else "ok"
    return SlaView(kind, int(left.total_seconds()), due, due - SOON)


def _doings(actor: Actor, record: Record) -> list[tuple[str, str]]:
    """What one does on a major incident most, within reach."""
    done = {"review_major"} if record.item.major == "reviewed" else set()
    free = {o.verb.name: o.verb for o in offers(actor, record) if not o.refusal and o.verb.name not in done}
    made = [(str(free[name].label), addresses.of(record, "do", name)) for name in DOINGS if name in free]
    if may_announce(actor, record):
        made.insert(1, (_("Announce"), addresses.of(record, "announce")))
    if record.item.review:
        made.append((_("Review as PDF"), addresses.of(record, "review.pdf")))
    return made


def may_announce(actor: Actor, record: Record) -> bool:
    """While it is worked on."""
    return record.state in UNDONE and may(actor, announced.ANNOUNCEMENT.may.register) and may(actor, WORK, record)
