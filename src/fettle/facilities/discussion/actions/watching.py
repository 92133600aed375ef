"""Who watches a record: they see it and are told of what happens."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.facilities.discussion.facts import Watching
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record

WATCHER = Participant.Part.WATCHER


@transaction.atomic
def watch(actor: Actor, number: str, person: Person | None = None) -> Record:
    """Watch a record oneself, or let somebody else watch it: that lets them see it, so it needs the right to revise."""
    record = history.lock(actor, number)
    who = _who(actor, record, person)
    if not Participant.objects.filter(record=record, person_id=who, part=WATCHER).exists():
        history.write(actor, record, Watching(person=who), parts=[(who, WATCHER)], wakes=False)
    return record


@transaction.atomic
def unwatch(actor: Actor, number: str, person: Person | None = None) -> Record:
    """Watch it no longer. Whoever is on the record for another reason stays on it."""
    record = history.lock(actor, number)
    who = _who(actor, record, person)
    if Participant.objects.filter(record=record, person_id=who, part=WATCHER).delete()[0]:
        history.write(actor, record, Watching(person=who, watches=False), wakes=False)
    return record


def _who(actor: Actor, record: Record, person: Person | None) -> int:
    """The person meant. Raises Forbidden, Invalid."""
    if person is not None and person.pk != actor.person_id:
        require(actor, record.declared.may.revise, record)
        if not person.is_active:
            raise Invalid({"person": _("%(name)s is no longer here.") % {"name": person.name}})
        return person.pk
    if actor.person_id is None:
        raise Invalid({"person": _("Say who is to watch it.")})
    require(actor, record.declared.may.see, record)
    return actor.person_id
