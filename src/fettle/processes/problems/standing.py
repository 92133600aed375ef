"""How a problem stands with its known errors: what rules and actions ask of the tables of this room alone."""

from __future__ import annotations

from fettle.kernel.records.models import Record
from fettle.processes.problems.models import KnownError

CURRENT = "current"
"""The state of a known error that is offered."""


def current_known_errors(problem: Record) -> list[str]:
    """The numbers of those of a problem that hold, the oldest first."""
    rows = KnownError.objects.filter(problem_id=problem.pk, record__state=CURRENT)
    return list(rows.order_by("record_id").values_list("record__number", flat=True))
