"""Checking produced reports against their specification, and following up what was wrong (PR3.A2)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.offers import allow
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.reporting import rules
from fettle.processes.reporting.facts import FollowUpEnded, FollowUpStarted, Verified
from fettle.processes.reporting.records import SPECIFICATION
from fettle.processes.reporting.workflow import DONE, NEEDED, OPEN, RIGHT


@transaction.atomic
def verify(
    actor: Actor, number: str, *, period_from: date, period_until: date, outcome: str, remark: str = ""
) -> Record:
    """Keep what the check of one period's report found (PR3.A2.1). Raises Invalid for a period that is not over."""
    record = _begin(actor, number, "verify")
    rules.a_period_is_over(period_from, period_until, timezone.localdate())
    fact = Verified(period_from.isoformat(), period_until.isoformat(), outcome, remark)
    last = max(period_until, record.item.checked_until or period_until)
    changes = {"checked_until": last, "outcome": outcome}
    if record.item.follow_up_state != OPEN:
        changes["follow_up_state"] = "" if outcome == RIGHT else NEEDED
    history.write(actor, record, fact, set=changes)
    return record


@transaction.atomic
def follow_up(actor: Actor, number: str, *, follow_up: str, follow_up_by: Person, follow_up_until: date) -> Record:
    """Name who sees to what until when (PR3.A2.2); a second one replaces the first, which the history keeps."""
    record = _begin(actor, number, "follow_up")
    wish = {"follow_up": follow_up, "follow_up_by": follow_up_by, "follow_up_until": follow_up_until}
    history.write(actor, record, FollowUpStarted(), set={"follow_up_state": OPEN, **wish})
    return record


@transaction.atomic
def settle(actor: Actor, number: str, *, remark: str) -> Record:
    """End the follow-up. Raises Refusal when none is open."""
    record = _begin(actor, number, "settle")
    history.write(actor, record, FollowUpEnded(remark), set={"follow_up_state": DONE})
    return record


def _begin(actor: Actor, number: str, verb: str) -> Record:
    record = history.lock(actor, number, SPECIFICATION)
    allow(actor, record, verb)
    return record
