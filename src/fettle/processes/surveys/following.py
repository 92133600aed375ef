"""Writes of follow-ups (PR7.A3.3): opened by a low rating or by hand, changed, settled, reopened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import RESTRICTED, get
from fettle.kernel.history import write as history
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import Reaction
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.read import current
from fettle.processes.customers import queries as customers
from fettle.processes.surveys import queries, rules
from fettle.processes.surveys.definitions import HANDLING_KEY
from fettle.processes.surveys.facts import (
    FollowUpOpened,
    FollowUpReopened,
    FollowUpRevised,
    FollowUpSettled,
    Rated,
)
from fettle.processes.surveys.models import Answer, FollowUp, Invitation
from fettle.processes.surveys.queries import ASKED_ABOUT
from fettle.processes.surveys.records import FOLLOW_UP

NAMED = Participant.Part.NAMED


@transaction.atomic
def register(
    actor: Actor,
    *,
    title: str,
    ends_on: date,
    about: Record | None = None,
    organisation: Organisation | None = None,
    person: Person | None = None,
    assignee: Person | None = None,
    score: int | None = None,
) -> Record:
    """Look after somebody who is not satisfied. Raises Forbidden, Invalid."""
    rules.it_is_still_to_come(ends_on, timezone.localdate())
    named = about.organisation if about else person.organisation if person else None
    home = require_in(actor, FOLLOW_UP.may.register, organisation or named)
    owner = assignee or owner_of(home, about) or actor.person
    values: dict[str, Any] = {
        "title": title,
        "about": about,
        "person": person,
        "score": score,
        "assignee": owner,
        "ends_on": ends_on,
        "due_at": end_of(ends_on),
    }
    parts = [(owner, NAMED)] if owner else []
    return history.create(actor, FOLLOW_UP, FollowUpOpened(), organisation=home, values=values, parts=parts)


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Another owner, another day. Raises Invalid, Refusal."""
    record = history.lock(actor, number, FOLLOW_UP)
    require(actor, FOLLOW_UP.may.revise, record)
    rules.it_is_not_over(record)
    if day := values.get("ends_on"):
        rules.it_is_still_to_come(day, timezone.localdate())
        values["due_at"] = end_of(day)
    owner = values.get("assignee")
    history.write(actor, record, FollowUpRevised(), set=values, parts=[(owner, NAMED)] if owner else [])
    return record


@transaction.atomic
def settle(actor: Actor, number: str, *, outcome: str) -> Record:
    """Say what came of it."""
    record = history.lock(actor, number, FOLLOW_UP)
    verb = allow(actor, record, "settle")
    over = {"outcome": outcome, "closed_at": timezone.now(), "due_at": None}
    history.write(actor, record, FollowUpSettled(), set={"state": verb.target, **over})
    return record


@transaction.atomic
def reopen(actor: Actor, number: str, *, reason: str) -> Record:
    """It has to be looked at again, within the days of a new one."""
    record = history.lock(actor, number, FOLLOW_UP)
    verb = allow(actor, record, "reopen")
    day = _in_days()
    again = {"closed_at": None, "ends_on": day, "due_at": end_of(day)}
    history.write(actor, record, FollowUpReopened(reason=reason), set={"state": verb.target, **again})
    return record


def owner_of(home: Organisation, about: Record | None) -> Person | None:
    """Who looks after the customer; whoever worked on what was rated only where there is nobody else."""
    people = customers.responsible(home)
    worked = queries.workers(about) if about is not None and "requester" in about.declared.by_name else set()
    return next((person for person in people if person.pk not in worked), next(iter(people), None))


def follow(entry: Entry) -> None:
    """After an answer: below the threshold a follow-up is opened, once for whoever answered. Runs again harmlessly."""
    key = next(fact.invitation for fact in entry.said() if isinstance(fact, Rated))
    found = Invitation.objects.select_related("person", "record__organisation").get(pk=key)
    scores = Answer.objects.filter(invitation=found).values_list("score", flat=True)
    lowest = min((score for score in scores if score is not None), default=None)
    if lowest is None or lowest > current()[HANDLING_KEY]["threshold"]:
        return
    _open(entry, found, lowest)


@transaction.atomic
def _open(entry: Entry, found: Invitation, score: int) -> None:
    see = (*(kind.may.see for kind in ASKED_ABOUT), RESTRICTED, FOLLOW_UP.may.register)
    house = Actor.house(gettext_noop("Clockwork"), *see, caused_by=entry.pk)
    about = history.lock(house, get(house, found.record.number).number)
    if FollowUp.objects.filter(about=about, person=found.person).exists():
        return
    title = _("Rating %(score)s of 5: %(number)s") % {"score": score, "number": about.number}
    register(
        house,
        title=title,
        ends_on=_in_days(),
        about=about,
        organisation=found.person.organisation if about.kind == "survey" else about.organisation,
        person=found.person,
        score=score,
    )


def _in_days() -> date:
    return timezone.localdate() + timedelta(days=current()[HANDLING_KEY]["follow_up_days"])


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


VERBS: dict[str, Callable[..., Record]] = {"settle": settle, "reopen": reopen}
FOLLOWING = Reaction("surveys.follow", (Rated.name,), follow)
