"""The conversation on a complaint: a message to whoever complained or from them, and a note for staff. Two roads that
never meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.facts import Noted, Replied
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import audiences
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
    comment = discussion.write_down(actor, record, text, EVERYONE, files, quoted)
    said = Replied(comment=comment.pk, by_staff=STAFF in audiences(actor, record))
    history.write(actor, record, said, *discussion.added(list(comment.attachments.all())), audience=EVERYONE)
    return record


@transaction.atomic
def note(actor: Actor, number: str, *, text: str, files: Sequence[Any] = (), quoted: str = "") -> Record:
    """A note for staff, also on a complaint that is over."""
    record = history.lock(actor, number, COMPLAINT)
    require(actor, WORK, record)
    comment = discussion.write_down(actor, record, text, STAFF, files, quoted)
    facts = discussion.added(list(comment.attachments.all()))
    history.write(actor, record, Noted(comment=comment.pk), *facts, audience=STAFF)
    return record
