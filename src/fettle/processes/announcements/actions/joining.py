""" "Me too": somebody is affected by what is announced, with one press, and takes it back with another."""

from __future__ import annotations

from django.db import transaction

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.processes.announcements import queries, rules
from fettle.processes.announcements.facts import MeToo, NotAffected
from fettle.processes.announcements.records import ANNOUNCEMENT
from fettle.processes.announcements.workflow import JOIN, STANDS

AFFECTED = Participant.Part.AFFECTED


@transaction.atomic
def me_too(actor: Actor, number: str) -> Record:
    """The actor is affected from now on and gets the news. Once more is no fault, and counts once. The incident that it
    tells of hears of it by a reaction: whoever presses need not see that incident.
    """
    record = history.lock(actor, number, ANNOUNCEMENT)
    require(actor, JOIN, record)
    rules.it_is_going_on(record)
    person = _myself(actor)
    if not _is_affected(record, person):
        history.write(actor, record, MeToo(person=person.pk), parts=[(person, AFFECTED)])
    return record


@transaction.atomic
def not_affected(actor: Actor, number: str) -> Record:
    """The actor is affected no longer and gets no more news of it. Once more is no fault."""
    record = history.lock(actor, number, ANNOUNCEMENT)
    require(actor, JOIN, record)
    person = _myself(actor)
    if Participant.objects.filter(record=record, person=person, part=AFFECTED).delete()[0]:
        history.write(actor, record, NotAffected(person=person.pk))
    return record


def join(actor: Actor, person: Person, about: str) -> None:
    """Staff have put somebody on the incident: they count on what stands about it, where it is for them. In the
    transaction of the action that asked permission on the incident.
    """
    for number in queries.about(actor, about, STANDS).values_list("number", flat=True):
        record = history.lock(actor, number, ANNOUNCEMENT)
        meant = person.organisation.path.startswith(record.organisation.path)
        if meant and not _is_affected(record, person):
            history.write(actor, record, MeToo(person=person.pk), parts=[(person, AFFECTED)])


def _is_affected(record: Record, person: Person) -> bool:
    return Participant.objects.filter(record=record, person=person, part=AFFECTED).exists()


def _myself(actor: Actor) -> Person:
    if actor.person_id is None:
        raise Invalid({"": "A job of the house is not affected by anything."})
    return Person.objects.select_related("organisation").get(pk=actor.person_id)
