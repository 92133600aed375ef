"""Which people, teams and organisations an actor may name and look up: staff those around their scopes, others
themselves. What is not known is answered exactly as what does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import is_top
from fettle.kernel.orgs.models import Organisation, Person, Team


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """For staff the organisations below and above their scopes; for everybody their own."""
    around = Q(pk=actor.organisation_id)
    for path in _staffed(actor):
        around |= Q(path__startswith=path) | Q(pk__in=_above(path))
    return Organisation.objects.filter(around)


def below(path: str) -> QuerySet[Organisation, int]:
    """The ids of the organisations at and below a path."""
    return Organisation.objects.filter(path__startswith=path).values_list("pk", flat=True)


def teams(actor: Actor) -> QuerySet[Team]:
    """For staff the teams of the organisations they know; for others their own teams, of which most have none."""
    if not actor.is_staff:
        return Team.objects.filter(pk__in=actor.teams)
    return Team.objects.filter(Q(organisation__in=organisations(actor)) | Q(pk__in=actor.teams))


def people(actor: Actor) -> QuerySet[Person]:
    """For staff the people of the organisations they know and of their teams; for others themselves."""
    if not actor.is_staff:
        return Person.objects.filter(pk__in=[actor.person_id] if actor.person_id else [])
    if "/" in _staffed(actor):
        return Person.objects.all()
    mine = Q(memberships__team__in=actor.teams) | Q(pk=actor.person_id)
    around = Q(organisation__in=organisations(actor))
    return Person.objects.filter(pk__in=Person.objects.filter(mine | around).values("pk"))


def _staffed(actor: Actor) -> Iterable[str]:
    """The paths of the staff scopes; the root counts as everything."""
    return {"/" if is_top(scope.path) else scope.path for scope in actor.scopes if scope.staff}


def _above(path: str) -> list[int]:
    """``/1/4/7/`` → 1, 4: the organisations that a scope lies in, whose teams work for it."""
    return [int(part) for part in path.strip("/").split("/")[:-1] if part]
