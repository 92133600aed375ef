"""Reply to everyone on the record, or note for staff: two roads that never meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from fettle.facilities.discussion import actions as discussion
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get, state
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, STAFF
from fettle.processes.incidents import queries, rules
from fettle.processes.incidents.actions import settled, time
from fettle.processes.incidents.facts import Resumed
from fettle.processes.incidents.records import DESK
from fettle.processes.incidents.workflow import UNDONE


@transaction.atomic
def reply(
    actor: Actor,
    number: str,
    *,
    text: str,
    files: Sequence[Any] = (),
    then: str = "",
    quoted: str = "",
    minutes: int | None = None,
    also: Sequence[Fact] = (),
) -> Record:
    """A message to everyone on the record. From the user it ends waiting for them; from staff it stops the response
    clock. What is written to a merged record goes to the one in which it goes on, which is returned.

    ``then`` "wait": from now on we wait for the requester, in the same entry. ``quoted`` is what the text repeats of
    others; ``minutes`` of staff's work are noted beside it.
    ``also``: what else happened with it, in the same entry.
    """
    record = history.lock(actor, _addressed(actor, number), *DESK)
    require(actor, "incidents.follow", record)
    by_staff, facts = discussion.replied(actor, record, text, files, quoted)
    facts += also
    changes: dict[str, Any] = {}
    if not by_staff and record.state == "waiting" and record.item.pause_reason == "requester":
        facts.append(Resumed(why="requester"))
        state = "in_progress" if record.assignee_id else "new"
        changes = {"state": state, "pause_reason": "", "resume_at": None, "supplier": None}
    elif by_staff and then == "wait" and record.state in UNDONE and record.item.pause_reason != "requester":
        facts.append(settled.paused("requester"))
        changes = {"state": "waiting", "pause_reason": "requester", "supplier": None}
    settled.write(actor, record, *facts, set=changes, audience=EVERYONE)
    return record if minutes is None else time.note_time(actor, record.number, minutes=minutes)


def _addressed(actor: Actor, number: str) -> str:
    """The number of the record that a reply belongs to."""
    if state(actor, number, *DESK) != "merged":
        return number
    record = get(actor, number, *DESK)
    target = queries.goes_on_in(actor, record)
    rules.the_reader_sees_where_it_goes(record, target)
    return target.number if target else ""


@transaction.atomic
def note(
    actor: Actor, number: str, *, text: str, files: Sequence[Any] = (), quoted: str = "", minutes: int | None = None
) -> Record:
    """A note for staff. It goes by its own road, which cannot write to the requester."""
    record = history.lock(actor, number, *DESK)
    require(actor, "incidents.work", record)
    settled.write(actor, record, *discussion.noted(actor, record, text, files, quoted), audience=STAFF)
    return record if minutes is None else time.note_time(actor, record.number, minutes=minutes)
