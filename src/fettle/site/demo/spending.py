"""What the services of a demo cost, budgets and prices; by the actions that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.money import actions, budgets, queries
from fettle.processes.money.definitions import PRICES, SHARES
from fettle.processes.money.workflow import ENTER, SEE
from fettle.site.demo.parties import House

LISTED = Actor.house("demo", SEE, ENTER, "services.see")
"""Brought over from the books: nobody here drew up the budgets, so everybody with the right may approve them."""
WORDS = ("title", "nature", "stage", "component", "price", "rate", "years", "source")


def build(house: House, plan: Mapping[str, Any]) -> int:
    """Write what the plan says of money. Returns how many costs there are."""
    told: Mapping[str, Any] = plan["money"]
    manager, approver = (Actor.of(house.people[told[name]]) for name in ("manager", "approver"))
    for row in told["budgets"]:
        values: dict[str, Any] = {name: row[name] for name in ("title", "price")}
        if "service" in row:
            values["service"] = house.services[row["service"]]
        year = queries.this_year(timezone.localdate())
        made = budgets.register(LISTED, year=year, part="year", assignee=house.people[told["manager"]], **values)
        if row.get("approved"):
            budgets.approve(approver, made.number)
    for row in told["costs"]:
        _enter(house, manager, row)
    _settle(manager, SHARES.key, [{**row, "service": _number(house, row)} for row in told["shares"]])
    since = queries.year(queries.this_year(timezone.localdate())).first.isoformat()
    prices = [{"unit": row["unit"], "price": row["price"], "service": _number(house, row)} for row in told["prices"]]
    _settle(manager, PRICES.key, [{**row, "from": since} for row in prices])
    return len(told["costs"])


def _enter(house: House, manager: Actor, row: Mapping[str, Any]) -> None:
    values: dict[str, Any] = {name: row[name] for name in WORDS if name in row}
    if "service" in row:
        values["service"] = house.services[row["service"]]
    if "supplier" in row:
        values["supplier"] = Record.objects.get(kind="supplier", organisation=house.organisations[row["supplier"]])
    today = timezone.localdate()
    if row.get("yearly"):
        year = queries.year(queries.this_year(today))
        values |= {"begins": year.first, "ends": year.last}
    else:
        values["begins"] = today - timedelta(days=row["days_ago"])
    actions.register(manager, **values)


def _number(house: House, row: Mapping[str, Any]) -> str:
    return house.services[row["service"]].number


def _settle(manager: Actor, key: str, value: Any) -> None:
    settings.redefine(manager, key, value=value)
