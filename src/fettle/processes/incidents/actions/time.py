"""Time spent on a record: noted, corrected and withdrawn, each by a further entry. What stood there stays readable."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.incidents import rules, spent
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.facts import TimeCorrected, TimeSpent, TimeWithdrawn
from fettle.processes.incidents.records import DESK


@transaction.atomic
def note_time(actor: Actor, number: str, *, minutes: int, what: str = "", day: date | None = None) -> Record:
    """So many minutes of the actor's work, today unless told. For staff alone. Raises Invalid."""
    record = history.lock(actor, number, *DESK)
    require(actor, "incidents.work", record)
    rules.a_day_holds_the_time(minutes)
    rules.the_day_has_come(day)
    fact = TimeSpent(minutes=minutes, what=what.strip(), day=(day or timezone.localdate()).isoformat())
    settled.write(actor, record, fact, audience=STAFF)
    return record


@transaction.atomic
def correct_time(
    actor: Actor, number: str, *, entry: int, minutes: int, what: str = "", day: date | None = None
) -> Record:
    """Other minutes, another day or other words for what was noted. Raises Forbidden, Invalid."""
    record, stands = _held(actor, number, entry)
    rules.a_day_holds_the_time(minutes)
    rules.the_day_has_come(day)
    fact = TimeCorrected(
        of=stands.entry,
        minutes=minutes,
        was=stands.minutes,
        what=what.strip(),
        day=day.isoformat() if day else stands.day,
        person=stands.person or 0,
    )
    settled.write(actor, record, fact, audience=STAFF)
    return record


@transaction.atomic
def withdraw_time(actor: Actor, number: str, *, entry: int, reason: str) -> Record:
    """It was noted by mistake: it counts no longer. Raises Forbidden, Invalid."""
    record, stands = _held(actor, number, entry)
    fact = TimeWithdrawn(of=stands.entry, was=stands.minutes, reason=reason, person=stands.person or 0)
    settled.write(actor, record, fact, audience=STAFF)
    return record


def _held(actor: Actor, number: str, entry: int) -> tuple[Record, Any]:
    record = history.lock(actor, number, *DESK)
    require(actor, "incidents.work", record)
    stands = spent.one(record, entry)
    rules.time_is_ones_own(stands.person, actor.person_id, may(actor, "incidents.manage", record))
    return record, stands
