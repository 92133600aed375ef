"""What would follow from a report before it is saved: the priority by the scheme, and when the clocks would be due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.kernel.settings.scheme import priority_of
from fettle.processes.incidents.actions import registering, settled
from fettle.processes.incidents.catalogue import queries as catalogue
from fettle.processes.incidents.definitions import row_of
from fettle.processes.incidents.facts import Registered


@dataclass(frozen=True)
class Preview:
    """``by_scheme`` is None while impact or urgency are not named. Moments are aware; None where nothing is due."""

    rank: int
    by_scheme: int | None
    answered: bool
    response_due_at: datetime | None
    resolution_due_at: datetime | None


def preview(
    kind: Kind,
    home: Organisation,
    *,
    impact: str = "",
    urgency: str = "",
    priority: int | None = None,
    service: Record | None = None,
    channel: str = "",
    opened_at: datetime | None = None,
    standard: str = "",
    **_others: Any,
) -> Preview:
    """Computed exactly as ``register`` will. ``home`` is the requester's organisation."""
    by_scheme = priority_of(impact, urgency, current()["incidents.matrix"])
    rank = priority or by_scheme or min(registering.SPARE, len(current()["incidents.priorities"]))
    answered = bool(row_of("incidents.channels", channel).get("responds"))
    facts: list[Fact] = [Registered(responds=answered)]
    if promise := catalogue.promise(kind.key, rank, service, home, standard, ""):
        facts.append(promise)
    now = timezone.now()
    derived = settled.first(facts, {"rank": rank}, opened_at or now, now)
    return Preview(rank, by_scheme, answered, derived["response_due_at"], derived["resolution_due_at"])
