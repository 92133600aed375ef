"""What is spent with a supplier, for its scorecard: of the costs that name it, by the arithmetic of services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.money import currency, queries
from fettle.processes.money.queries import COUNTED, Sums
from fettle.processes.money.reckoning import Days
from fettle.processes.money.records import COST
from fettle.processes.money.workflow import SEE
from fettle.processes.services import queries as services
from fettle.processes.suppliers.queries import Paid, Spend, Sum


def spend(actor: Actor, supplier: Record, first: date, last: date) -> Spend | None:
    """In these days, and in as many before. None for whoever may not see money."""
    if not may(actor, SEE):
        return None
    within = Days(first, last)
    before = Days(first - timedelta(days=within.count), first - timedelta(days=1))
    costs = visible(actor, COST).filter(cost__supplier=supplier)
    (found, rest), (earlier, rest_before) = queries.in_each(costs, within, before)
    found = {key: row for key, row in found.items() if _tells(row)}
    code = queries.base()
    return Spend(
        code,
        [_paid(code, *row) for row in _rows(actor, within, found, rest)],
        _paid(code, queries.total([*found.values(), rest])),
        _paid(code, queries.total([*earlier.values(), rest_before])),
        f"/costs?supplier={supplier.number}&state={','.join(sorted(COUNTED))}",
    )


def _rows(
    actor: Actor, within: Days, found: Mapping[int, Sums], rest: Sums
) -> Iterable[tuple[Sums, str, str, int | None]]:
    """The services that the reader sees, the dearest first, each with its budget; then the others together, and what no
    service bears.
    """
    if found:
        named = visible(actor, services.SERVICE).filter(pk__in=found).order_by().values_list("pk", "number", "title")
        seen = sorted(named, key=lambda row: (-found[row[0]].forecast, row[2], row[0]))
        known = {key for key, _number, _title in seen}
        budgets = queries.allowed(actor, within, known)
        yield from ((found[key], number, title, budgets.get(key)) for key, number, title in seen)
        elsewhere = queries.total(found[key] for key in found.keys() - known)
        if _tells(elsewhere):
            yield elsewhere, "", _("Services that you do not see"), None
    if _tells(rest):
        yield rest, "", _("Borne by no service"), None


def _tells(row: Sums) -> bool:
    return bool(row.forecast or row.estimated)


def _paid(code: str, row: Sums, number: str = "", title: str = "", budget: int | None = None) -> Paid:
    def told(minor: int) -> Sum:
        return Sum(minor, currency.words(minor, code), currency.decimal(minor, code))

    may_be, share = (told(budget), queries.percent(row.spent, budget)) if budget else (None, None)
    return Paid(number, title, told(row.spent), told(row.committed), told(row.estimated), may_be, share)
