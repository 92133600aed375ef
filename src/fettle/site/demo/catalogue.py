"""What a demo adds to the request catalogue, orders of it now and before, and what comes again by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from fettle.kernel.access.actor import Actor
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.declare import Table
from fettle.kernel.settings.read import current
from fettle.processes.incidents.approving import POLICIES
from fettle.processes.incidents.catalogue.definitions import QUESTIONS, STANDARD_REQUESTS
from fettle.processes.incidents.catalogue.ordering import order
from fettle.processes.incidents.catalogue.recurring import RECURRING
from fettle.processes.incidents.definitions import MANAGE
from fettle.site.demo.ordered import tell_of_orders
from fettle.site.demo.parties import House


def fill_catalogue(house: House, plan: Mapping[str, Any], now: datetime) -> int:
    """Returns how many orders there are: days in answers of those made now count from today."""
    wanted = plan["catalogue"]
    numbers = {key: service.number for key, service in house.services.items()}
    rows = [{**row, "service": numbers[row["service"]]} for row in wanted["requests"]]
    _add(POLICIES.key, POLICIES.shape, wanted["policies"])
    _add(STANDARD_REQUESTS.key, STANDARD_REQUESTS.shape, rows)
    _add(QUESTIONS.key, QUESTIONS.shape, wanted["questions"])
    again = [{**row, "service": numbers[row["service"]], "first_on": _day(row["in_days"])} for row in wanted["again"]]
    _add(RECURRING.key, RECURRING.shape, again)
    for each in wanted["orders"]:
        days = {code: _day(n) for code, n in each.get("in_days", {}).items()}
        order(Actor.of(house.people[each["by"]]), each["request"], answers={**each["answers"], **days})
    return len(wanted["orders"]) + tell_of_orders(house, wanted["past"], now)


def _day(count: int) -> str:
    return (timezone.localdate() + timedelta(days=count)).isoformat()


def _add(key: str, shape: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    empty = dict.fromkeys(field.name for field in shape.fields) if isinstance(shape, Table) else {}
    house = Actor.house(gettext_noop("installation"), MANAGE)
    added = [{**empty, "in_order": False, "needed": True, "active": True, **row} for row in rows]
    known = [{name: value for name, value in row.items() if name in empty} for row in added]
    settings.redefine(house, key, value=[*current()[key], *known], reason="Demo")
