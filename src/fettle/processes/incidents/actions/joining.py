"""Somebody reports what is recorded already: they join that record instead of getting one of their own (PR9.A1.1)."""

from __future__ import annotations

from django.db import transaction

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.facts import Noted
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import STAFF
from fettle.processes.incidents import rules
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.facts import AlsoReported
from fettle.processes.incidents.records import DESK


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
    return record
