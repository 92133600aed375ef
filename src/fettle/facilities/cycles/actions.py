"""Writes of duties: set, done, skip, end; and what the house tells by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.facilities.cycles import facts, queries, rules
from fettle.facilities.cycles.dates import after
from fettle.facilities.cycles.models import Duty
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record

NAMED = Participant.Part.NAMED


@transaction.atomic
def set_duty(
    actor: Actor,
    number: str,
    *,
    code: str,
    due_on: date,
    every: int | None = None,
    unit: str = "",
    lead_days: int | None = None,
    person: Person | None = None,
    role: str = "",
) -> Record:
    """Say when something is due, how often, and who does it; or change it. Without an interval the usual one holds.
    Without a difference nothing happens. Raises Invalid, Forbidden.
    """
    record = history.lock(actor, number)
    require(actor, queries.permission(record), record)
    usual = _cycle(record, code).usual(record)
    lead = _cycle(record, code).lead_days if lead_days is None else lead_days
    every, unit = every or usual[0], unit or usual[1]
    rules.interval_can_be(every, unit)
    rules.one_responsible(person, role)
    wish = {"due_on": due_on, "every": every, "unit": unit, "lead_days": lead, "person": person, "role": role}
    if (fact := plan(record, code, **wish)) is not None:
        parts = [(person, NAMED)] if person else []
        history.write(actor, record, fact, parts=parts, wakes=False)
    return record


def plan(record: Record, code: str, **wish: Any) -> Fact | None:
    """Set a duty inside another action's transaction: the fact for that action's own entry, None where nothing is
    different.
    """
    duty = Duty.objects.select_for_update().filter(record=record, code=code, ended_at=None).first()
    if duty is not None and all(getattr(duty, name) == value for name, value in wish.items()):
        return None
    if duty is None:
        duty = Duty(record=record, code=code)
    for name, value in wish.items():
        setattr(duty, name, value)
    duty.save()
    return facts.DutySet(code, duty.due_on.isoformat(), duty.every, duty.unit, duty.person_id, duty.role)


@transaction.atomic
def done(actor: Actor, number: str, *, code: str, remark: str = "", on: date | None = None) -> Record:
    """It was done, today unless told; from that day it is due again. Raises Refusal for somebody else's duty."""
    record, duty = _theirs(actor, number, code)
    day = on or timezone.localdate()
    rules.done_by_today(day, timezone.localdate())
    history.write(actor, record, _done(duty, day, remark), wakes=False)
    return record


def plan_done(record: Record, code: str, on: date) -> Fact | None:
    """Do a duty inside another action's transaction: the fact for that action's own entry, None where the locked record
    has no such duty.
    """
    duty = next((each for each in queries.of_record(record) if each.code == code), None)
    return _done(duty, on) if duty else None


def plan_end(record: Record, code: str, reason: str) -> Fact | None:
    """End a duty inside another action's transaction: the fact for that action's own entry, None where the locked
    record has no such duty.
    """
    ended = Duty.objects.filter(record=record, code=code, ended_at=None).update(ended_at=timezone.now())
    return facts.DutyEnded(code, reason) if ended else None


def _done(duty: Duty, on: date, remark: str = "") -> Fact:
    was, following = duty.due_on, after(on, duty.every, duty.unit)
    Duty.objects.filter(pk=duty.pk).update(last_done_on=on, due_on=following)
    return facts.DutyDone(duty.code, was.isoformat(), on.isoformat(), following.isoformat(), remark)


@transaction.atomic
def skip(actor: Actor, number: str, *, code: str, reason: str) -> Record:
    """Leave it out this time; it is due again one interval after the day that is left out."""
    record, duty = _theirs(actor, number, code)
    following = after(duty.due_on, duty.every, duty.unit)
    Duty.objects.filter(pk=duty.pk).update(due_on=following)
    fact = facts.DutySkipped(code, duty.due_on.isoformat(), following.isoformat(), reason)
    history.write(actor, record, fact, wakes=False)
    return record


@transaction.atomic
def end(actor: Actor, number: str, *, code: str, reason: str) -> Record:
    """It is never due again."""
    record = history.lock(actor, number)
    require(actor, queries.permission(record), record)
    duty = _running(record, code)
    Duty.objects.filter(pk=duty.pk).update(ended_at=timezone.now())
    history.write(actor, record, facts.DutyEnded(code, reason), wakes=False)
    return record


def tell(today: date) -> int:
    """Tell the responsible once before a duty is due and once after its day has passed. Returns how often."""
    near = [duty for duty in queries.running() if duty.due_on <= today + timedelta(days=duty.lead_days)]
    return sum(_told(duty.pk, today) for duty in near)


@transaction.atomic
def _told(pk: int, today: date) -> bool:
    duty = queries.running().get(pk=pk)
    late = duty.due_on < today
    column, fact = ("told_late", facts.DutyLate) if late else ("told_soon", facts.DutyLooms)
    if not Duty.objects.filter(pk=pk).exclude(**{column: F("due_on")}).update(**{column: duty.due_on}):
        return False
    house = Actor.house(gettext_noop("duties"), duty.record.declared.may.see, RESTRICTED)
    record = history.lock(house, duty.record.number)
    history.write(house, record, fact(duty.code, duty.due_on.isoformat()), wakes=False)
    return True


def _theirs(actor: Actor, number: str, code: str) -> tuple[Record, Duty]:
    record = history.lock(actor, number)
    duty = _running(record, code)
    rules.is_theirs(queries.is_mine(actor, duty), may(actor, queries.permission(record), record))
    return record, duty


def _running(record: Record, code: str) -> Duty:
    duty = next((each for each in queries.of_record(record) if each.code == code), None)
    if duty is None:
        raise Invalid({"code": _("%(number)s has no such duty.") % {"number": record.number}})
    return duty


def _cycle(record: Record, code: str) -> Any:
    cycle = assembly().cycle_by_code.get(code)
    if cycle is None or cycle not in queries.cycles_of(record):
        known = ", ".join(each.code for each in queries.cycles_of(record)) or "–"
        raise Invalid({"code": _("Choose one of: %(names)s.") % {"names": known}})
    return cycle
