"""Writes of organisations, teams and people. Who may do so, and the entry that tells of it, stand in
``settings.register``.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from fettle.kernel.orgs.models import Membership, Organisation, Person, Team


@transaction.atomic
def add_organisation(name: str, parent: Organisation | None, **values: Any) -> Organisation:
    """A party below ``parent``; without one it is the root, of which there is one (IntegrityError for a second)."""
    party = Organisation(name=name, parent=parent, path=f"new {name} {id(values)}", **values)
    party.save()
    party.path = f"{parent.path if parent else '/'}{party.pk}/"
    party.save(update_fields=["path"])
    return party


def add_team(name: str, organisation: Organisation, **values: Any) -> Team:
    """A team of an organisation."""
    return Team.objects.create(name=name, organisation=organisation, **values)


def add_person(name: str, organisation: Organisation, mail: str | None = None, **values: Any) -> Person:
    """Somebody, without sign-in unless ``may_sign_in`` is given. Language and time zone follow the organisation."""
    values.setdefault("language", organisation.language)
    person = Person(name=name, organisation=organisation, mail=mail, **values)
    if not person.password:
        person.set_unusable_password()
    person.save()
    return person


def join(person: Person, team: Team, leads: bool = False) -> Membership:
    """Make somebody a member of a team, or change whether they lead it."""
    return Membership.objects.update_or_create(person=person, team=team, defaults={"leads": leads})[0]
