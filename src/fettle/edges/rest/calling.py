"""Who is calling, as ``sign_in`` found."""

from __future__ import annotations

from django.http import HttpRequest

from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import ApiToken


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a signed-in request."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def token_of(request: HttpRequest) -> ApiToken | None:
    """The token with which this was asked; None for a session."""
    return getattr(request, "token", None)


def person_of(actor: Actor) -> int:
    """The id of the person who calls. Raises TypeError for the house itself, which never calls."""
    if actor.person_id is None:
        raise TypeError("Only people call the API.")
    return actor.person_id
