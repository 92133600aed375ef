"""Why somebody can, or cannot, see a record: the read door's own reasons, told one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor, Scope
from fettle.kernel.access.ask import covers
from fettle.kernel.access.read import RESTRICTED, get, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.models import Participant, Record


@dataclass(frozen=True)
class Reason:
    """One way to the record, and whether it leads there."""

    sentence: str
    opens: bool


@dataclass(frozen=True)
class Explanation:
    """``sees`` is the answer of the read door itself; ``reasons`` are its ways, those that lead there first."""

    person: Person
    record: Record
    sees: bool
    reasons: tuple[Reason, ...]


def explain(actor: Actor, person: Person, number: str) -> Explanation:
    """Raises NotSeen for a record that the asking actor may not see themselves."""
    record = get(actor, number)
    if not person.is_active:
        return Explanation(person, record, False, (Reason(_("%(name)s is deactivated.") % {"name": person}, False),))
    other = Actor.of(person)
    sees = visible(other, record.declared).filter(pk=record.pk).exists()
    reasons = [
        *_by_role(other, record),
        *_by_part(other, record),
        *_by_home(other, record),
        *_by_everybody(other, record),
    ]
    if record.restricted:
        reasons.append(
            Reason(
                _("The record is restricted: only people named on it, and roles that see restricted records."), False
            )
        )
    if not person.may_sign_in:
        reasons.append(
            Reason(_("%(name)s has no sign-in yet, so this shows what they would see.") % {"name": person}, False)
        )
    return Explanation(person, record, sees, tuple(sorted(reasons, key=lambda reason: not reason.opens)))


def _by_role(other: Actor, record: Record) -> Iterator[Reason]:
    see, roles, meant = record.declared.may.see, assembly().role_by_key, _is_for_the_served(record)
    if not other.scopes:
        yield Reason(_("Holds no role."), False)
    for scope in other.scopes:
        words = {"role": roles[scope.role].label, "where": _where(scope), "plural": record.declared.plural}
        if see not in scope.permissions:
            yield Reason(_("Role “%(role)s” for %(where)s does not see %(plural)s.") % words, False)
        elif not covers(scope, record):
            yield Reason(_("Role “%(role)s” sees %(plural)s, but only of %(where)s.") % words, False)
        elif not scope.staff and not meant:
            yield Reason(_("Role “%(role)s” does not see these %(plural)s: they are for staff.") % words, False)
        elif record.restricted and RESTRICTED not in scope.permissions:
            yield Reason(_("Role “%(role)s” for %(where)s sees %(plural)s, but not restricted ones.") % words, False)
        else:
            yield Reason(_("Role “%(role)s” for %(where)s sees %(plural)s.") % words, True)


def _by_part(other: Actor, record: Record) -> Iterator[Reason]:
    if record.declared.may.see not in other.participant:
        return
    parts: set[str] = set(
        Participant.objects.filter(record_id=record.pk, person=other.person_id or 0).values_list("part", flat=True)
    )
    if not parts:
        yield Reason(_("Is not named on the record (requester, affected, watcher or named)."), False)
    for part in sorted(parts):
        opens = (not record.restricted or part == Participant.Part.NAMED) and _is_for_the_served(record)
        yield Reason(_("Is on the record as %(part)s.") % {"part": _PARTS[part]()}, opens)


def _is_for_the_served(record: Record) -> bool:
    """Whether people who are no staff ever see it."""
    served = record.declared.served
    return served is None or Record.objects.filter(served, pk=record.pk).exists()


def _by_home(other: Actor, record: Record) -> Iterator[Reason]:
    if record.declared.may.see not in other.member:
        return
    home = {"home": record.organisation.name}
    if record.organisation_id in other.lineage:
        yield Reason(_("It is meant for the people of %(home)s and below.") % home, not record.restricted)
    else:
        yield Reason(_("It is meant for the people of %(home)s and below, and they belong elsewhere.") % home, False)


def _by_everybody(other: Actor, record: Record) -> Iterator[Reason]:
    if record.declared.may.see in other.anyone:
        yield Reason(
            _("Everybody who signs in sees %(plural)s.") % {"plural": record.declared.plural}, not record.restricted
        )


def _where(scope: Scope) -> str:
    if scope.team_id is not None:
        return Team.objects.get(pk=scope.team_id).name
    return Organisation.objects.get(path=scope.path).name


_PARTS = {
    "requester": lambda: _("requester"),
    "affected": lambda: _("affected person"),
    "watcher": lambda: _("watcher"),
    "named": lambda: _("named person"),
    "joined": lambda: _("person of a merged record"),
}
