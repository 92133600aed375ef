"""Reads of money: what services cost in a span of days, what budgets have left, and prices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.money import currency, periods, reckoning
from fettle.processes.money.models import Budget
from fettle.processes.money.reckoning import Days, Item
from fettle.processes.money.records import BUDGET, COST
from fettle.processes.money.values import RULES, base_currency
from fettle.processes.money.workflow import APPROVED, COMMITTED, ESTIMATED, SPENT
from fettle.processes.services import queries as services

COUNTED = (SPENT, COMMITTED, ESTIMATED)
MINOR = "minor"
"""The unit of figures that are whole minor units of the base currency."""
Weights = Mapping[str, Mapping[int, int]]


def base() -> str:
    """The currency in which this installation counts."""
    return base_currency()


def words(minor: int, code: str = "") -> str:
    """A sum in the base currency, or that of ``code``, in the reader's language."""
    return currency.words(minor, code or base_currency())


def whole_units(minor: int, code: str) -> Decimal:
    """A sum in units of its currency, exactly."""
    return Decimal(currency.decimal(minor, code))


def first_month() -> int:
    """In which month the financial year begins."""
    return int(current()[RULES]["first_month"])


def this_year(today: date) -> int:
    """The financial year of a day."""
    return periods.year_of(today, first_month())


def year(number: int) -> Days:
    """The days of a financial year."""
    return periods.days_of(number, periods.WHOLE, first_month())


def life_of(begins: date, ends: date | None, years: int | None) -> Days:
    """The days over which a cost is spread."""
    return Days(begins, ends or periods.years_later(begins, years or 1) - timedelta(days=1))


def items(records: QuerySet[Record], within: Days, *stages: str) -> list[Item]:
    """The entries of these stages that have to do with some days: spent on one of them, or borne by one."""
    return [item for _path, item in items_by_path(records, within, *stages)]


def items_by_path(records: QuerySet[Record], within: Days, *stages: str) -> list[tuple[str, Item]]:
    """The same, each after the path of the organisation that pays it."""
    near = records.filter(state__in=stages, cost__begins__lte=within.last, cost__until__gte=within.first)
    rows = near.order_by("pk").values_list("organisation__path", *READ)
    return [(path, _item(tuple(row))) for path, *row in rows]


def items_before(records: QuerySet[Record], day: date, *stages: str) -> list[Item]:
    """All entries of these stages that began by a day."""
    near = records.filter(state__in=stages, cost__begins__lte=day)
    return list(map(_item, near.order_by("pk").values_list(*READ)))


READ: tuple[str, ...] = (
    *("pk", "cost__amount", "cost__nature", "state", "cost__begins", "cost__ends", "cost__until"),
    *("service_id", "cost__component"),
)


def _item(row: tuple[Any, ...]) -> Item:
    key, minor, nature, stage, begins, ends, until, service, component = row
    paid = Days(begins, ends or begins)
    return Item(key, minor, nature, stage, paid, Days(begins, until), service, component.casefold(), component)


def weights() -> Weights:
    """By which weights the costs of each shared component are split: as laid down, else equally over the live services
    that name it.
    """
    found: dict[str, dict[int, int]] = {}
    for name, service in services.naming_components():
        found.setdefault(name.casefold(), {})[service] = 1
    rows = current()[SHARES]
    keys = dict(Record.objects.filter(number__in={row["service"] for row in rows}).values_list("number", "pk"))
    laid_down: dict[str, dict[int, int]] = {}
    for row in rows:
        if row["service"] in keys:
            laid_down.setdefault(row["component"].casefold(), {})[keys[row["service"]]] = row["weight"]
    return found | laid_down


SHARES, PRICES = "money.shares", "money.prices"


@dataclass
class Sums:
    """What one service, or all, comes to in a span of days. ``cost`` is spread over useful lives, ``spent`` is what was
    paid; ``budget`` None: there is none.
    """

    cost: int = 0
    own: int = 0
    shared: int = 0
    spent: int = 0
    committed: int = 0
    estimated: int = 0
    budget: int | None = None
    by_nature: dict[str, int] = field(default_factory=dict)

    @property
    def forecast(self) -> int:
        return self.spent + self.committed

    @property
    def left(self) -> int | None:
        """What the budget has left after all that is spent and committed; less than nought: it is exceeded."""
        return None if self.budget is None else self.budget - self.forecast


