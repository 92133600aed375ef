"""Where an administrator of people, or who keeps the teams, may act: the organisations that a scope with the
permission reaches.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, tops
from fettle.kernel.errors import Forbidden, NotSeen, WhoMay
from fettle.kernel.orgs.models import Organisation, Person, Team

ADMINISTER, TEAMS, MARK = "people.administer", "teams.manage", "people.mark"


def require_in(actor: Actor, organisation: Organisation, permission: str = ADMINISTER) -> None:
    """Raises Forbidden unless the actor holds the permission for this organisation."""
    require(actor, permission)
    if not organisation.path.startswith(tops(actor, permission)):
        sentence = _("You do not administer %(name)s. Ask an administrator of the whole installation.")
        raise Forbidden(sentence % {"name": organisation.name}, WhoMay(permission, ()))


def organisations(actor: Actor, permission: str = ADMINISTER) -> QuerySet[Organisation]:
    """The organisations for which the actor holds the permission, in the order of the tree."""
    return Organisation.objects.filter(_below("path", actor, permission)).order_by("path")


def people(actor: Actor, permission: str = ADMINISTER) -> QuerySet[Person]:
    """The people for whom the actor holds the permission."""
    return Person.objects.filter(_below("organisation__path", actor, permission)).select_related(
        "organisation", "erasure"
    )


def teams(actor: Actor) -> QuerySet[Team]:
    """The teams the actor keeps."""
    return Team.objects.filter(_below("organisation__path", actor, TEAMS)).select_related("organisation")


def _below(column: str, actor: Actor, permission: str = ADMINISTER) -> Q:
    reach = Q(pk__in=[])
    for path in tops(actor, permission):
        reach |= Q(**{f"{column}__startswith": path})
    return reach


def person(actor: Actor, key: int, permission: str = ADMINISTER) -> Person:
    """One of the people. Raises NotSeen."""
    found = people(actor, permission).filter(pk=key).first()
    if found is None:
        raise NotSeen(_("There is no such person here, or it is not for you to see."))
    return found


def team(actor: Actor, key: int) -> Team:
    """One of the teams. Raises NotSeen."""
    found = teams(actor).filter(pk=key).first()
    if found is None:
        raise NotSeen(_("There is no such team here, or it is not for you to see."))
    return found


def organisation(actor: Actor, key: int) -> Organisation:
    """One of the organisations. Raises NotSeen."""
    found = organisations(actor).filter(pk=key).first()
    if found is None:
        raise NotSeen(_("There is no such organisation here, or it is not for you to see."))
    return found
