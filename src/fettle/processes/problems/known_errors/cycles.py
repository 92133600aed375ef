"""What is due on known errors: their review (PR10.A3.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles import actions as duties
from fettle.facilities.cycles.dates import after
from fettle.facilities.cycles.declare import Cycle
from fettle.facilities.cycles.facts import DutySet
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.problems.definitions import KEEPING
from fettle.processes.problems.known_errors.records import KNOWN_ERROR

REVIEW, LEAD_DAYS = "known_error.review", 14


def usual(record: Any) -> tuple[int, str]:
    """As the problem manager settled it."""
    return current()[KEEPING.key]["review_months"], "months"


def first(owner: Person | None, today: date) -> dict[str, Any]:
    """The review of a known error, due one interval after today, by its owner or else the problem manager."""
    every, unit = usual(None)
    who = {"person": owner, "role": "" if owner else KNOWN_ERROR.owner_role}
    return {"due_on": after(today, every, unit), "every": every, "unit": unit, "lead_days": LEAD_DAYS, **who}


def planned(wish: dict[str, Any]) -> Fact:
    """The fact of it, for the entry that makes a known error."""
    owner = wish["person"].pk if wish["person"] else None
    return DutySet(REVIEW, wish["due_on"].isoformat(), wish["every"], wish["unit"], owner, wish["role"])


def plan(record: Record, owner: Person | None, today: date) -> list[Fact]:
    """The same of a locked known error that is there: the fact for the entry that makes it due."""
    fact = duties.plan(record, REVIEW, **first(owner, today))
    return [fact] if fact else []


CYCLES = (Cycle(REVIEW, _("Review the known error"), (KNOWN_ERROR.key,), usual=usual, lead_days=LEAD_DAYS),)
