"""Writes of the register of documents. What is done with a text itself are actions of the facility."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.governance.documents.facts import Entered, Revised
from fettle.governance.documents.records import DOCUMENT
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.errors import Refusal
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Participant, Record


@transaction.atomic
def register(
    actor: Actor, *, organisation: Organisation | None = None, owner: Person | None = None, **values: Any
) -> Record:
    """Put a document on the register; its text is written afterwards. Owner and actor see it even if it is
    confidential.
    """
    home = require_in(actor, DOCUMENT.may.register, organisation)
    writer = actor.person
    values |= {"owner": owner or writer, "assignee": writer}
    return history.create(actor, DOCUMENT, Entered(), organisation=home, values=values, parts=_named(owner, writer))


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change the entry, not the text. Raises Refusal for a withdrawn document."""
    record = history.lock(actor, number, DOCUMENT)
    require(actor, DOCUMENT.may.revise, record)
    if DOCUMENT.flow.by_state[record.state].final:
        raise Refusal(_("%(number)s is withdrawn: enter a new document.") % {"number": record.number}, rule="state")
    history.write(actor, record, Revised(), set=values, parts=_named(values.get("owner"), actor.person_id))
    return record


def _named(*people: Person | int | None) -> list[tuple[Person | int, str]]:
    return [(each, Participant.Part.NAMED) for each in people if each is not None]