@dataclass(frozen=True)
class Overview:
    """The sums of each service, of what no service bears, of services that the reader does not see, and of all."""

    days: Days
    rows: list[tuple[Record, Sums]]
    unallocated: Sums
    elsewhere: Sums
    whole: Sums


def sums(records: QuerySet[Record], within: Days) -> tuple[dict[int, Sums], Sums]:
    """By service, and of what no service bears."""
    return _summed(items(records, within, *COUNTED), within, weights())


def of_service(records: QuerySet[Record], within: Days, service: int) -> Sums:
    """Of one service. Of the costs of others nothing is read, but for components that it shares with them."""
    split = weights()
    found = items(records.filter(service_id=service), within, *COUNTED)
    if any(service in parts for parts in split.values()):
        found += items(records.filter(service=None).exclude(cost__component=""), within, *COUNTED)
    return _summed(found, within, split)[0].get(service, Sums())


def in_each(records: QuerySet[Record], *spans: Days) -> list[tuple[dict[int, Sums], Sums]]:
    """The same of several spans of days, for which the entries are read once."""
    around = Days(min(span.first for span in spans), max(span.last for span in spans))
    found = items(records, around, *COUNTED)
    split = weights() if any(item.service is None for item in found) else {}
    return [_summed(found, span, split) for span in spans]


def _summed(found: Sequence[Item], within: Days, split: Weights) -> tuple[dict[int, Sums], Sums]:
    rest = Sums()
    rows: dict[int, Sums] = {}

    def add(stage: str, of: Callable[[Item, Days], int], put: Callable[[Sums, reckoning.Row], None]) -> None:
        amounts = [(item, of(item, within)) for item in found if item.stage == stage]
        parts, unallocated = reckoning.over_services(amounts, split)
        for key, row in parts.items():
            put(rows.setdefault(key, Sums()), row)
        put(rest, reckoning.Row(own=unallocated))

    def cost(to: Sums, row: reckoning.Row) -> None:
        to.cost, to.own, to.shared = row.total, row.own, row.shared

    add(SPENT, reckoning.worn, cost)
    add(SPENT, reckoning.spent, lambda to, row: setattr(to, "spent", row.total))
    add(COMMITTED, reckoning.spent, lambda to, row: setattr(to, "committed", row.total))
    add(ESTIMATED, reckoning.spent, lambda to, row: setattr(to, "estimated", row.total))
    for nature in {item.nature for item in found}:
        of_it = [(item, reckoning.worn(item, within)) for item in found if (item.stage, item.nature) == (SPENT, nature)]
        for key, row in reckoning.over_services(of_it, split)[0].items():
            rows[key].by_nature[nature] = row.total
    return rows, rest


def overview(actor: Actor, within: Days) -> Overview:
    """What the actor may see of it."""
    found, rest = sums(visible(actor, COST), within)
    budgets = approved(actor, within)
    for key, amount in budgets.items():
        if key is not None:
            found.setdefault(key, Sums()).budget = amount
    seen = visible(actor).filter(pk__in=found).order_by("title", "pk")
    rows = [(record, found[record.pk]) for record in seen]
    known = {record.pk for record, _sums in rows}
    elsewhere = total(each for key, each in found.items() if key not in known)
    whole = total([*found.values(), rest])
    whole.budget = budgets.get(None)
    return Overview(within, rows, rest, elsewhere, whole)


def total(parts: Iterable[Sums]) -> Sums:
    """All of them together. Budgets of services are not added: what no budget bounds would count against them."""
    whole = Sums()
    for part in parts:
        for name in ("cost", "own", "shared", "spent", "committed", "estimated"):
            setattr(whole, name, getattr(whole, name) + getattr(part, name))
    return whole


