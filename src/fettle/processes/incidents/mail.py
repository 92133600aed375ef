"""What a mailbox makes of its mails, and how the conversation on an incident or request goes on by mail (PR9.S2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.edges.mail.routes import Route
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.errors import Refusal
from fettle.kernel.orgs.models import Team
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions, queries, rules
from fettle.processes.incidents.records import INCIDENT, REQUEST

MAY = ("incidents.see", "incidents.work", "incidents.follow", "incidents.confirm", "incidents.register")
STANDS = {"resolved": "solved", "closed": "solved", "withdrawn": "over"}


def _opens(kind: Kind) -> Any:
    def open_from_mail(actor: Actor, *, title: str, text: str, team: Team | None) -> Record:
        return actions.register(actor, kind, title=title, details=text, desk_team=team)

    return open_from_mail


def _answers(actor: Actor, number: str, *, text: str, quoted: str, files: Sequence[Any]) -> Record:
    return actions.reply(actor, number, text=text, quoted=quoted, files=files)


def _notes(actor: Actor, number: str, *, text: str, quoted: str, files: Sequence[Any]) -> Record:
    return actions.note(actor, number, text=text, quoted=quoted, files=files)


def _hears(actor: Actor, number: str, *, text: str, quoted: str, files: Sequence[Any], **whence: Any) -> Record:
    return actions.hear(actor, number, text=text, quoted=quoted, files=files, **whence)


def _reopens(actor: Actor, number: str) -> Record:
    return actions.reopen(actor, number, reason=_now("Answered by mail"))


def _follows_up(actor: Actor, number: str, *, text: str) -> Record:
    return actions.follow_up(actor, number, details=text)


def _stands(record: Record) -> str:
    """open, solved (a word of the requester opens it again) or over (it takes a new record)."""
    stands = STANDS.get(record.state, "open")
    if stands == "solved":
        try:
            rules.reopening_is_in_time(record.item)
        except Refusal:
            return "over"
    return stands


def _works(actor: Actor, record: Record) -> bool:
    return any(scope.staff for scope in actor.scopes) and may(actor, "incidents.work", record)


def _route(kind: Kind, label: Any) -> Route:
    return Route(
        code=kind.key,
        label=label,
        may=MAY,
        opens=_opens(kind),
        answers=_answers,
        notes=_notes,
        reopens=_reopens,
        follows_up=_follows_up,
        stands=_stands,
        leads_to=queries.where_it_goes,
        works=_works,
        joins=rules.are_served_together,
        hears=_hears,
    )


MAIL_ROUTES = (_route(INCIDENT, _("Incidents")), _route(REQUEST, _("Service requests")))
