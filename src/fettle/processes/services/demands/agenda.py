"""What a review talks about of the demands of a party."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Period
from fettle.kernel.records.models import Record
from fettle.processes.reviews.queries import LISTED
from fettle.processes.services.demands.records import DEMAND


def still_open(
    actor: Actor, relationship: Record, period: Period
) -> Iterator[tuple[str, list[tuple[Record, str]], int]]:
    """Those of its organisation and those below it that are neither met nor declined, the oldest first."""
    path = relationship.organisation.path
    found = visible(actor, DEMAND).filter(organisation__path__startswith=path, is_open=True).order_by("opened_at", "pk")
    lines = [(row, f"{row.title} ({row.declared.flow.by_state[row.state].label})") for row in found[:LISTED]]
    if lines:
        yield _("Demands and requirements"), lines, found.count()
