"""How the conversation on a complaint goes on by mail, and a mailbox that takes complaints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.edges.mail.routes import Route
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import get
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.models import Record
from fettle.processes.customers.complaints import actions, talking
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.complaints.workflow import FOLLOW, RECORD, REGISTER, SEE, WORK


def _opens(actor: Actor, *, title: str, text: str, team: Team | None) -> Record:
    return actions.register(actor, title=title, details=text[:20_000])


def _answers(actor: Actor, number: str, *, text: str, quoted: str, files: Sequence[Any]) -> Record:
    return talking.reply(actor, number, text=text, quoted=quoted, files=files)


def _notes(actor: Actor, number: str, *, text: str, quoted: str, files: Sequence[Any]) -> Record:
    return talking.note(actor, number, text=text, quoted=quoted, files=files)


def _reopens(actor: Actor, number: str) -> Record:
    raise LookupError(number)


def _follows_up(actor: Actor, number: str, *, text: str) -> Record:
    """What is written about a complaint that is over is a new one."""
    over = get(actor, number, COMPLAINT)
    return actions.register(actor, title=over.title, details=text[:20_000], service=over.service)


def _works(actor: Actor, record: Record) -> bool:
    return any(scope.staff for scope in actor.scopes) and may(actor, WORK, record)


def _joins(organisation: Organisation, person: Person) -> bool:
    """Nobody is told of a complaint because they stand in copy."""
    return False


ROUTE = Route(
    code=COMPLAINT.key,
    label=_("Complaints"),
    may=(SEE, WORK, FOLLOW, REGISTER, RECORD),
    opens=_opens,
    answers=_answers,
    notes=_notes,
    reopens=_reopens,
    follows_up=_follows_up,
    stands=lambda record: "open" if record.is_open else "over",
    leads_to=lambda record: record,
    works=_works,
    joins=_joins,
)
