"""Why this target: every interval of all clocks with the rule that counted or excluded it. The counted ones add up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fettle.edges.pages import addresses, sla
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import NotSeen
from fettle.kernel.history.replay import in_order
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.kernel.settings.choices import label_of
from fettle.processes.incidents.panels import Beside, reader_elsewhere, readings, supporting
from fettle.processes.incidents.records import DESK
from fettle.processes.levels import queries as levels
from fettle.processes.levels.facts import TargetsSet


@require_GET
def explain(request: HttpRequest, number: str) -> HttpResponse:
    """The page behind "Why this target?". Staff only: it names pauses and agreements."""
    actor = actor_of(request)
    record = get(actor, number, *DESK)
    now = timezone.now()
    clocks = [_clock(each, now) for each in explained(actor, record, now)]
    context = {
        "record": record,
        "clocks": clocks,
        "record_url": addresses.of(record),
        "now": now,
    }
    return show(request, "incidents/explain.html", context)


def explained(actor: Actor, record: Record, now: datetime) -> list[Beside]:
    """All clocks as they stand, the customer's first. Raises NotSeen for whoever is not staff here."""
    if STAFF not in audiences(actor, record):
        raise NotSeen(_("Only staff see how the clocks were counted."))
    entries, chosen = in_order(record), _chosen(record)
    ours = [Beside(label, reading, "sla", chosen) for label, reading in readings(entries, now)]
    return [*ours, *supporting(entries, now)]


def _chosen(record: Record) -> str:
    """Why that agreement was taken, as the last promise says."""
    stored = [fact for entry in in_order(record) for fact in entry.facts if fact["name"] == TargetsSet.name]
    return str(stored[-1].get("data", {}).get("chosen", "")) if stored else ""


def _clock(clock: Beside, now: Any) -> dict[str, Any]:
    reading = clock.reading
    rows, sum_so_far = [], 0
    for interval in reading.intervals:
        sum_so_far += interval.seconds if interval.counted else 0
        rows.append({"interval": interval, "sentence": sentence(interval), "span": exact(interval.seconds)})
    target = reading.terms.target_seconds if reading.terms else None
    return {
        "label": clock.label,
        "why": levels.why_chosen(clock.chosen),
        "agreement": levels.named(reading.terms.label) if reading.terms else "",
        "shown_in": reader_elsewhere(reading.terms.calendar.zone) if reading.terms else "",
        "reading": reading,
        "face": sla.face(reading, now),
        "rows": rows,
        "elapsed": exact(sum_so_far),
        "target": exact(target) if target else "",
        "left": exact(abs(reading.remaining_seconds)) if reading.remaining_seconds is not None else "",
        "over": (reading.remaining_seconds or 0) < 0,
        "counted": sum_so_far,
    }


def sentence(interval: Any) -> str:
    """The clock's own sentence, with the reason of a pause in words."""
    if interval.rule == "paused":
        reason = label_of("incidents.pause_reasons", interval.detail)
        return _("Paused, not counted: %(reason)s") % {"reason": reason or _("no reason given")}
    return str(interval.sentence)


def exact(seconds: int) -> str:
    """``h:mm:ss``, so that a reader can add the rows up."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
