"""The rules of costs and budgets. Each refuses with a sentence that says how to mend it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.models import Record
from fettle.processes.money.currency import MOST, Money


def a_cost_is_of_one_thing(service: Record | None, component: str) -> None:
    """Of a service, or of a component that services share; so it is counted once. Raises Invalid."""
    if service is None and not component:
        raise Invalid({"service": _("Choose the service that it is for, or name a component.")})
    if service is not None and component:
        raise Invalid({"component": _("A cost counts once: empty this field, or take the service away.")})


def another_currency_has_a_rate(money: Money, rate: str, base: str) -> None:
    """What is not in our own currency says what it is worth in it. Raises Invalid."""
    if money.currency != base and not rate:
        sentence = _("Give the rate: how much %(base)s one %(other)s was.")
        raise Invalid({"rate": sentence % {"base": base, "other": money.currency}})
    if money.currency == base and rate:
        raise Invalid({"rate": _("The sum is in our own currency already: empty this field.")})


def it_is_worth_something(amount: int, name: str = "price") -> None:
    """A sum that is nought in our currency says nothing. Raises Invalid."""
    if amount <= 0:
        raise Invalid({name: _("Give a sum greater than nought.")})


def it_can_be_kept(amount: int) -> None:
    """What a sum is worth stays below ``MOST`` in our currency too. Raises Invalid."""
    if amount >= MOST:
        raise Invalid({"price": _("That is more than can be kept here: give a smaller sum.")})


def a_period_ends_after_it_begins(begins: date, ends: date | None, years: int | None) -> None:
    """And only what is paid once has a useful life. Raises Invalid."""
    if ends is not None and ends < begins:
        raise Invalid({"ends": _("The period ends before it begins: give a later day.")})
    if ends is not None and years is not None:
        raise Invalid({"years": _("Only what is paid once has a useful life: empty this field or the last day.")})


def a_budget_is_in_our_currency(money: Money, base: str) -> None:
    """Raises Invalid."""
    if money.currency != base:
        raise Invalid({"price": _("A budget is in our own currency: give it in %(base)s.") % {"base": base}})


def somebody_else_approves(authors: Collection[int], approver: int | None) -> None:
    """Whoever drew up a budget, or changed how much it is, does not approve it."""
    if approver in authors:
        raise Refusal(_("You drew up this budget: have somebody else approve it."), rule="somebody_else_approves")


def the_currency_stays(now: str, counted: Any) -> None:
    """The base currency stays once something is counted in it. Raises ValueError."""
    if counted is not None and counted != now:
        sentence = _("Costs or budgets are counted in %(base)s already: the currency cannot be another one any more.")
        raise ValueError(sentence % {"base": counted})
