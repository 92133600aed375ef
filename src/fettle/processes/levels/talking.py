"""The conversation on an agreement and on a violation: a message to the other side or from it, and a note for staff.
Two roads that never meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from fettle.facilities.discussion import actions as discussion
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import audiences
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, STAFF
from fettle.processes.customers.queries import signatories
from fettle.processes.levels import rules
from fettle.processes.levels.facts import WroteToThem
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.levels.workflow import FOLLOW, MANAGE

Write = Callable[..., Record]
REPRESENTATIVE = "representative"


def readers(record: Record) -> list[Person]:
    """The people of the other side who read what is written to it: of an SLA from the day on which it is offered those
    who sign for the customer or represent it, of a violation whoever was told.
    """
    if record.kind == VIOLATION.key:
        found = [record.item.told] if record.item.told_id else []
    elif record.item.type == "sla" and not record.item.is_default:
        lineage = [int(part) for part in record.organisation.path.split("/") if part]
        grants = Grant.objects.filter(role=REPRESENTATIVE, organisation_id__in=lineage).select_related("person")
        found = [*signatories(record.organisation), *(grant.person for grant in grants.order_by("pk"))]
    else:
        found = []
    return [person for person in dict.fromkeys(found) if person.is_active]


def people(record: Record) -> tuple[list[str], list[str]]:
    """Who reads a reply, by name, and who has no way to."""
    there = readers(record)
    return [each.name for each in there if each.may_sign_in], [each.name for each in there if not each.may_sign_in]


def _reply(kind: Kind) -> Write:
    @transaction.atomic
    def reply(actor: Actor, number: str, *, text: str, files: Sequence[Any] = (), quoted: str = "") -> Record:
        """A message to everybody on it. Raises Invalid, Refusal where the other side does not read it."""
        record = history.lock(actor, number, kind)
        require(actor, FOLLOW, record)
        theirs = readers(record) if STAFF in audiences(actor, record) else None
        rules.the_other_side_reads_it(record.state, theirs)
        _by_staff, facts = discussion.replied(actor, record, text, files, quoted)
        if theirs is not None:
            facts.append(WroteToThem(people=tuple(person.pk for person in theirs)))
        history.write(actor, record, *facts, audience=EVERYONE)
        return record

    return reply


def _note(kind: Kind) -> Write:
    @transaction.atomic
    def note(actor: Actor, number: str, *, text: str, files: Sequence[Any] = (), quoted: str = "") -> Record:
        """A note for staff, in any state."""
        record = history.lock(actor, number, kind)
        require(actor, MANAGE, record)
        history.write(actor, record, *discussion.noted(actor, record, text, files, quoted), audience=STAFF)
        return record

    return note


reply, note = _reply(AGREEMENT), _note(AGREEMENT)
reply_on_violation, note_on_violation = _reply(VIOLATION), _note(VIOLATION)
