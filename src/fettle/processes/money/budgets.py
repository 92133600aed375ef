"""Writes of budgets: drawn up, approved by somebody else, replaced by the next version, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from fettle.kernel.access import read
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.history import write as history
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.money import periods, queries, rules, watching
from fettle.processes.money.currency import parse
from fettle.processes.money.facts import (
    BudgetApproved,
    BudgetDrawnUp,
    BudgetReplaced,
    BudgetRevised,
    BudgetWithdrawn,
)
from fettle.processes.money.records import BUDGET
from fettle.processes.money.values import RULES, base_currency
from fettle.processes.money.workflow import APPROVED, OVER


@transaction.atomic
def register(
    actor: Actor,
    *,
    year: int,
    part: str,
    price: str,
    organisation: Organisation | None = None,
    service: Record | None = None,
    **values: Any,
) -> Record:
    """Draw up a budget; of a service and period that have one already it is the next version. Raises Forbidden,
    Invalid.
    """
    home = require_in(actor, BUDGET.may.register, organisation)
    days = periods.days_of(year, part, queries.first_month())
    same = _same(home.pk, service.pk if service else None, days.first, days.last)
    values |= _sum(price) | {
        "service": service,
        "year": year,
        "part": part,
        "begins": days.first,
        "ends": days.last,
        "edition": 1 + (same.aggregate(most=Max("budget__edition"))["most"] or 0),
    }
    return history.create(actor, BUDGET, BudgetDrawnUp(), organisation=home, values=values)


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change a draft; of one that is approved only who looks after it, and the notes."""
    record = history.lock(actor, number, BUDGET)
    require(actor, BUDGET.may.revise, record)
    if "price" in values:
        values |= _sum(values["price"])
    history.write(actor, record, BudgetRevised(), set=values)
    return record


@transaction.atomic
def approve(actor: Actor, number: str) -> Record:
    """It holds from now on, and the version before it no more. Raises Refusal for whoever drew it up."""
    _hold_versions(read.get(actor, number, BUDGET))
    record = history.lock(actor, number, BUDGET)
    verb = allow(actor, record, "approve")
    if not current()[RULES]["one_person"]:
        rules.somebody_else_approves(_authors(record), actor.person_id)
    item = record.item
    before = _same(record.organisation_id, record.service_id, item.begins, item.ends).filter(state=APPROVED)
    for old in before.select_related("organisation", "budget").order_by("pk"):
        old.item.record = old
        history.write(actor, old, BudgetReplaced(by=record.number), set={"state": OVER})
    held = {"state": verb.target, "approved_by": actor.person_id, "approved_on": timezone.localdate()}
    history.write(actor, record, BudgetApproved(), set=held)
    watching.look_at(actor, record)
    return record


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """It holds no more, and nothing takes its place."""
    record = history.lock(actor, number, BUDGET)
    verb = allow(actor, record, "withdraw")
    history.write(actor, record, BudgetWithdrawn(reason=reason), set={"state": verb.target})
    return record


def _authors(record: Record) -> set[int]:
    """Whoever drew it up or changed its sum. A house that did so on its own is nobody."""
    entries = Entry.objects.filter(record=record).order_by("seq")
    first = entries.values_list("actor_id", flat=True)[:1]
    later = entries.filter(changes__has_key="amount").values_list("actor_id", flat=True)
    return {person for person in (*first, *later) if person is not None}


def _hold_versions(record: Record) -> None:
    """All versions of a budget, in the same order for everybody: of two that are approved in the same moment one holds
    in the end.
    """
    item = record.item
    versions = _same(record.organisation_id, record.service_id, item.begins, item.ends).order_by("pk")
    list(versions.select_for_update(of=("self",)).values_list("pk"))


def _sum(price: str) -> dict[str, Any]:
    base = base_currency()
    money = parse(price, base)
    rules.a_budget_is_in_our_currency(money, base)
    rules.it_is_worth_something(money.minor)
    return {"price": money.plain(), "amount": money.minor, "base": base}


def _same(organisation: int, service: int | None, first: Any, last: Any) -> Any:
    """The budgets of one organisation, service and span of days."""
    return Record.objects.filter(
        kind=BUDGET.key, organisation_id=organisation, service_id=service, budget__begins=first, budget__ends=last
    )


VERBS: dict[str, Callable[..., Record]] = {"approve": approve, "withdraw": withdraw}
