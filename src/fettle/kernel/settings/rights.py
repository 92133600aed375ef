"""Roles given and taken, per organisation or team. Whoever's rights change begins a new session with them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.settings import territory
from fettle.kernel.settings.actions import register
from fettle.kernel.settings.facts import RegisterChanged
from fettle.kernel.settings.people import keep_an_administrator


@transaction.atomic
def give(actor: Actor, person: Person, role: str, organisation: Organisation, team: Team | None = None) -> Grant:
    """Give a role for an organisation and what is below it, or for one team. Giving it twice is no fault.

    Nobody gives more than the place they administer: the organisation must be in the actor's reach.
    """
    territory.require_in(actor, organisation)
    territory.require_in(actor, person.organisation)
    known = assembly().role_by_key.get(role)
    if known is None or known.implicit:
        raise Invalid({"role": _("Choose one of the roles.")})
    if not person.is_active:
        raise Invalid({"role": _("%(name)s is deactivated: activate them first.") % {"name": person.name}})
    if team is not None and not team.organisation.path.startswith(organisation.path):
        raise Invalid(
            {"team": _("%(team)s does not belong to %(organisation)s.") % {"team": team, "organisation": organisation}}
        )
    grant, made = Grant.objects.get_or_create(person=person, role=role, organisation=organisation, team=team)
    if made:
        _begin_anew(person)
        _tell(actor, grant, "role given", after=True)
    return grant


@transaction.atomic
def take(actor: Actor, person: Person, grant_id: int) -> None:
    """Take a role from somebody. Raises NotSeen, and Refusal for the last administrator."""
    grant = Grant.objects.select_related("organisation", "team", "person").filter(person=person, pk=grant_id).first()
    if grant is None:
        raise NotSeen(_("This role was taken already."))
    territory.require_in(actor, grant.organisation)
    if grant.role == "administrator":
        keep_an_administrator(without=person)
    _tell(actor, grant, "role taken", after=False)
    grant.delete()
    _begin_anew(person)


def _begin_anew(person: Person) -> None:
    """Sessions with the old rights end (reliability: a session never outlives its rights)."""
    person.refresh_from_db(fields=["session_epoch"])
    person.session_epoch += 1
    person.save(update_fields=["session_epoch"])


def _tell(actor: Actor, grant: Grant, what: str, after: bool) -> None:
    role, person = assembly().role_by_key.get(grant.role), grant.person
    words: dict[str, object] = {
        "role": str(role.label) if role else grant.role,
        "organisation": grant.organisation.name,
    }
    if grant.team:
        words["team"] = grant.team.name
    fact = RegisterChanged(f"person:{person.pk}", person.name, what, None if after else words, words if after else None)
    register(actor, fact)
