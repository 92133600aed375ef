"""How a view gets its actor and gives its answer: a whole page in its reader's frame, or the fragment htmx asked for.

A view takes the request, calls ``actor_of`` (nobody signed in: they are sent to sign in) and ends with ``show``. Its
template extends the variable ``frame``. A refused wish is raised, not drawn: ``errors.Explained`` makes the page of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from fettle.edges.pages import contact, keys, nav
from fettle.kernel.access import wall
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.orgs.models import Person

AGENT, PORTAL, FRAGMENT = "pages/agent.html", "pages/portal.html", "pages/fragment.html"


class SignInNeeded(Exception):
    """Nobody is signed in. The page sends them to sign in and back; a fragment answers 401."""


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, looked up once a request. Raises SignInNeeded."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        person = request.user
        if not isinstance(person, Person) or not person.is_active:
            raise SignInNeeded
        actor = request.actor = Actor.of(person, Channel.SCREEN)  # type: ignore[attr-defined]
        wall.enter(actor)
    return actor


def person_of(actor: Actor) -> int:
    """The id of the person that acts. Raises SignInNeeded for anything but a person."""
    if actor.person_id is None:
        raise SignInNeeded
    return actor.person_id


def signed_in(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated)


def wants_fragment(request: HttpRequest) -> bool:
    """True when a script asks for the piece alone. A swap that selects its piece from the page is answered with the
    page.
    """
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") != "full"


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The template in the right frame. Never kept by anybody's cache: what is shown depends on who asks."""
    response = render(request, template, dict(context or {}), status=status)
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["HX-Request", "HX-Request-Type", "Cookie"])
    return response


def framed(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame`` to extend, ``shell`` and ``nav`` to fill it, ``desk`` to say how to reach it, and
    ``own_keys`` for what answers to a key. Staff get the agents' frame, the people we serve the portal's.
    """
    person = request.user if isinstance(request.user, Person) else None
    own_keys = keys.of(person)
    if wants_fragment(request):
        return {"frame": FRAGMENT, "own_keys": own_keys}
    actor = actor_of(request) if signed_in(request) else None
    staff = actor is not None and actor.is_staff
    navigation = nav.of if staff else nav.portal
    return {
        "frame": AGENT if staff else PORTAL,
        "own_keys": own_keys,
        "shell": SimpleLazyObject(lambda: nav.shell(person, actor)),
        "desk": SimpleLazyObject(contact.desk),
        "nav": SimpleLazyObject(lambda: navigation(actor, request.path)),  # type: ignore[arg-type]
    }
