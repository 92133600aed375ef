"""Whether a budget is reached: looked at whenever something is spent or committed, and when a budget is approved."""

from __future__ import annotations

from fettle.kernel.access.actor import Actor
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.money import queries
from fettle.processes.money.facts import BudgetReached
from fettle.processes.money.values import RULES
from fettle.processes.money.workflow import COMMITTED, SPENT


def look(actor: Actor, cost: Record) -> None:
    """At the budgets that a cost counts against."""
    if cost.state in (SPENT, COMMITTED):
        for budget in queries.reached_by(cost).select_related("organisation", "budget").select_for_update(of=("self",)):
            look_at(actor, budget)


def look_at(actor: Actor, budget: Record) -> None:
    """Say once of each share that it is reached. The row of the budget is held."""
    settled, stands = current()[RULES], queries.standing(budget)
    percent = stands.forecast * 100 // budget.item.amount
    reached = max((at for at in (settled["warn_at"], settled["over_at"]) if at <= percent), default=0)
    if reached > budget.item.told:
        budget.item.record = budget
        history.write(actor, budget, BudgetReached(percent=reached), set={"told": reached})
