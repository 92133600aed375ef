"""A priority from impact and urgency: what each table of it is asked before it is kept, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.settings.choices import options

Rows = Sequence[dict[str, Any]]


def ranks_in_order(rows: Rows) -> None:
    """The check of a table of priorities. Raises ValueError."""
    if sorted(str(row["code"]) for row in rows) != sorted(str(at) for at in range(1, len(rows) + 1)):
        raise ValueError(_("Number the priorities 1, 2, 3 and so on, 1 the most urgent."))


def every_pair(impacts: str, urgencies: str) -> Callable[[Rows], None]:
    """The check of a matrix over the tables of these keys: each pair in use has a priority. It raises ValueError."""

    def check(rows: Rows) -> None:
        given = {(row["impact"], row["urgency"]) for row in rows}
        for impact in options(impacts):
            for urgency in options(urgencies):
                if impact.active and urgency.active and (impact.code, urgency.code) not in given:
                    pair = {"impact": impact.label, "urgency": urgency.label}
                    raise ValueError(_("The pair “%(impact)s” and “%(urgency)s” has no priority: add it.") % pair)

    return check


def priority_of(impact: str, urgency: str, matrix: Iterable[Mapping[str, Any]]) -> int | None:
    """What the matrix says of the two (PR9.S4, PR10.A2.3); None where it says nothing, or one of them is missing."""
    rows = (row["priority"] for row in matrix if (row["impact"], row["urgency"]) == (impact, urgency))
    return next((int(rank) for rank in rows), None)
