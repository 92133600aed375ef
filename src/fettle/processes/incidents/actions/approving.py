"""Waiting for an approval, and going on when it has its outcome. Both may be asked for twice."""

from __future__ import annotations

from django.db import transaction

from fettle.facilities.approvals import queries as approvals
from fettle.kernel.access.actor import Actor
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.definitions import row_of
from fettle.processes.incidents.facts import Resumed
from fettle.processes.incidents.records import DESK
from fettle.processes.incidents.workflow import UNDONE

APPROVAL = "approval"
"""The code of the reason to wait that a desk defines if its records are to wait for approvals."""


@transaction.atomic
def wait_for_approval(actor: Actor, number: str) -> Record:
    """It waits while an approval is open. What waits for something else goes on waiting for that."""
    record = history.lock(actor, number, *DESK)
    reason = row_of("incidents.pause_reasons", APPROVAL)
    used = bool(reason) and reason.get("active") is not False
    if used and approvals.is_asked(record) and record.state in UNDONE - {"waiting"}:
        changes = {"state": "waiting", "pause_reason": APPROVAL, "resume_at": None}
        settled.write(actor, record, settled.paused(APPROVAL), set=changes)
    return record


@transaction.atomic
def go_on_after_approval(actor: Actor, number: str) -> Record:
    """It no longer waits for an approval, if that is what it waits for."""
    record = history.lock(actor, number, *DESK)
    if record.state == "waiting" and record.item.pause_reason == APPROVAL and not approvals.is_asked(record):
        state = "in_progress" if record.assignee_id else "assigned" if record.team_id else "new"
        changes = {"state": state, "pause_reason": "", "resume_at": None, "supplier": None}
        settled.write(actor, record, Resumed(why=APPROVAL), set=changes)
    return record
