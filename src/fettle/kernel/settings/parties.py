"""Changes of organisations and teams: each one leaves one entry in the register's history."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.clock.wording import BadCalendar
from fettle.kernel.clock.zones import known_zone
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Membership, Organisation, Person, Team
from fettle.kernel.settings import open_work, territory
from fettle.kernel.settings.actions import register
from fettle.kernel.settings.facts import RegisterChanged

PARTY = ("name", "zone", "language", "is_provider", "is_customer", "is_supplier", "is_member", "active")
TEAM = ("name", "mail", "active")


@transaction.atomic
def add_organisation(actor: Actor, *, name: str, parent: Organisation, **values: Any) -> Organisation:
    """A party below another. Raises Invalid when the name stands there already."""
    territory.require_in(actor, parent)
    _check_party({"name": name, **values}, parent, None)
    party = orgs.add_organisation(name.strip(), parent, **values)
    _tell(actor, "organisation", party, "added", None, _shown(party, PARTY))
    return party


@transaction.atomic
def change_organisation(actor: Actor, party: Organisation, **values: Any) -> Organisation:
    """Change a party. Raises Refusal for one that is retired with people or teams in it."""
    party = Organisation.objects.select_for_update(of=("self",)).get(pk=party.pk)
    territory.require_in(actor, party)
    _check_party(values, party.parent, party)
    if values.get("active") is False and party.active:
        _may_retire(party)
    before = _shown(party, PARTY)
    for column, value in values.items():
        setattr(party, column, value)
    party.save()
    _tell_difference(actor, "organisation", party, before, _shown(party, PARTY))
    return party


@transaction.atomic
def add_team(actor: Actor, *, name: str, organisation: Organisation, **values: Any) -> Team:
    """A team of an organisation."""
    territory.require_in(actor, organisation, territory.TEAMS)
    _check_team({"name": name, **values}, organisation, None)
    team = orgs.add_team(name.strip(), organisation, **values)
    _tell(actor, "team", team, "added", None, _shown(team, TEAM))
    return team


@transaction.atomic
def change_team(actor: Actor, team: Team, **values: Any) -> Team:
    """Change or retire a team. Raises Refusal while open records wait in its queue."""
    team = Team.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=team.pk)
    territory.require_in(actor, team.organisation, territory.TEAMS)
    _check_team(values, team.organisation, team)
    if values.get("active") is False and team.active and (count := open_work.of_team(team).count()):
        raise Refusal(
            _("%(name)s has open records (%(count)s): hand them over first.") % {"name": team, "count": count}
        )
    before = _shown(team, TEAM)
    for column, value in values.items():
        setattr(team, column, value)
    team.save()
    _tell_difference(actor, "team", team, before, _shown(team, TEAM))
    return team


@transaction.atomic
def join(actor: Actor, person: Person, team: Team, leads: bool = False) -> None:
    """Make somebody a member of a team, or change whether they lead it."""
    territory.require_in(actor, team.organisation, territory.TEAMS)
    old = Membership.objects.filter(person=person, team=team).first()
    if old is not None and old.leads == leads:
        return
    if not person.is_active:
        raise Invalid({"person": _("%(name)s is deactivated: activate them first.") % {"name": person}})
    orgs.join(person, team, leads)
    before = {"leads": old.leads} if old else None
    after = {"leads": leads} if old else {"member": person.name, "leads": leads}
    _tell(actor, "team", team, "member changed" if old else "member added", before, after)


@transaction.atomic
def leave(actor: Actor, person: Person, team: Team) -> None:
    """Somebody is no longer in a team; once more is no fault."""
    territory.require_in(actor, team.organisation, territory.TEAMS)
    if Membership.objects.filter(person=person, team=team).delete()[0]:
        _tell(actor, "team", team, "member removed", {"member": person.name}, None)


def _check_party(values: dict[str, Any], parent: Organisation | None, party: Organisation | None) -> None:
    if "zone" in values:
        try:
            known_zone(values["zone"])
        except BadCalendar as problem:
            raise Invalid({"zone": problem}) from None
    _check_name(values, Organisation.objects.filter(parent=parent), party)


def _check_team(values: dict[str, Any], organisation: Organisation, team: Team | None) -> None:
    if mail := values.get("mail"):
        try:
            validate_email(mail)
        except ValidationError:
            sentence = _("“%(mail)s” is not an e-mail address: write it as name@example.org.")
            raise Invalid({"mail": sentence % {"mail": mail}}) from None
    _check_name(values, Team.objects.filter(organisation=organisation), team)


def _check_name(values: dict[str, Any], siblings: Any, me: Any) -> None:
    if "name" not in values:
        return
    name = str(values["name"]).strip()
    if not name:
        raise Invalid({"name": _("Give a name.")})
    if siblings.filter(name=name).exclude(pk=me and me.pk).exists():
        raise Invalid({"name": _("“%(name)s” is there already: choose another name.") % {"name": name}})


def _may_retire(party: Organisation) -> None:
    if party.parent_id is None:
        raise Refusal(_("%(name)s is the root of everything: it cannot be retired.") % {"name": party})
    active = party.people.filter(is_active=True).count() + party.teams.filter(active=True).count()
    if active or party.children.filter(active=True).exists():
        raise Refusal(
            _("%(name)s still has active people, teams or parts: retire or move them first.") % {"name": party}
        )


def _shown(row: Organisation | Team, columns: tuple[str, ...]) -> dict[str, Any]:
    return {column: getattr(row, column) for column in columns}


def _tell_difference(actor: Actor, sort: str, row: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
    changed = [key for key in after if before[key] != after[key]]
    if changed:
        _tell(actor, sort, row, "changed", {k: before[k] for k in changed}, {k: after[k] for k in changed})


def _tell(
    actor: Actor, sort: str, row: Any, what: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    register(actor, RegisterChanged(f"{sort}:{row.pk}", row.name, what, before, after))


@transaction.atomic
def confirm(actor: Actor, party: Organisation) -> None:
    """Note that what is written about a party was looked at and is right."""
    territory.require_in(actor, party)
    _tell(actor, "organisation", party, "confirmed", None, _shown(party, PARTY))
