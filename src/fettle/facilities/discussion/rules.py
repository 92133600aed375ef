"""Who may say who watches a record."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Forbidden, Invalid, WhoMay
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


def may_say_who_watches(actor: Actor, record: Record, person: Person | None) -> int:
    """Oneself whoever sees the record: it changes nothing on it. Somebody else whoever works on it: a watcher sees it.

    Returns the id of the person meant, oneself without ``person``. Raises Forbidden, also for a token that may only
    read, and Invalid when nobody is meant.
    """
    if person is not None and person.pk != actor.person_id:
        require(actor, record.declared.may.revise, record)
        return person.pk
    if actor.person_id is None:
        raise Invalid({"person": _("Say who is to watch it.")})
    require(actor, record.declared.may.see, record)
    if actor.token_scopes is not None and "write" not in actor.token_scopes:
        raise Forbidden(
            _("This token may only read: take one that may write."), WhoMay(record.declared.may.see, scope="write")
        )
    return actor.person_id


def watcher_is_here(person: Person | None) -> None:
    """Nobody who left is made a watcher; taking them off is always possible."""
    if person is not None and not person.is_active:
        raise Invalid({"person": _("%(name)s is no longer here.") % {"name": person.name}})
