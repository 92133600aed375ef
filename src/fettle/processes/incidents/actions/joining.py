"""Somebody reports what is recorded already: they join that record instead of getting one of their own (PR9.A1.1)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.facts import Noted
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.errors import NotSeen
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import Reaction
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import STAFF
from fettle.processes.announcements import actions as announcements
from fettle.processes.announcements import facts as announced
from fettle.processes.incidents import rules
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.facts import AlsoReported
from fettle.processes.incidents.records import DESK, INCIDENT


@transaction.atomic
def add_report(actor: Actor, number: str, *, person: Person, text: str = "") -> Record:
    """The person is affected from now on and reads every reply; what they said stays with staff, as a note."""
    record = history.lock(actor, number, *DESK)
    require(actor, "incidents.work", record)
    rules.what_is_over_takes_no_reports(record)
    rules.they_are_served_together(record, person)
    facts: list[Fact] = [AlsoReported(who=person.name)]
    if text.strip():
        facts.append(Noted(comment=discussion.write_down(actor, record, text, STAFF).pk))
    settled.write(actor, record, *facts, parts=[(person, Participant.Part.AFFECTED)], audience=STAFF)
    announcements.join(actor, person, record.number)
    return record


@transaction.atomic
def hear_of_me_too(entry: Entry) -> None:
    """Somebody has said on an announcement that they are affected: the incident that it tells of counts a report. They
    do not join it, because nobody of the desk has looked at what they would read there. May run twice.
    """
    told = next((fact for fact in entry.said() if isinstance(fact, announced.MeToo)), None)
    about = entry.record.item.about
    if told is None or not about or entry.actor_id != told.person:
        return
    actor = Actor.house(gettext_noop("Portal"), "incidents.see", RESTRICTED, caused_by=entry.pk)
    try:
        record = history.lock(actor, about, INCIDENT)
    except NotSeen:
        return
    on_it = record.participants.filter(person_id=told.person).exists()
    if on_it or Entry.objects.filter(record=record, caused_by=entry).exists():
        return
    person = Person.objects.get(pk=told.person)
    fact = AlsoReported(who=person.name, through=entry.record.number)
    settled.write(actor.behalf(person), record, fact, audience=STAFF)


REACTIONS = (Reaction("incidents.hear_of_me_too", (announced.MeToo.name,), hear_of_me_too),)
