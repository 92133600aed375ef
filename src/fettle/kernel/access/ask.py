"""``may`` and ``require``: may this actor do this, here. No permission flag, no default actor, no way round."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor, Scope
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Forbidden, WhoMay
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Participant

if TYPE_CHECKING:
    from fettle.kernel.records.models import Record


SEE = ".see"
"""Whoever is merely named on a record (asked to approve it, to read it, to do a step of it) sees it and no more."""


def covers(scope: Scope, record: Record) -> bool:
    """Whether a scope reaches a record: by the record's organisation, and by its team where the scope names one."""
    if scope.team_id is not None and scope.team_id != record.team_id:
        return False
    return record.organisation.path.startswith(scope.path)


def may(actor: Actor, permission: str, record: Record | None = None) -> bool:
    """Whether the actor holds a permission; with ``record``: on that record. Says nothing about seeing it
    (``visible`` does).
    """
    if not _token_allows(actor, permission):
        return False
    if record is None:
        held = permission in actor.anyone or permission in actor.member
        return held or any(permission in scope.permissions for scope in actor.scopes)
    if any(permission in scope.permissions and covers(scope, record) for scope in actor.scopes):
        return True
    if permission in actor.member and record.organisation_id in actor.lineage:
        return True
    if permission not in actor.participant or actor.person_id is None:
        return False
    named = Participant.objects.filter(record_id=record.pk, person_id=actor.person_id)
    if not permission.endswith(SEE):
        named = named.exclude(part=Participant.Part.NAMED)
    return named.exists()


def require(actor: Actor, permission: str, record: Record | None = None) -> None:
    """Raises Forbidden with the roles that carry the permission, unless the actor holds it; with the scope, where only
    that of their token is too narrow.
    """
    if may(actor, permission, record):
        return
    if not _token_allows(actor, permission) and may(replace(actor, token_scopes=None), permission, record):
        scope = _scope_for(permission)
        sentence = _("You may do this, but not with this token: take one with the scope “%(scope)s”.")
        raise Forbidden(sentence % {"scope": scope}, WhoMay(permission, scope=scope))
    roles = who_may(permission)
    names = ", ".join(roles) or _("nobody")
    sentence = _("Only these roles may do this: %(names)s. Ask your administrator.") % {"names": names}
    raise Forbidden(sentence, WhoMay(permission, roles))


def tops(actor: Actor, permission: str) -> tuple[str, ...]:
    """The paths of the organisations below which the actor holds a permission as a whole, not for one team alone."""
    if not _token_allows(actor, permission):
        return ()
    return tuple(scope.path for scope in actor.scopes if scope.team_id is None and permission in scope.permissions)


def everywhere(actor: Actor, permission: str) -> bool:
    """Whether the actor holds a permission from the top of the organisations on."""
    return any(is_top(path) for path in tops(actor, permission))


def require_everywhere(actor: Actor, permission: str) -> None:
    """For what is of the whole house: definitions, calendars, the mail server, jobs. Raises Forbidden."""
    require(actor, permission)
    if not everywhere(actor, permission):
        sentence = _("This is of the whole installation, and your role is for a part of it. Ask an administrator.")
        raise Forbidden(sentence, WhoMay(permission, who_may(permission)))


def require_in(actor: Actor, permission: str, organisation: Organisation | None) -> Organisation:
    """Where something new is to live: ``organisation``, else the first one that the permission is held for. Raises
    Forbidden when it is not held there.
    """
    require(actor, permission)
    paths = tops(actor, permission)
    if organisation is None and paths:
        first = min(paths, key=len)
        return Organisation.objects.get(parent=None) if is_top(first) else Organisation.objects.get(path=first)
    if organisation is None or not organisation.path.startswith(paths):
        name = organisation.name if organisation else _("the whole installation")
        sentence = _("Your role does not hold for %(name)s: choose an organisation that it holds for.")
        raise Forbidden(sentence % {"name": name}, WhoMay(permission, who_may(permission)))
    return organisation


def is_top(path: str) -> bool:
    """Whether everything lies below a path: that of the one root, or ``/`` of the house itself."""
    return path.count("/") <= 2


def who_may(permission: str) -> tuple[str, ...]:
    """The labels of the roles that carry a permission."""
    return tuple(str(role.label) for role in assembly().roles if permission in role.permissions)


def _token_allows(actor: Actor, permission: str) -> bool:
    return actor.token_scopes is None or _scope_for(permission) in actor.token_scopes


def _scope_for(permission: str) -> str:
    """A token narrows: ``read`` allows seeing, ``write`` all daily work, ``administer`` the rest."""
    verb = permission.rpartition(".")[2]
    return "read" if verb == "see" else "administer" if verb in {"manage", "administer", "erase"} else "write"
