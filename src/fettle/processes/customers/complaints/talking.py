"""The conversation on a complaint: a message to whoever complained or from them, and a note for staff. Two roads that
never meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from fettle.facilities.discussion import actions as discussion
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, STAFF
from fettle.processes.customers.complaints import rules
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.complaints.workflow import FOLLOW, WORK


@transaction.atomic
def reply(actor: Actor, number: str, *, text: str, files: Sequence[Any] = (), quoted: str = "") -> Record:
    """A message to everybody on the complaint. Raises Invalid, Refusal for one that is over."""
    record = history.lock(actor, number, COMPLAINT)
    require(actor, FOLLOW, record)
    rules.it_is_not_over(record)
    _by_staff, facts = discussion.replied(actor, record, text, files, quoted)
    history.write(actor, record, *facts, audience=EVERYONE)
    return record


@transaction.atomic
def note(actor: Actor, number: str, *, text: str, files: Sequence[Any] = (), quoted: str = "") -> Record:
    """A note for staff, also on a complaint that is over."""
    record = history.lock(actor, number, COMPLAINT)
    require(actor, WORK, record)
    history.write(actor, record, *discussion.noted(actor, record, text, files, quoted), audience=STAFF)
    return record
