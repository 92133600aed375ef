"""The Actor: who does something, on whose behalf, by which way, with which roles. Passed explicitly, never found in
the air.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db import connection

from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Person


class Channel(StrEnum):
    """The way an entry came about (house: the Entry)."""

    SCREEN = "screen"
    API = "api"
    MAIL = "mail"
    JOB = "job"
    LINK = "link"


@dataclass(frozen=True)
class Scope:
    """Permissions that hold for organisations below ``path``, or for one team of them. ``roles`` says where they come
    from.
    """

    path: str
    permissions: frozenset[str]
    staff: bool
    team_id: int | None = None
    role: str = ""


@dataclass(frozen=True)
class Actor:
    """``person_id`` None is the house itself (a job): ``label`` says which, and its permissions are listed in its one
    scope.

    ``anyone`` are the permissions of every signed-in person, ``participant`` those on records that name them,
    ``member`` those on records of the organisation at ``home`` (a path) and of those above it. ``token_scopes`` None is
    a session; else read, write, administer narrow everything. ``person`` is the row that ``person_id`` names, as it was
    when the actor was made.
    """

    person_id: int | None
    label: str
    channel: Channel
    scopes: tuple[Scope, ...] = ()
    teams: frozenset[int] = frozenset()
    anyone: frozenset[str] = frozenset()
    participant: frozenset[str] = frozenset()
    member: frozenset[str] = frozenset()
    home: str = ""
    organisation_id: int | None = None
    zone: str = "UTC"
    language: str = "en"
    token_scopes: frozenset[str] | None = None
    on_behalf_of_id: int | None = None
    caused_by_id: int | None = field(default=None, compare=False)
    person: Person | None = field(default=None, compare=False, repr=False)

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def is_staff(self) -> bool:
        """Works for the provider somewhere: decides the shell, never what is seen."""
        return any(scope.staff for scope in self.scopes)

    @property
    def standing(self) -> Actor:
        """All that decides what this actor sees, and nothing else: neither who the person is called nor by which way
        they came.
        """
        return Actor(
            self.person_id,
            "",
            Channel.SCREEN,
            self.scopes,
            anyone=self.anyone,
            participant=self.participant,
            member=self.member,
            home=self.home,
            token_scopes=self.token_scopes,
        )

    @property
    def lineage(self) -> tuple[int, ...]:
        """The ids of the organisations that what is meant for this person may be of: their own and those above it."""
        return tuple(int(part) for part in self.home.split("/") if part)

    def behalf(self, person: Person | None) -> Actor:
        """The same actor acting for somebody else."""
        return replace(self, on_behalf_of_id=person.pk if person and person.pk != self.person_id else None)

    @classmethod
    def of(cls, person: Person, channel: Channel = Channel.SCREEN, token_scopes: Iterable[str] | None = None) -> Actor:
        """The actor a person is now, by one query. An inactive person is nobody's actor (ValueError)."""
        if not person.is_active:
            raise ValueError("A deactivated person cannot act.")
        roles = assembly().role_by_key
        held = _held(person.pk)
        scopes = tuple(
            Scope(path, roles[role].permissions, roles[role].staff, team, role)
            for role, path, team in held
            if role in roles
        )
        return cls(
            person_id=person.pk,
            label=person.name,
            channel=channel,
            scopes=scopes,
            teams=frozenset(team for role, _path, team in held if role == MEMBER and team is not None),
            anyone=_implicit("anyone"),
            participant=_implicit("participant"),
            member=_implicit("member"),
            home=next((path for role, path, team in held if role == MEMBER and team is None), ""),
            organisation_id=person.organisation_id,
            zone=person.settled_zone,
            language=person.language,
            token_scopes=None if token_scopes is None else frozenset(token_scopes),
            person=person,
        )

    @classmethod
    def without_roles(cls, person: Person, channel: Channel) -> Actor:
        """Somebody on the records that name them and those of their organisation, with nothing that a role or a team
        gives; asks nothing of the database where the organisation is read already. ValueError as ``of``.
        """
        if not person.is_active:
            raise ValueError("A deactivated person cannot act.")
        return cls(
            person_id=person.pk,
            label=person.name,
            channel=channel,
            anyone=_implicit("anyone"),
            participant=_implicit("participant"),
            member=_implicit("member"),
            home=person.organisation.path,
            organisation_id=person.organisation_id,
            zone=person.settled_zone,
            language=person.language,
            person=person,
        )

    @classmethod
    def house(cls, label: str, *permissions: str, caused_by: int | None = None) -> Actor:
        """A job of the house: named, staff, with exactly the permissions it lists, everywhere. The label is kept in
        English and shown in each reader's language: it is marked by ``gettext_noop`` where it stands.
        """
        scope = Scope("/", frozenset(permissions), staff=True)
        return cls(None, label, Channel.JOB, (scope,), caused_by_id=caused_by)


MEMBER = ""
"""Stands for a role where somebody is simply in a team, or in an organisation."""


HELD = """
    SELECT held.role, home.path, held.team_id
      FROM access_grant held JOIN orgs_organisation home ON home.id = held.organisation_id WHERE held.person_id = %s
    UNION ALL
    SELECT '', '', team_id FROM orgs_membership WHERE person_id = %s
    UNION ALL
    SELECT '', home.path, NULL
      FROM orgs_person self JOIN orgs_organisation home ON home.id = self.organisation_id WHERE self.id = %s
"""
"""Of each membership the role is MEMBER; so it is of the last row, which has no team: where somebody belongs."""


def _held(person: int) -> list[tuple[str, str, int | None]]:
    """(role, path, team) of each grant, of each membership, and of their home. Asked in every request, so it is
    written out.
    """
    with connection.cursor() as cursor:
        cursor.execute(HELD, [person, person, person])
        held: list[tuple[str, str, int | None]] = cursor.fetchall()
    return held


def _implicit(kind: str) -> frozenset[str]:
    return frozenset().union(*(role.permissions for role in assembly().roles if role.implicit == kind))
