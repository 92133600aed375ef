"""The second wall: the database itself shows people of one organisation nothing of another, whatever we forget.

``visible`` decides what somebody sees. Should a query ever be written without it, row security still stands: a request
of somebody who does not work for the whole house runs as a role of its own, which sees the records of the organisations
that they know, those that name them, and what hangs on these (docs/decisions/0010). Roles and rules: ``site/embedded``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, connection

from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor

GUEST = "fettle_guest"
ENTER = """
    select set_config('fettle.person', %s, false), set_config('fettle.organisations', %s, false),
           set_config('fettle.homes', %s, false), set_config('role', %s, false)
     where exists (select from pg_roles where rolname = %s and pg_has_role(current_user, oid, 'member'))
"""
LEAVE = "select set_config('role', 'none', false)"


def enter(actor: Actor) -> None:
    """From here on this connection is behind the wall, unless the actor's roles cover the whole house, or the database
    has no such role.
    """
    leave()
    if actor.person_id is None or any(scope.path.count("/") <= 2 for scope in actor.scopes):
        return
    reach, homes = _listed(_reach(actor)), _listed(actor.lineage)
    with connection.cursor() as cursor:
        cursor.execute(ENTER, [str(actor.person_id), reach, homes, GUEST, GUEST])
    _state().behind_wall = True


def leave() -> None:
    """Back to the role that serves everybody; costs nothing where nobody entered."""
    if getattr(connection, "behind_wall", False):
        _state().behind_wall = False
        if connection.connection is None or connection.needs_rollback:
            return  # a new connection, or the end of this transaction, is outside
        try:
            with connection.cursor() as cursor:
                cursor.execute(LEAVE)
        except DatabaseError:
            connection.close()


def _reach(actor: Actor) -> set[int]:
    """Their home, what is below the organisations of their roles, and for staff those above, whom they work with."""
    reach = {pk for scope in actor.scopes for pk in known.below(scope.path)}
    reach |= {actor.organisation_id} if actor.organisation_id else set()
    return reach | set(known.organisations(actor).values_list("pk", flat=True) if actor.is_staff else ())


def _listed(ids: Iterable[int]) -> str:
    """As the database writes an array."""
    return "{" + ",".join(map(str, sorted(ids))) + "}"


def _state() -> Any:
    """Django's wrapper of this thread's connection: the state is the connection's, and goes where it goes."""
    return connection
