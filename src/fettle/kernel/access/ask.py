"""``may`` and ``require``: may this actor do this, here. No permission flag, no default actor, no way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor, Scope
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Forbidden, WhoMay
from fettle.kernel.records.models import Participant

if TYPE_CHECKING:
    from fettle.kernel.records.models import Record


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
        return permission in actor.anyone or any(permission in scope.permissions for scope in actor.scopes)
    if any(permission in scope.permissions and covers(scope, record) for scope in actor.scopes):
        return True
    if permission not in actor.participant or actor.person_id is None:
        return False
    return Participant.objects.filter(record_id=record.pk, person_id=actor.person_id).exists()


def require(actor: Actor, permission: str, record: Record | None = None) -> None:
    """Raises Forbidden with the roles that carry the permission, unless the actor holds it."""
    if may(actor, permission, record):
        return
    roles = who_may(permission)
    names = ", ".join(roles) or _("nobody")
    sentence = _("You may not do this. These roles may: %(names)s. Ask your administrator.") % {"names": names}
    raise Forbidden(sentence, WhoMay(permission, roles))


def who_may(permission: str) -> tuple[str, ...]:
    """The labels of the roles that carry a permission."""
    return tuple(str(role.label) for role in assembly().roles if permission in role.permissions)


def _token_allows(actor: Actor, permission: str) -> bool:
    """A token narrows: ``read`` allows seeing, ``write`` all daily work, ``administer`` the rest."""
    if actor.token_scopes is None:
        return True
    verb = permission.rpartition(".")[2]
    needed = "read" if verb == "see" else "administer" if verb in {"manage", "administer", "erase"} else "write"
    return needed in actor.token_scopes
