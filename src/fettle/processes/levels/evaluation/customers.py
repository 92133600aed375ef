"""The default agreement in a period, customer by customer: how the times were kept of the records of each.

What no record tells, such as availability, is measured once for all customers: it is judged for the agreement, and not
for each of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from fettle.kernel.orgs.models import Organisation
from fettle.kernel.settings.read import current
from fettle.processes.levels.evaluation import judging, outcomes
from fettle.processes.levels.evaluation.definitions import EVALUATING
from fettle.processes.levels.evaluation.judging import Row
from fettle.processes.levels.evaluation.outcomes import NONE, Decided
from fettle.processes.levels.evaluation.results import Result
from fettle.processes.levels.evaluation.spans import zone


@dataclass(frozen=True)
class OfCustomer:
    """What the records of a customer and of what is below it say now; only what was decided in the period."""

    name: str
    rows: tuple[Row, ...]

    @property
    def missed(self) -> list[Row]:
        """The times that too few records kept."""
        return [row for row in self.rows if row.met is False]

    @property
    def worst(self) -> Row:
        """A missed one, if there is any."""
        return (self.missed or list(self.rows))[0]

    @property
    def count(self) -> int:
        """How many clocks were decided."""
        return sum(row.count for row in self.rows)


def of_result(result: Result) -> list[OfCustomer]:
    """Those with the most missed times first, then by name; none for an agreement with one party. Three statements."""
    item = result.version.agreement
    if not item.is_default:
        return []
    clocks: dict[int, dict[str, Decided]] = defaultdict(dict)
    for pk, code, count, kept in outcomes.by_organisation(item.pk, result.span.moments(zone()), timezone.now()):
        clocks[pk][code] = Decided(count, kept, ())
    names = _customers(clocks)
    together: dict[tuple[int, str], dict[str, Decided]] = defaultdict(dict)
    for pk, told in clocks.items():
        held = together[names[pk]]
        for code, more in told.items():
            had = held.get(code, NONE)
            held[code] = replace(had, count=had.count + more.count, kept=had.kept + more.kept)
    percent = int(item.kept_percent or current()[EVALUATING.key]["percent"])
    rows = [
        OfCustomer(name, tuple(row for row in _times(result, percent, told) if row.count))
        for (_pk, name), told in together.items()
    ]
    return sorted((row for row in rows if row.rows), key=lambda row: (-len(row.missed), row.name.casefold()))


def _times(result: Result, percent: int, told: dict[str, Decided]) -> list[Row]:
    return judging.rows(result.version.targets, [], result.span.unit, percent, told, {})


def _customers(organisations: Any) -> dict[int, tuple[int, str]]:
    """Of each organisation the nearest customer at or above it; itself where there is none."""
    own = {each.pk: each for each in Organisation.objects.filter(pk__in=list(organisations))}
    lines = {pk: [int(step) for step in each.path.strip("/").split("/")] for pk, each in own.items()}
    above = {step for line in lines.values() for step in line}
    found = dict(Organisation.objects.filter(pk__in=above, is_customer=True).values_list("pk", "name"))
    made = {}
    for pk, line in lines.items():
        nearest = next((step for step in reversed(line) if step in found), pk)
        made[pk] = (nearest, found.get(nearest, own[pk].name))
    return made
