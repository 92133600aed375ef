"""The one read door. Screens, API, export, search, counts, mails and history all start at ``visible``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import _token_allows, covers
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import NotSeen
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import EVERYONE, STAFF

if TYPE_CHECKING:
    from fettle.kernel.records.declare import Kind

RESTRICTED = "restricted.see"
"""Sees restricted records, besides the people named on them."""


def visible(actor: Actor, *kinds: Kind) -> QuerySet[Record]:
    """The records this actor may see, of these kinds (none named: of all). Nothing else in the house selects records
    for somebody.
    """
    wanted = kinds or assembly().kinds
    condition = Q(pk__in=[])
    for kind in wanted:
        condition |= Q(kind=kind.key) & _reach(actor, kind)
    return Record.objects.filter(condition)


def _reach(actor: Actor, kind: Kind) -> Q:
    """What of one kind the actor's scopes, and the records that name them, let them see."""
    reach = Q(pk__in=[])
    if not _token_allows(actor, kind.may.see):
        return reach
    for scope in actor.scopes:
        if kind.may.see in scope.permissions:
            part = _below(scope.path)
            if scope.team_id is not None:
                part &= Q(team_id=scope.team_id)
            if RESTRICTED not in scope.permissions:
                part &= Q(restricted=False)
            reach |= part
    if kind.may.see in actor.anyone:
        reach |= Q(restricted=False)
    if kind.may.see in actor.participant and actor.person_id is not None:
        mine = Participant.objects.filter(person_id=actor.person_id)
        reach |= Q(restricted=False, pk__in=mine.values("record_id"))
        reach |= Q(pk__in=mine.filter(part=Participant.Part.NAMED).values("record_id"))
    return reach


def staff_reads(actor: Actor, kind: Kind) -> Q:
    """Of the visible records of a kind, those whose staff fields this actor reads too. Whoever filters or sorts by such
    a field sees no others, so that nothing is learned by asking.
    """
    reach = Q(pk__in=[])
    for scope in actor.scopes:
        if scope.staff and kind.may.see in scope.permissions:
            part = _below(scope.path)
            reach |= part & Q(team_id=scope.team_id) if scope.team_id is not None else part
    return reach


EVERYTHING = ~Q(pk__in=[])
"""Always true, and no part of the statement; an empty Q would vanish from an "or" instead of deciding it."""


def _below(path: str) -> Q:
    """Organisations below a path. The one root stands for everything and costs nothing: no join, no list."""
    if path.count("/") <= 2:
        return EVERYTHING
    return Q(organisation_id__in=Organisation.objects.filter(path__startswith=path).values("pk"))


def get(actor: Actor, number: str, *kinds: Kind) -> Record:
    """One record with its organisation, by number. Raises NotSeen when it does not exist or may not be seen."""
    asked = numbers.tidy(number) or ""
    kind = assembly().kind_by_prefix.get(asked.partition("-")[0])
    record = None
    if kind is not None and (not kinds or kind in kinds):
        joins = ("organisation", "service", "team", "assignee", kind.accessor, *kind.joins)
        record = visible(actor, kind).select_related(*joins).filter(number=asked).first()
    if record is None:
        raise NotSeen(_("There is no %(number)s here, or it is not for you to see.") % {"number": number[:40]})
    return record


def audiences(actor: Actor, record: Record) -> frozenset[str]:
    """Whose words this actor may read on a record that they see: everyone's, and staff's when a staff scope covers
    it.
    """
    see = record.declared.may.see
    staff = any(scope.staff and see in scope.permissions and covers(scope, record) for scope in actor.scopes)
    return frozenset({EVERYONE, STAFF}) if staff else frozenset({EVERYONE})
