"""Resolve, confirm, close, reopen, withdraw (PR9.A1.5, PR9.A1.6)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.facts import Replied
from fettle.kernel.access.actor import Actor
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.replay import in_order
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE
from fettle.kernel.settings.read import current
from fettle.processes.incidents.actions import settled, updating
from fettle.processes.incidents.facts import Closed, Reopened, Resolved, WithdrawnFromDesk

STILL: dict[str, Any] = {"pause_reason": "", "resume_at": None, "supplier": None}


@transaction.atomic
def resolve(actor: Actor, number: str, *, resolution: str, closure_code: str, text: str = "") -> Record:
    """Say what was done and with which outcome. The clocks stop; the user is told and may confirm or object.

    ``text`` is a message to everyone on it, in the same entry. At first contact: by the person who recorded it, with
    nobody else's hand on it and no waiting in between.
    """
    record = settled.begin(actor, number, "resolve")
    facts: list[Fact] = [Resolved(code=closure_code, first_contact=_first_contact(actor, record))]
    if text:
        comment = discussion.write_down(actor, record, text, EVERYONE)
        facts.append(Replied(comment=comment.pk, by_staff=True))
    changes = {**STILL, "state": "resolved", "resolution": resolution, "closure_code": closure_code}
    if record.assignee_id is None and actor.person_id:
        changes["assignee"] = actor.person_id
    settled.write(actor, record, *facts, set=changes)
    updating.announce_the_end(actor, record, resolution)
    waits = getattr(record.item, "major", "") == "declared"
    if current()["incidents.closure"]["close_after_days"] == 0 and not waits:
        settled.write(
            Actor.house(gettext_noop("closing"), caused_by=None), record, Closed(how="grace"), set={"state": "closed"}
        )
    return record


def _first_contact(actor: Actor, record: Record) -> bool:
    return all(
        entry.actor_id == actor.person_id and entry.fact != "incidents.paused" and "team" not in _moved(entry.changes)
        for entry in in_order(record)
    )


def _moved(changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Changes of something that had a value before."""
    return {name: change for name, change in changes.items() if change[0] is not None}


@transaction.atomic
def confirm(actor: Actor, number: str) -> Record:
    """The user says it is solved."""
    record = settled.begin(actor, number, "confirm")
    settled.write(actor, record, Closed(how="confirmed"), set={"state": "closed"})
    return record


@transaction.atomic
def close(actor: Actor, number: str, *, how: str = "staff") -> Record:
    """Close what is resolved: by staff, or by the house after the time of grace (``how`` "grace")."""
    record = settled.begin(actor, number, "close")
    settled.write(actor, record, Closed(how=how), set={"state": "closed"})
    return record


@transaction.atomic
def reopen(actor: Actor, number: str, *, reason: str) -> Record:
    """It was not solved, or came back within the time of reopening. The resolution clock goes on where it stopped."""
    record = settled.begin(actor, number, "reopen")
    settled.write(actor, record, Reopened(reason=reason), set={"state": "in_progress" if record.assignee_id else "new"})
    return record


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """Recorded in error or no longer wanted: it stays, with the reason, and counts in no target."""
    record = settled.begin(actor, number, "withdraw")
    settled.write(actor, record, WithdrawnFromDesk(reason=reason), set={**STILL, "state": "withdrawn"})
    updating.announce_the_end(actor, record)
    return record
