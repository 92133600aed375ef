"""Delivering the report of a period: it is written down, the duty to make it is done, its readers are told (PR9.O6)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from fettle.facilities.cycles import actions as duties
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.offers import allow
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.processes.reporting import queries, rules
from fettle.processes.reporting.cycles import MAKE
from fettle.processes.reporting.facts import Delivered
from fettle.processes.reporting.records import SPECIFICATION


@transaction.atomic
def deliver(actor: Actor, number: str, *, period_from: date, period_until: date, remark: str = "") -> Record:
    """Say that the report of a period is made and delivered. Raises Invalid for a period that is not over."""
    record = history.lock(actor, number, SPECIFICATION)
    allow(actor, record, "deliver")
    today = timezone.localdate()
    rules.a_period_is_over(period_from, period_until, today)
    people = queries.told(record)
    fact = Delivered(period_from.isoformat(), period_until.isoformat(), people=tuple(people), remark=remark)
    done = duties.plan_done(record, MAKE, today)
    last = max(period_until, record.item.delivered_until or period_until)
    history.write(actor, record, fact, *([done] if done else []), set={"delivered_until": last})
    return record
