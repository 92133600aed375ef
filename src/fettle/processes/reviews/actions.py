"""Writes of reviews: planned, prepared, held, closed, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.facilities.cycles import actions as cycles
from fettle.facilities.cycles import queries as duties
from fettle.facilities.relationships import contacts
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.processes.reviews import agenda, queries, rules
from fettle.processes.reviews.facts import Cancelled, Closed, Held, Planned, Prepared, Reopened, Revised
from fettle.processes.reviews.records import REVIEW

NAMED = Participant.Part.NAMED
DUTY = ".review"
"""How the code of the duty to review a relationship ends, whichever room declares it."""


@transaction.atomic
def register(
    actor: Actor,
    *,
    relationship: Record,
    planned_on: date,
    assignee: Person | None = None,
    title: str = "",
    participants: str = "",
) -> Record:
    """Plan a review; its agenda fills itself (PR7.A4.1). Raises Forbidden, Invalid."""
    party = history.lock(actor, relationship.number)
    require(actor, REVIEW.may.register, party)
    rules.the_relationship_holds(party)
    rules.it_is_still_to_come(planned_on, timezone.localdate())
    rules.one_is_planned_at_a_time(queries.planned(party))
    leads = assignee or party.assignee or actor.person
    named = title or _("Review with %(name)s, %(day)s") % {"name": party.title, "day": wording.day(planned_on)}
    values = {
        "title": named[:200],
        "relationship": party,
        "planned_on": planned_on,
        "due_at": end_of(planned_on),
        "assignee": leads,
        "participants": participants,
        "agenda": agenda.written(actor, party),
    }
    invited = [row.person for row in contacts.holding(party, contacts.REVIEWS).select_related("person") if row.person]
    parts = [(person, NAMED) for person in dict.fromkeys([*([leads] if leads else []), *invited])]
    fact = Planned(people=tuple(person.pk for person in invited))
    return history.create(actor, REVIEW, fact, organisation=party.organisation, values=values, parts=parts)


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Another day, other people, another agenda; after it was held, other minutes. Raises Invalid, Refusal."""
    record = history.lock(actor, number, REVIEW)
    require(actor, REVIEW.may.revise, record)
    rules.it_is_not_over(record)
    if day := values.get("planned_on"):
        rules.it_is_still_to_come(day, timezone.localdate())
        values["due_at"] = end_of(day)
    if "title" in values:
        values["title"] = values["title"] or record.title
    leads = values.get("assignee")
    history.write(actor, record, Revised(), set=values, parts=[(leads, NAMED)] if leads else [])
    return record


@transaction.atomic
def prepare(actor: Actor, number: str) -> Record:
    """Fill the agenda from what there is now; what somebody wrote into it stays in the history."""
    record = history.lock(actor, number, REVIEW)
    allow(actor, record, "prepare")
    party = get(actor, record.item.relationship.number)
    history.write(actor, record, Prepared(), set={"agenda": agenda.written(actor, party)})
    return record


@transaction.atomic
def hold(actor: Actor, number: str, *, held_on: date, participants: str, minutes: str) -> Record:
    """Record that it was held (PR7.A4.2); the next one is due by the rhythm of the relationship."""
    party = history.lock(actor, get(actor, number, REVIEW).item.relationship.number)
    record = history.lock(actor, number, REVIEW)
    verb = allow(actor, record, "hold")
    rules.it_was_held_by_today(held_on, timezone.localdate())
    values = {"held_on": held_on, "participants": participants, "minutes": minutes, "due_at": None}
    history.write(actor, record, Held(), set={"state": verb.target, **values})
    duty = next((each.code for each in duties.of_record(party) if each.code.endswith(DUTY)), "")
    if done := cycles.plan_done(party, duty, held_on):
        history.write(actor, party, done, wakes=False)
    return record


@transaction.atomic
def close(actor: Actor, number: str) -> Record:
    """What follows from it is done."""
    return _move(actor, number, "close", Closed(), closed_at=timezone.now())


@transaction.atomic
def reopen(actor: Actor, number: str, *, reason: str) -> Record:
    """Something is still to be done."""
    return _move(actor, number, "reopen", Reopened(reason=reason), closed_at=None)


@transaction.atomic
def cancel(actor: Actor, number: str, *, reason: str) -> Record:
    """It is not held; the duty to review stays due."""
    return _move(actor, number, "cancel", Cancelled(reason=reason), due_at=None, closed_at=timezone.now())


def _move(actor: Actor, number: str, name: str, fact: Fact, **values: Any) -> Record:
    record = history.lock(actor, number, REVIEW)
    verb = allow(actor, record, name)
    history.write(actor, record, fact, set={"state": verb.target, **values})
    return record


def end_of(day: date) -> datetime:
    """Until when it is to be held."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


VERBS: dict[str, Callable[..., Record]] = {
    "hold": hold,
    "prepare": prepare,
    "close": close,
    "reopen": reopen,
    "cancel": cancel,
}
