"""What a review talks about of the demands of a party."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Period
from fettle.kernel.records.models import Record
from fettle.processes.services.demands.records import DEMAND

Lines = list[tuple[Record | None, str]]


def still_open(actor: Actor, relationship: Record, period: Period) -> Iterator[tuple[str, Lines]]:
    """Those of its organisation and those below it that are neither met nor declined, the oldest first."""
    path = relationship.organisation.path
    found = visible(actor, DEMAND).filter(organisation__path__startswith=path, is_open=True).order_by("opened_at", "pk")
    lines: Lines = [(row, f"{row.title} ({row.declared.flow.by_state[row.state].label})") for row in found]
    if lines:
        yield _("Demands and requirements"), lines
