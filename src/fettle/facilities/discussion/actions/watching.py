"""Who watches a record: they see it and are told of what happens."""

from __future__ import annotations

from django.db import transaction

from fettle.facilities.discussion.facts import Watching
from fettle.facilities.discussion.rules import may_say_who_watches, watcher_is_here
from fettle.kernel.access.actor import Actor
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record

WATCHER = Participant.Part.WATCHER


@transaction.atomic
def watch(actor: Actor, number: str, person: Person | None = None) -> Record:
    """Watch a record oneself, or let somebody else watch it. Once more is no fault."""
    record = history.lock(actor, number)
    who = may_say_who_watches(actor, record, person)
    watcher_is_here(person)
    if not Participant.objects.filter(record=record, person_id=who, part=WATCHER).exists():
        history.write(actor, record, Watching(person=who), parts=[(who, WATCHER)], wakes=False)
    return record


@transaction.atomic
def unwatch(actor: Actor, number: str, person: Person | None = None) -> Record:
    """Watch it no longer. Whoever is on the record for another reason stays on it."""
    record = history.lock(actor, number)
    who = may_say_who_watches(actor, record, person)
    if Participant.objects.filter(record=record, person_id=who, part=WATCHER).delete()[0]:
        history.write(actor, record, Watching(person=who, watches=False), wakes=False)
    return record
