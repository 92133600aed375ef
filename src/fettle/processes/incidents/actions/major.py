"""Declare a major incident, lead it, and look back at it when service is restored (PR9.S7, PR9.A1.7)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.announcements import actions as announcements
from fettle.processes.incidents import leading, rules
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.facts import (
    Appointed,
    DeclaredMajor,
    IntervalSet,
    MeetingSet,
    NotMajor,
    ReviewedMajor,
    ReviewWritten,
)
from fettle.processes.incidents.leading import COMMUNICATION, TECHNICAL
from fettle.processes.incidents.major import DECLARED, REVIEWED
from fettle.processes.incidents.rules import COORDINATOR


@transaction.atomic
def declare_major(
    actor: Actor,
    number: str,
    *,
    criterion: str,
    reason: str,
    coordinator: Person | None = None,
    communicator: Person | None = None,
    technician: Person | None = None,
    meeting: str = "",
    meeting_place: str = "",
) -> Record:
    """Say that it is a major incident, by which criterion, and who leads it; the actor coordinates it unless somebody
    is named. From now on there are updates. Raises Invalid; Refusal when somebody said so already.
    """
    record = settled.begin(actor, number, "declare_major")
    named = {
        COORDINATOR: ("coordinator", coordinator or actor.person),
        COMMUNICATION: ("communicator", communicator),
        TECHNICAL: ("technician", technician),
    }
    rules.somebody_coordinates(COORDINATOR, named[COORDINATOR][1])
    facts: list[Fact] = []
    leads: dict[str, int] = {}
    for role, (field, person) in named.items():
        if person is not None:
            facts.append(_appointed(leading.role_of(role, field), person, field))
            leads[role] = person.pk
    minutes = leading.minutes_of(criterion)
    changes: dict[str, Any] = {
        "major": DECLARED,
        "major_criterion": criterion,
        "leads": leads,
        "update_minutes": minutes or None,
        "meeting": meeting or record.item.meeting,
        "meeting_place": meeting_place or record.item.meeting_place,
    }
    settled.write(
        actor, record, DeclaredMajor(criterion=criterion, reason=reason, minutes=minutes), *facts, set=changes
    )
    return record


@transaction.atomic
def undeclare_major(actor: Actor, number: str, *, reason: str) -> Record:
    """It was none after all: no more updates and no review. What is announced of it stands by itself from now on."""
    record = settled.begin(actor, number, "undeclare_major")
    announcements.release(actor, record.number)
    changes: dict[str, Any] = {"major": "", "major_criterion": "", "update_minutes": None}
    settled.write(actor, record, NotMajor(reason=reason), set=changes)
    return record


@transaction.atomic
def appoint(actor: Actor, number: str, *, lead: str, person: Person | None = None, reason: str = "") -> Record:
    """Give a role to somebody, or to nobody any more. The history keeps who had it when. Raises Invalid."""
    record = settled.begin(actor, number, "appoint")
    role = leading.role_of(lead, "lead")
    rules.somebody_coordinates(role, person)
    leads = {code: pk for code, pk in record.item.leads.items() if code != role}
    if person is not None:
        leads[role] = person.pk
    settled.write(actor, record, _appointed(role, person, "person", reason), set={"leads": leads})
    return record


@transaction.atomic
def set_meeting(actor: Actor, number: str, *, meeting: str = "", meeting_place: str = "") -> Record:
    """Where those who work on it meet; empty takes it away."""
    record = settled.begin(actor, number, "set_meeting")
    settled.write(actor, record, MeetingSet(), set={"meeting": meeting, "meeting_place": meeting_place})
    return record


@transaction.atomic
def set_interval(actor: Actor, number: str, *, update_minutes: int, reason: str) -> Record:
    """Those affected hear of it so often, counted from now; 0 promises nothing more."""
    record = settled.begin(actor, number, "set_interval")
    fact = IntervalSet(minutes=update_minutes, reason=reason)
    settled.write(actor, record, fact, set={"update_minutes": update_minutes or None})
    return record


@transaction.atomic
def write_review(actor: Actor, number: str, *, review: str) -> Record:
    """Keep the draft of the review; the history keeps each state of it, and who wrote it."""
    record = settled.begin(actor, number, "write_review")
    settled.write(actor, record, ReviewWritten(), set={"review": review})
    return record


@transaction.atomic
def review_major(actor: Actor, number: str, *, review: str) -> Record:
    """Finish the review: closing waits for it. A later one replaces the text, the history keeps the first."""
    record = settled.begin(actor, number, "review_major")
    settled.write(actor, record, ReviewedMajor(), set={"major": REVIEWED, "review": review})
    return record


def _appointed(role: str, person: Person | None, field: str, reason: str = "") -> Appointed:
    """Whoever leads works here. Raises Invalid."""
    if person is None:
        return Appointed(role=role, reason=reason)
    if not person.is_active or not Actor.of(person).is_staff:
        sentence = leading.not_of_staff(person.name)
        raise Invalid({field: sentence})
    return Appointed(role=role, who=person.name, reason=reason, people=(person.pk,))
