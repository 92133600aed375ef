"""What is due on configuration items: what ends on a day that is noted of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles import actions as duties
from fettle.facilities.cycles import queries
from fettle.facilities.cycles.declare import Cycle
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Day
from fettle.processes.configuration.attributes import expiring
from fettle.processes.configuration.records import ITEM

LEAD_DAYS = 30


def _noted(sort: str) -> Callable[[Any], bool]:
    """Whether a day is noted of an item on which something of this sort ends: nobody sets such a duty by hand."""
    return lambda record: any(map(record.item.attributes.get, expiring(record.item.type).get(sort, ())))


CYCLES = tuple(
    Cycle(f"item.{code}", label, (ITEM.key,), lead_days=LEAD_DAYS, suits=_noted(code))
    for code, label in (
        ("warranty", _("The warranty ends")),
        ("certificate", _("The certificate ends: renew it")),
        ("licence", _("The licence ends: renew it")),
        ("contract", _("The contract ends: renew it, or end it")),
    )
)


def follow(record: Record, values: dict[str, Any], owner: Any) -> list[Fact]:
    """The duties of a locked item after its attributes are ``values`` and its owner is ``owner``: the facts for the
    entry that changes them. Of several days of one sort the first counts.
    """
    there = {duty.code for duty in queries.of_record(record)}
    said: list[Fact | None] = []
    days = expiring(record.item.type)
    for cycle in CYCLES:
        noted = [values.get(code) for code in days.get(cycle.code.removeprefix("item."), ())]
        if found := [day for day in map(_day, noted) if day is not None]:
            who = {"person": owner, "role": "" if owner else ITEM.owner_role}
            wish: dict[str, Any] = {"due_on": min(found), "every": 1, "unit": "years", "lead_days": LEAD_DAYS, **who}
            said.append(duties.plan(record, cycle.code, **wish))
        elif cycle.code in there:
            said.append(duties.plan_end(record, cycle.code, ""))
    return [fact for fact in said if fact is not None]


def _day(value: Any) -> date | None:
    """The day that is noted, None for what was noted while the attribute was of another kind."""
    try:
        return Day().clean(value, None)
    except ValueError:
        return None
