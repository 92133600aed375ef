"""The measurements of financial management (FITS): FIN-1 budget against spend, FIN-2 cost of services, FIN-3 cost per
incident, FIN-4 total cost of ownership of components. Sums are whole minor units of the base currency, and of what the
reader sees; whoever may not see money is told so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.ask import may
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.records.models import Record
from fettle.processes.money import queries, reckoning
from fettle.processes.money.queries import MINOR, Allowed
from fettle.processes.money.reckoning import Days, Item
from fettle.processes.money.records import BUDGET, COST
from fettle.processes.money.workflow import SEE, SPENT

NOT_FOR_YOU = _("not for you to see")
NO_BUDGET = _("no budget is approved for it")
NO_INCIDENT = _("no incident")
INCIDENTS = "INC-1"
SERVICE, COMPONENT = "service", "component"
Compute = Callable[[Period, Scope], Reading]


def seen(compute: Compute) -> Compute:
    """For whoever may see money, once some was entered."""

    def asked(period: Period, scope: Scope) -> Reading:
        if not may(scope.actor, SEE):
            return Reading(None, because=NOT_FOR_YOU)
        if not _costs(period, scope).exists():
            return Reading(None)
        return compute(period, scope)

    return asked


def _costs(period: Period, scope: Scope) -> QuerySet[Record]:
    """What counts is the day of a cost: one that is entered late, such as an invoice, still counts where it belongs."""
    return _within(visible(scope.actor, COST), scope)


def _within(found: QuerySet[Record], scope: Scope) -> QuerySet[Record]:
    if scope.organisation_path:
        found = found.filter(organisation__path__startswith=scope.organisation_path)
    if scope.team_id:
        found = found.filter(service__team_id=scope.team_id)
    return found


def days(period: Period, scope: Scope) -> Days:
    """The days of which a part lies in the period."""
    return Days(*period.days(scope.actor.tzinfo))


def _spread(period: Period, scope: Scope) -> tuple[list[Item], dict[int, int], int]:
    """The entries that the days bear, what each service bears of them, and what none does."""

    def read() -> tuple[list[Item], dict[int, int], int]:
        within = days(period, scope)
        items = queries.items(_costs(period, scope), within, SPENT)
        amounts = [(item, reckoning.worn(item, within)) for item in items]
        rows, unallocated = reckoning.over_services(amounts, queries.weights())
        parts = {key: row.total for key, row in rows.items() if scope.service_id in (None, key)}
        return items, parts, unallocated if scope.service_id is None else 0

    return scope.once(("money", period.start, period.end), read)


@seen
def cost_of_services(period: Period, scope: Scope) -> Reading:
    """What the days bear: what is bought once is spread over its useful life."""
    items, parts, unallocated = _spread(period, scope)
    names = _names(scope, parts)
    by = {label: parts[key] for label, key in names.items()}
    return Reading(
        sum(parts.values()) + unallocated,
        lambda: _of(items, scope.service_id),
        {SERVICE: by},
        keys={SERVICE: {label: str(key) for label, key in names.items()}},
        within=lambda _service, members: _of_services(items, members),
    )


def _names(scope: Scope, parts: dict[int, int]) -> dict[str, int]:
    """What the services are called, dearest first; those that the reader does not see are left out."""
    rows = visible(scope.actor).filter(pk__in=parts).values_list("pk", "title", "number")
    found: dict[str, int] = {}
    for key, title, number in sorted(rows, key=lambda row: (-parts[row[0]], row[1])):
        found[title if title not in found else f"{title} ({number})"] = key
    return found


def _of(items: Sequence[Item], service: int | None) -> tuple[int, ...]:
    if service is None:
        return tuple(item.key for item in items)
    return _of_services(items, [str(service)])


def _of_services(items: Sequence[Item], members: Sequence[str]) -> tuple[int, ...]:
    """The entries of services, and of the components of which they bear a part."""
    weights, wanted = queries.weights(), set(members)
    return tuple(
        item.key
        for item in items
        if str(item.service or "") in wanted
        or any(str(key) in wanted for key in weights.get(item.component if item.service is None else "", {}))
    )


@seen
def budget_against_spend(period: Period, scope: Scope) -> Reading:
    """The share of the approved budgets of these days that is spent, in per cent, half up. A budget counts by the part
    of its days that lies in the period, and against it what was spent on those days alone; where there is one of all
    costs, those of services are a part of it.
    """
    within = days(period, scope)
    rows = _within(visible(scope.actor, BUDGET), scope).filter(
        budget__begins__lte=within.last, budget__ends__gte=within.first
    )
    if scope.service_id:
        rows = rows.filter(service_id=scope.service_id)
    found = queries.outermost(rows)
    counted = [each for each in found if each.service is None] or found
    may_be = sum(each.part(within) for each in counted)
    if not may_be:
        return Reading(None, because=NO_BUDGET)
    split, paid = queries.weights(), queries.items_by_path(_costs(period, scope), within, SPENT)
    spent = sum(_spent(paid, some, within, split) for some in _together(counted))
    return Reading(queries.percent(spent, may_be), lambda: tuple(each.key for each in counted))


def _together(budgets: Sequence[Allowed]) -> list[list[Allowed]]:
    """Those of the same organisation and days: what was spent of them is added up at once."""
    found: dict[tuple[str, Days], list[Allowed]] = {}
    for each in budgets:
        found.setdefault((each.path, each.days), []).append(each)
    return list(found.values())


def _spent(paid: Sequence[tuple[str, Item]], budgets: Sequence[Allowed], within: Days, split: queries.Weights) -> int:
    """What counts against budgets of one organisation and the same days, of entries with the paths of who paid them."""
    path, span = budgets[0].path, budgets[0].days.within(within)
    amounts = [(item, reckoning.spent(item, span)) for payer, item in paid if payer.startswith(path)]
    rows, rest = reckoning.over_services(amounts, split)
    if budgets[0].service:
        return sum(rows[one.service].total for one in budgets if one.service in rows)
    return sum(row.total for row in rows.values()) + rest


@seen
def cost_per_incident(period: Period, scope: Scope) -> Reading:
    """The cost of the services by the incidents that were opened about them, half a unit to the even one."""
    opened = assembly().figure_by_code[INCIDENTS].compute(period, scope)
    if not opened.value:
        return Reading(None, because=NO_INCIDENT)
    items, parts, unallocated = _spread(period, scope)
    whole, count = sum(parts.values()) + unallocated, int(opened.value)
    return Reading(_even(whole, count), lambda: _of(items, scope.service_id))


def _even(whole: int, count: int) -> int:
    part, left = divmod(whole, count)
    return part + (2 * left > count or (2 * left == count and part % 2 == 1))


@seen
def total_cost_of_ownership(period: Period, scope: Scope) -> Reading:
    """What shared components have cost from their purchase on until the end: purchase, implementation, operation and
    maintenance together.
    """
    last = days(period, scope).last
    found = queries.items_before(_costs(period, scope).filter(service=None), last, SPENT)
    names: dict[str, str] = {}
    by: dict[str, int] = {}
    for item in found:
        names.setdefault(item.component, item.called)
        by[item.component] = by.get(item.component, 0) + reckoning.spent(item, Days(item.paid.first, last))
    order = sorted(by, key=lambda key: (-by[key], key))
    return Reading(
        sum(by.values()),
        lambda: tuple(item.key for item in found),
        {COMPONENT: {names[key]: by[key] for key in order}},
        keys={COMPONENT: {names[key]: key for key in order}},
        within=lambda _component, members: tuple(item.key for item in found if item.component in members),
    )


FIGURES: tuple[Any, ...] = (
    Figure("FIN-1", _("Spent of the budget"), "%", "finance", budget_against_spend, counts=False),
    Figure("FIN-2", _("Cost of services"), MINOR, "finance", cost_of_services, counts=False),
    Figure("FIN-3", _("Cost per incident"), MINOR, "finance", cost_per_incident, counts=False),
    Figure(
        "FIN-4", _("Total cost of ownership of components"), MINOR, "finance", total_cost_of_ownership, counts=False
    ),
)
