"""Writes of specifications. What is done with the text itself are actions of the facility."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.facilities.documents import actions as texts
from fettle.facilities.documents.facts import Written
from fettle.facilities.documents.models import Version
from fettle.facilities.documents.workflow import WITHDRAWN
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.read import current
from fettle.processes.services.definitions import SPECIFYING
from fettle.processes.services.facts import SpecificationEntered, SpecificationRevised
from fettle.processes.services.records import SERVICE
from fettle.processes.services.specifications.records import SPECIFICATION

VERBS = texts.VERBS
NAMED = Participant.Part.NAMED


@transaction.atomic
def register(actor: Actor, *, service: Record, owner: Person | None = None, **values: Any) -> Record:
    """Begin the specification of a service (PR1.S2): one of a service at a time. It begins with the text that the
    portfolio manager laid down. Raises Forbidden, Invalid.
    """
    whole = history.lock(actor, service.number, SERVICE)
    require(actor, SPECIFICATION.may.register, whole)
    there = Record.objects.filter(kind=SPECIFICATION.key, service=whole).exclude(state=WITHDRAWN).first()
    if there is not None:
        sentence = _("%(number)s is the specification of this service: write a new version of it.")
        raise Invalid({"service": sentence % {"number": there.number}})
    begins = str(current()[SPECIFYING.key]["template"] or "")
    answers = owner or whole.item.owner or actor.person
    values |= {"service": whole, "owner": answers, "assignee": actor.person, "draft": 1 if begins else None}
    facts = [SpecificationEntered(), *([Written(number=1)] if begins else [])]
    parts = [(each, NAMED) for each in (answers, actor.person) if each is not None]
    record = history.create(actor, SPECIFICATION, *facts, organisation=whole.organisation, values=values, parts=parts)
    if begins:
        Version.objects.create(record=record, number=1, text=begins, author_id=actor.person_id)
    return record


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change title or owner, not the text. Raises Refusal for a withdrawn one."""
    record = history.lock(actor, number, SPECIFICATION)
    require(actor, SPECIFICATION.may.revise, record)
    if record.state == WITHDRAWN:
        raise Refusal(_("%(number)s is withdrawn: begin a new one.") % {"number": record.number}, rule="state")
    owner = values.get("owner")
    history.write(actor, record, SpecificationRevised(), set=values, parts=[(owner, NAMED)] if owner else [])
    return record
