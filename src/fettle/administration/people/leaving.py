"""Handing over what somebody who leaves still has to do, before they are deactivated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Refusal
from fettle.kernel.orgs.models import Person, Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings import open_work, people, territory
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import DESK

DESK_KINDS = frozenset(kind.key for kind in DESK)


def work(actor: Actor, person: Person) -> Sequence[Record]:
    """The open records of somebody, for the preview. Raises Forbidden when the actor does not administer them."""
    territory.require_in(actor, person.organisation)
    return list(open_work.of_person(person))


@transaction.atomic
def hand_over(actor: Actor, person: Person, team: Team | None, successor: Person | None) -> int:
    """Give every open record of somebody to a team, a person, or both, and deactivate them. Returns how many records.

    An administrator needs no right to work on records for this: the house hands over, in their name, and each entry
    says so.
    """
    records = work(actor, person)
    if records and team is None and successor is None:
        raise Refusal(_("Say who takes the open work: a team or a person."))
    if successor is not None and (successor.pk == person.pk or not successor.is_active):
        raise Refusal(_("Choose somebody else who is active."))
    house = Actor.house(gettext_noop("hand-over"), "incidents.see", "incidents.work", "restricted.see")
    house = replace(house, on_behalf_of_id=actor.person_id)
    for record in records:
        _give(house, record, team, successor)
    people.deactivate(actor, person)
    return len(records)


def _give(house: Actor, record: Record, team: Team | None, successor: Person | None) -> None:
    if record.kind not in DESK_KINDS:
        sentence = _("%(number)s cannot be handed over here: open it and change who is responsible.")
        raise Refusal(sentence % {"number": record.number})
    if record.state == "new":
        incidents.assign(house, record.number, team=team, assignee=successor)
        return
    to = team or record.team or _team_of(successor)
    if to is None:
        raise Refusal(_("%(number)s belongs to no team yet: choose one.") % {"number": record.number})
    reason = _("%(name)s leaves") % {"name": record.assignee}
    incidents.hand_over(house, record.number, team=to, assignee=successor, reason=reason)


def _team_of(person: Person | None) -> Team | None:
    return Team.objects.filter(memberships__person=person, active=True).first() if person else None
