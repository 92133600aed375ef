"""Writes of costs: entered, said in other words, committed, spent, withdrawn. How much, of what and when stays: what
was wrong is withdrawn and entered again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.money import queries, rules, watching
from fettle.processes.money.currency import converted, parse
from fettle.processes.money.facts import Committed, Recorded, Revised, Spent, Withdrawn
from fettle.processes.money.records import COST
from fettle.processes.money.values import base_currency


@transaction.atomic
def register(
    actor: Actor,
    *,
    price: str,
    stage: str,
    begins: date,
    organisation: Organisation | None = None,
    service: Record | None = None,
    component: str | None = None,
    rate: str | None = None,
    ends: date | None = None,
    years: int | None = None,
    **values: Any,
) -> Record:
    """Enter a cost of a service, or of a component that services share. Raises Forbidden, Invalid."""
    home = require_in(actor, COST.may.register, organisation)
    base = base_currency()
    money = parse(price, base)
    rules.a_cost_is_of_one_thing(service, component or "")
    rules.another_currency_has_a_rate(money, rate or "", base)
    rules.a_period_ends_after_it_begins(begins, ends, years)
    amount = converted(money, rate, base) if rate else money.minor
    rules.it_is_worth_something(amount)
    rules.it_can_be_kept(amount)
    worked_out = {
        "price": money.plain(),
        "amount": amount,
        "base": base,
        "stage": stage,
        "state": stage,
        "begins": begins,
        "ends": ends,
        "years": years,
        "until": queries.life_of(begins, ends, years).last,
        "service": service,
        "component": component or "",
        "rate": rate or "",
    }
    record = history.create(actor, COST, Recorded(), organisation=home, values={**values, **worked_out})
    watching.look(actor, record)
    return record


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Say it in other words, or where it comes from."""
    record = history.lock(actor, number, COST)
    require(actor, COST.may.revise, record)
    history.write(actor, record, Revised(), set=values)
    return record


@transaction.atomic
def commit(actor: Actor, number: str) -> Record:
    """It is ordered or agreed."""
    return _move(actor, number, "commit", Committed())


@transaction.atomic
def spend(actor: Actor, number: str) -> Record:
    """It is paid."""
    return _move(actor, number, "spend", Spent())


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """It counts no more; what was entered stays."""
    record = history.lock(actor, number, COST)
    verb = allow(actor, record, "withdraw")
    history.write(actor, record, Withdrawn(reason=reason), set={"state": verb.target})
    return record


def _move(actor: Actor, number: str, name: str, fact: Fact) -> Record:
    record = history.lock(actor, number, COST)
    verb = allow(actor, record, name)
    history.write(actor, record, fact, set={"state": verb.target, "stage": verb.target})
    watching.look(actor, record)
    return record


VERBS: dict[str, Callable[..., Record]] = {"commit": commit, "spend": spend, "withdraw": withdraw}