@dataclass(frozen=True)
class Allowed:
    """An approved budget: what may be spent, by whom and those below them, on what (None: on all), in which days."""

    key: int
    path: str
    service: int | None
    minor: int
    days: Days

    def holds(self, other: Allowed) -> bool:
        """Whether the other one, of the same service, is a part of it."""
        mine, theirs = self.days, other.days
        reaches = mine.first <= theirs.first and theirs.last <= mine.last and other.path.startswith(self.path)
        return reaches and self.service == other.service and (self.path, mine) != (other.path, theirs)

    def part(self, within: Days) -> int:
        """So much of it as these days bear."""
        return reckoning.spent(Item(self.key, self.minor, "", "", self.days, self.days), within)


def outermost(records: QuerySet[Record]) -> list[Allowed]:
    """The approved ones of these budgets. That of a quarter whose year has one too is a part of that, as that of an
    organisation is of one above it: it counts once.
    """
    names = ("pk", "organisation__path", "service_id", "budget__amount", "budget__begins", "budget__ends")
    rows = records.filter(state=APPROVED).order_by("pk").values_list(*names)
    found = [Allowed(key, path, service, minor, Days(first, last)) for key, path, service, minor, first, last in rows]
    return [one for one in found if not any(other.holds(one) for other in found)]


def approved(actor: Actor, within: Days) -> dict[int | None, int]:
    """What may be spent by approved budgets that lie in these days, by service; None for those of all costs."""
    rows = visible(actor, BUDGET).filter(budget__begins__gte=within.first, budget__ends__lte=within.last)
    found: dict[int | None, int] = {}
    for one in outermost(rows):
        found[one.service] = found.get(one.service, 0) + one.minor
    return found


def percent(spent: int, budget: int) -> int:
    """The share of a budget that is spent, half up."""
    return (spent * 200 + budget) // (2 * budget)


def allowed(actor: Actor, within: Days, of: Collection[int]) -> dict[int, int]:
    """What may be spent on these services in some days: of each approved budget the part that lies in them."""
    rows = visible(actor, BUDGET).filter(budget__begins__lte=within.last, budget__ends__gte=within.first)
    found: dict[int, int] = {}
    for one in outermost(rows.filter(service_id__in=of)):
        if one.service is not None:
            found[one.service] = found.get(one.service, 0) + one.part(within)
    return found


def standing(record: Record) -> Sums:
    """What is spent and committed of a budget: costs that its organisation or one below it pays, in its days."""
    item: Budget = record.item
    paid = Record.objects.filter(kind=COST.key, organisation__path__startswith=record.organisation.path)
    within = Days(item.begins, item.ends)
    if record.service_id is None:
        found, rest = sums(paid, within)
        whole = total([*found.values(), rest])
    else:
        whole = of_service(paid, within, record.service_id)
    whole.budget = item.amount
    return whole


def reached_by(cost: Record) -> QuerySet[Record]:
    """The approved budgets that a cost counts against."""
    item, path = cost.item, cost.organisation.path
    above = [path[: at + 1] for at, char in enumerate(path) if char == "/"]
    of_it = Q(service=None) | Q(service_id=cost.service_id) if cost.service_id else Q()
    near = Q(budget__begins__lte=item.ends or item.begins, budget__ends__gte=item.begins)
    return Record.objects.filter(of_it, near, kind=BUDGET.key, state=APPROVED, organisation__path__in=above).order_by(
        "pk"
    )


@dataclass(frozen=True)
class Priced:
    """One line of the price list of a service."""

    unit: str
    price: str
    begins: date
    until: date | None

    @property
    def words(self) -> str:
        """`€4.00`, in the reader's language."""
        return currency.parse(self.price, base_currency()).words()

    @property
    def plain(self) -> str:
        """`EUR 4.00`."""
        return currency.parse(self.price, base_currency()).plain()


def prices(day: date) -> dict[str, list[Priced]]:
    """What is charged on a day, by the number of the service; nothing where prices are not shown."""
    found: dict[str, list[Priced]] = {}
    if not current()[RULES]["prices"]:
        return found
    for row in current()[PRICES]:
        begins = date.fromisoformat(row["from"])
        until = date.fromisoformat(row["until"]) if row["until"] else None
        if begins <= day and (until is None or day <= until):
            found.setdefault(row["service"], []).append(Priced(row["unit"], row["price"], begins, until))
    return found
