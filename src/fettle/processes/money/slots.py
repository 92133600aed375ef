"""What stands about money on the page of a service, and of a budget, for whoever may see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.money import queries
from fettle.processes.money.queries import Sums
from fettle.processes.money.records import BUDGET, COST, natures
from fettle.processes.money.workflow import ENTER, SEE, WITHDRAWN

SHOWN = 6


def of_service(actor: Actor, record: Record) -> dict[str, Any] | None:
    """What it costs in the present financial year."""
    if record.kind != "service" or STAFF not in audiences(actor, record) or not may(actor, SEE):
        return None
    year = queries.this_year(timezone.localdate())
    sums = of_one(actor, record, year)
    entries = visible(actor, COST).filter(service=record).exclude(state=WITHDRAWN)
    entries = entries.select_related("cost").order_by("-cost__begins", "-pk")[:SHOWN]
    return {
        "template": "money/of_service.html",
        "record": record,
        "year": year,
        "sums": sums,
        "natures": by_nature(sums),
        "entries": [(each, COST.flow.by_state[each.state]) for each in entries],
        "enters": may(actor, ENTER),
    }


def of_budget(actor: Actor, record: Record) -> dict[str, Any] | None:
    """How much of it is spent and committed."""
    if record.kind != BUDGET.key:
        return None
    sums = queries.standing(record)
    percent = sums.forecast * 100 // record.item.amount
    return {"template": "money/of_budget.html", "record": record, "sums": sums, "percent": percent}


def of_one(actor: Actor, record: Record, year: int) -> Sums:
    """The sums of one service in a financial year, with its budget."""
    within = queries.year(year)
    sums = queries.of_service(visible(actor, COST), within, record.pk)
    sums.budget = queries.approved(actor, within).get(record.pk)
    return sums


def by_nature(sums: Sums) -> Sequence[tuple[str, int]]:
    """What it costs, by what it is for."""
    rows = [(str(each.label), sums.by_nature.get(each.code, 0)) for each in natures()]
    return [row for row in rows if row[1]] or [(_("No cost is noted as spent in this year yet."), 0)]
