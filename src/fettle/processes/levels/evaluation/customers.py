"""The default agreement in a period, customer by customer: as records say now, or as it was confirmed.

The times are those of the records of each. What no record tells, such as availability, is measured once and counts for
everybody covered: it stands with each customer as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.values import whole
from fettle.kernel.settings.read import current
from fettle.processes.levels.evaluation import judging, outcomes, versions
from fettle.processes.levels.evaluation.definitions import EVALUATING
from fettle.processes.levels.evaluation.judging import Row
from fettle.processes.levels.evaluation.outcomes import NONE, Decided
from fettle.processes.levels.evaluation.results import Result
from fettle.processes.levels.evaluation.spans import Span, zone
from fettle.processes.levels.models import CustomerEvaluation, Evaluation

Told = dict[str, Decided]
BATCH = 500


@dataclass(frozen=True)
class OfCustomer:
    """What holds for an organisation and what is below it up to the next customer. ``rows`` are all its targets;
    ``behind`` the records from which each time was counted, by code.
    """

    party: Organisation
    rows: tuple[Row, ...]
    behind: Mapping[str, Sequence[int]]
    confirmed: bool = False

    @property
    def name(self) -> str:
        return self.party.name

    @property
    def told(self) -> tuple[Row, ...]:
        """The targets that have a value."""
        return tuple(row for row in self.rows if row.measured is not None)

    @property
    def missed(self) -> list[Row]:
        """The targets that were not met."""
        return [row for row in self.rows if row.met is False]

    @property
    def worst(self) -> Row:
        """A missed one, if there is any."""
        return (self.missed or list(self.told) or list(self.rows))[0]

    @property
    def count(self) -> int:
        """How many clocks were decided."""
        return sum(row.count for row in self.rows)


def of_result(result: Result, most: int) -> tuple[list[OfCustomer], int]:
    """So many of those for whom something was measured, and how many there are: as it was confirmed, if it was and that
    was kept; else as records say now. Those with the most missed targets first, then by name; none for an agreement
    with one party.
    """
    if not result.version.agreement.is_default:
        return [], 0
    if result.confirmed and result.confirmed.customers.exists():
        kept = result.confirmed.customers.exclude(met=0, missed=0).select_related("party")
        return list(map(read, kept.order_by("-missed", "party__name", "pk")[:most])), kept.count()
    found = [each for each in live(result) if each.told]
    return found[:most], len(found)


def of_one(result: Result, name: str) -> OfCustomer | None:
    """What holds for one of them, by the id of the organisation or its name; None for whom nothing holds. Raises
    Invalid where several have that name.
    """
    if result.version.agreement.is_default and result.confirmed and result.confirmed.customers.exists():
        kept = result.confirmed.customers.select_related("party")
        key = whole(name)
        rows = [*kept.filter(party=key)] if key else [*kept.filter(party__name=name.replace("\0", ""))[:2]]
        found = [*map(read, rows)]
    else:
        every = live(result)
        found = [each for each in every if str(each.party.pk) == name] or [each for each in every if each.name == name]
    if len(found) > 1:
        sentence = _("Several customers are called “%(name)s”: give the id of the organisation instead of its name.")
        raise Invalid({"customer": sentence % {"name": name[:80]}})
    return found[0] if found else None


def live(result: Result) -> list[OfCustomer]:
    """What the records say now, by five statements: of each customer that the agreement covers, and of whoever else has
    records by it. Those whom an SLA of their own covers wholly have only the times that were decided all the same.
    """
    item = result.version.agreement
    if not item.is_default:
        return []
    decided: dict[int, Told] = defaultdict(dict)
    for pk, code, some in outcomes.by_organisation(item.pk, result.span.moments(zone()), timezone.now()):
        decided[pk][code] = some
    homes = {each.pk: each for each in Organisation.objects.filter(Q(pk__in=list(decided)) | Q(is_customer=True))}
    together = _together(decided, homes)
    percent = int(item.kept_percent or current()[EVALUATING.key]["percent"])
    for_all = [judging.for_all(row) for row in result.rows if row.target.get("clock") is None]
    covered = _covered(result.span, homes.values())
    version, unit = result.version, result.span.unit
    idle = (*judging.rows(version.targets, [], unit, percent, {}, {}), *for_all)
    made = [OfCustomer(homes[pk], idle, {}) for pk in covered - together.keys() if idle]
    for pk, told in together.items():
        times = judging.rows(version.targets, [], unit, percent, told, {})
        rows = (*times, *for_all) if pk in covered else tuple(row for row in times if row.count)
        if rows:
            behind = {row.code: told[row.code].records for row in times if row.count}
            made.append(OfCustomer(homes[pk], rows, behind))
    return sorted(made, key=lambda each: (-len(each.missed), each.name.casefold(), each.party.pk))


def keep(evaluation: Evaluation, found: Iterable[OfCustomer]) -> None:
    """Beside what is confirmed, from then on as it is."""
    CustomerEvaluation.objects.bulk_create(
        [
            CustomerEvaluation(
                evaluation=evaluation,
                party=each.party,
                rows=[row.stored() for row in each.rows],
                behind={code: list(ids) for code, ids in each.behind.items()},
                met=sum(row.met is True for row in each.rows),
                missed=len(each.missed),
                unknown=sum(row.met is None for row in each.rows),
            )
            for each in found
        ],
        batch_size=BATCH,
    )


def read(row: CustomerEvaluation) -> OfCustomer:
    """Back from the table."""
    return OfCustomer(row.party, tuple(map(judging.read, row.rows)), row.behind, confirmed=True)


def _covered(span: Span, homes: Iterable[Organisation]) -> set[int]:
    """The customers to whom it promises something in any case."""
    wholly = versions.wholly_covered(span)
    customers = (each for each in homes if each.is_customer and each.active)
    return {each.pk for each in customers if not (wholly and wholly.intersection(_above(each)))}


def _above(home: Organisation) -> list[str]:
    """Its path and those of the organisations above it."""
    steps = home.path.strip("/").split("/")
    return [f"/{'/'.join(steps[:count])}/" for count in range(1, len(steps) + 1)]


def _together(decided: Mapping[int, Told], homes: Mapping[int, Organisation]) -> dict[int, Told]:
    """What was decided for the nearest customer at or above each organisation; for itself where there is none."""
    made: dict[int, Told] = defaultdict(dict)
    for pk, told in decided.items():
        line = [int(step) for step in reversed(homes[pk].path.strip("/").split("/"))]
        nearest = next((step for step in line if step in homes and homes[step].is_customer), pk)
        for code, more in told.items():
            had = made[nearest].get(code, NONE)
            records = tuple(sorted({*had.records, *more.records}))
            made[nearest][code] = Decided(had.count + more.count, had.kept + more.kept, records)
    return made
