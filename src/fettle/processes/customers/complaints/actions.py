"""Writes of complaints: recorded by whoever complains or hears it, looked into, answered, followed up, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.links import actions as links
from fettle.facilities.links.facts import Linked
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.ask import may, require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.read import current
from fettle.processes.customers.complaints import rules
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.complaints.workflow import RECORD
from fettle.processes.customers.facts import (
    Answered,
    Closed,
    FollowedUp,
    Received,
    Reopened,
    Revised,
    Taken,
    Withdrawn,
)

REQUESTER, NAMED = Participant.Part.REQUESTER, Participant.Part.NAMED
HANDLING = "customers.complaints"
CHANNELS = {Channel.API: "other", Channel.MAIL: "mail"}
RELATED = "related"


@transaction.atomic
def register(
    actor: Actor,
    *,
    title: str,
    organisation: Organisation | None = None,
    requester: Person | None = None,
    channel: str = "",
    about: Record | None = None,
    **values: Any,
) -> Record:
    """Complain, or write down what somebody complains of (PR7.A2.1). ``about`` is linked. Raises Forbidden, Invalid."""
    require(actor, COMPLAINT.may.register)
    for_others = may(actor, RECORD)
    if not for_others and (organisation or channel or (requester and requester.pk != actor.person_id)):
        require(actor, RECORD)
    person = requester or (None if for_others and organisation else actor.person)
    rules.somebody_complains(organisation, person)
    home = _home(actor, organisation, person, for_others)
    held = history.lock(actor, about.number) if about else None
    if held and not for_others:
        rules.it_was_asked_of_us(held)
    due, soon = _due(timezone.now() + timedelta(days=current()[HANDLING]["days"]))
    columns: dict[str, Any] = {
        "title": title,
        "requester": person,
        "channel": channel or CHANNELS.get(actor.channel, "portal"),
    }
    columns |= {"due_at": due, "soon_at": soon, "service": held.service if held else None, **values}
    facts: list[Fact] = [Received(), *([Linked(other=held.pk, relation=RELATED)] if held else [])]
    parts = [(person, REQUESTER)] if person else []
    acting = actor.behalf(person) if person and person.pk != actor.person_id else actor
    made = history.create(acting, COMPLAINT, *facts, organisation=home, values=columns, parts=parts)
    if held and links.join(actor, held, made, RELATED):
        history.write(actor, held, Linked(other=made.pk, relation=RELATED), wakes=False)
    return made


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change what is written about it, its owner, or by when it is answered. Raises Refusal for one that is over."""
    record = history.lock(actor, number, COMPLAINT)
    require(actor, COMPLAINT.may.revise, record)
    rules.it_is_not_over(record)
    if "due_at" in values:
        values["soon_at"] = _due(values["due_at"])[1] if values["due_at"] else None
    owner = values.get("assignee")
    history.write(actor, record, Revised(), set=values, parts=[(owner, NAMED)] if owner else [])
    return record


@transaction.atomic
def take(actor: Actor, number: str) -> Record:
    """Look into it; whoever does so owns it, unless somebody does already."""
    record = history.lock(actor, number, COMPLAINT)
    owner = record.assignee or actor.person
    return _move(actor, record, "take", Taken(), assignee=owner)


@transaction.atomic
def answer(actor: Actor, number: str, *, answer: str, outcome: str) -> Record:
    """Tell whoever complained what we found, and what follows from it."""
    record, now = history.lock(actor, number, COMPLAINT), timezone.now()
    fact = Answered(in_time=record.due_at is None or now <= record.due_at)
    said = {"answer": answer, "outcome": outcome, "answered_at": now, "due_at": None, "soon_at": None}
    return _move(actor, record, "answer", fact, **said, assignee=record.assignee or actor.person)


@transaction.atomic
def follow_up(actor: Actor, number: str, *, reason: str, until: date | None = None) -> Record:
    """The answer was not the end of it; it is answered anew."""
    record = history.lock(actor, number, COMPLAINT)
    if until and until < timezone.localdate():
        raise Invalid({"until": _("This day has passed: give one that is still to come.")})
    due, soon = _due(_end_of(until) if until else timezone.now() + timedelta(days=current()[HANDLING]["days"]))
    return _move(actor, record, "follow_up", FollowedUp(reason=reason), due_at=due, soon_at=soon)


@transaction.atomic
def close(actor: Actor, number: str) -> Record:
    """It is answered, and what follows from it is done."""
    record = history.lock(actor, number, COMPLAINT)
    return _move(actor, record, "close", Closed(), **_over())


@transaction.atomic
def reopen(actor: Actor, number: str, *, reason: str) -> Record:
    """It has to be looked at again."""
    record = history.lock(actor, number, COMPLAINT)
    due, soon = _due(timezone.now() + timedelta(days=current()[HANDLING]["days"]))
    return _move(actor, record, "reopen", Reopened(reason=reason), due_at=due, soon_at=soon, closed_at=None)


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """Whoever complained no longer does."""
    record = history.lock(actor, number, COMPLAINT)
    return _move(actor, record, "withdraw", Withdrawn(reason=reason), **_over())


def _home(actor: Actor, organisation: Organisation | None, person: Person | None, for_others: bool) -> Organisation:
    """The customer: the one that was named, else that of the person. What is written down for others lies within the
    writer's reach. Raises Forbidden.
    """
    home = organisation or (person.organisation if person else None)
    themselves = organisation is None and person is not None and person.pk == actor.person_id
    if home is not None and (not for_others or themselves):
        return home
    return require_in(actor, RECORD, home)


def _move(actor: Actor, record: Record, name: str, fact: Fact, **values: Any) -> Record:
    verb = allow(actor, record, name)
    history.write(actor, record, fact, set={"state": verb.target, **values})
    return record


def _over() -> dict[str, Any]:
    """Nothing is due any more."""
    return {"due_at": None, "soon_at": None, "closed_at": timezone.now()}


def _due(due: datetime) -> tuple[datetime, datetime]:
    """When it is to be answered, and from when on a fifth of the time is left."""
    now = timezone.now()
    return due, max(now, due - (due - now) / 5)


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


VERBS: dict[str, Callable[..., Record]] = {
    "take": take,
    "answer": answer,
    "follow_up": follow_up,
    "close": close,
    "reopen": reopen,
    "withdraw": withdraw,
}
