"""How a problem stands with its known errors: what rules and actions ask of the tables of this room alone."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.problems.facts import KnownErrorSolved
from fettle.processes.problems.models import KnownError

CURRENT, SOLVED = "current", "solved"
"""The state of a known error that is offered; of one whose cause is there no more."""


def current_known_errors(problem: Record) -> list[str]:
    """The numbers of those of a problem that hold, the oldest first."""
    rows = KnownError.objects.filter(problem_id=problem.pk, record__state=CURRENT)
    return list(rows.order_by("record_id").values_list("record__number", flat=True))


def solved_with(problem: Record) -> list[str]:
    """The numbers of those that were solved because it was resolved: an entry of it caused the last one that solved
    them.
    """
    solving = Entry.objects.filter(record_id=OuterRef("record_id"), fact=KnownErrorSolved.name).order_by("-seq")
    rows = KnownError.objects.filter(problem_id=problem.pk, record__state=SOLVED)
    rows = rows.annotate(by=Subquery(solving.values("caused_by__record_id")[:1])).filter(by=problem.pk)
    return list(rows.order_by("record_id").values_list("record__number", flat=True))
