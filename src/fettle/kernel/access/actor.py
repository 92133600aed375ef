"""The Actor: who does something, on whose behalf, by which way, with which roles. Passed explicitly, never found in
the air.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Value

from fettle.kernel.access.models import Grant
from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Membership, Person


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

    ``anyone`` are the permissions of every signed-in person, ``participant`` those on records that name them.
    ``token_scopes`` None is a session; else read, write, administer narrow everything.
    """

    person_id: int | None
    label: str
    channel: Channel
    scopes: tuple[Scope, ...] = ()
    teams: frozenset[int] = frozenset()
    anyone: frozenset[str] = frozenset()
    participant: frozenset[str] = frozenset()
    organisation_id: int | None = None
    zone: str = "UTC"
    language: str = "en"
    token_scopes: frozenset[str] | None = None
    on_behalf_of_id: int | None = None
    caused_by_id: int | None = field(default=None, compare=False)

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def is_staff(self) -> bool:
        """Works for the provider somewhere: decides the shell, never what is seen."""
        return any(scope.staff for scope in self.scopes)

    def behalf(self, person: Person | None) -> Actor:
        """The same actor acting for somebody else."""
        return replace(self, on_behalf_of_id=person.pk if person and person.pk != self.person_id else None)

    @classmethod
    def of(cls, person: Person, channel: Channel = Channel.SCREEN, token_scopes: Iterable[str] | None = None) -> Actor:
        """The actor a person is now, by one query. An inactive person is nobody's actor (ValueError)."""
        if not person.is_active:
            raise ValueError("A deactivated person cannot act.")
        roles = assembly().role_by_key
        held = list(_held(person))
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
            organisation_id=person.organisation_id,
            zone=person.settled_zone,
            language=person.language,
            token_scopes=None if token_scopes is None else frozenset(token_scopes),
        )

    @classmethod
    def house(cls, label: str, *permissions: str, caused_by: int | None = None) -> Actor:
        """A job of the house: named, staff, with exactly the permissions it lists, everywhere."""
        scope = Scope("/", frozenset(permissions), staff=True)
        return cls(None, label, Channel.JOB, (scope,), caused_by_id=caused_by)


MEMBER = ""
"""Stands for a role where somebody is simply in a team."""


def _held(person: Person) -> QuerySet[Any, tuple[str, str, int | None]]:
    """(role, path, team) of each grant, and of each membership."""
    grants = Grant.objects.filter(person=person).order_by().values_list("role", "organisation__path", "team_id")
    member = Membership.objects.filter(person=person).order_by()
    return grants.union(member.values_list(Value(MEMBER), Value(""), "team_id"), all=True)


def _implicit(kind: str) -> frozenset[str]:
    return frozenset().union(*(role.permissions for role in assembly().roles if role.implicit == kind))
