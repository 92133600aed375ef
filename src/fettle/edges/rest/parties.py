"""People, teams and organisations, as far as the caller may know them; and who the caller is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import described, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of, person_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.parameters import only, words
from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.settings import territory

PARTIES = Router(tags=["parties"])
NAMED = {"id": shapes.TEXT, "name": shapes.TEXT}
PERSON = shapes.thing({**NAMED, "mail": shapes.or_null(shapes.TEXT), "organisation": shapes.TEXT}, NAMED)
PARTY = shapes.thing({**NAMED, "organisation": shapes.TEXT}, NAMED)
PROFILE = ("language", "zone", "theme", "density", "single_keys", "signature")
"""What people choose for themselves."""
ME = shapes.thing(
    {
        **NAMED,
        "mail": shapes.or_null(shapes.TEXT),
        "roles": shapes.listed(shapes.TEXT),
        "staff": shapes.YES_NO,
        **dict.fromkeys(PROFILE, shapes.TEXT),
        "single_keys": shapes.YES_NO,
    },
    NAMED,
)


def person(who: Person) -> dict[str, Any]:
    return {"id": f"person:{who.pk}", "name": who.name, "mail": who.mail, "organisation": who.organisation.name}


def team(which: Team) -> dict[str, Any]:
    return {"id": f"team:{which.pk}", "name": which.name, "organisation": which.organisation.name}


def organisation(which: Organisation) -> dict[str, Any]:
    return {"id": f"organisation:{which.pk}", "name": which.name}


def _listing(path: str, schema: shapes.Schema, known_to: Callable[[Actor], QuerySet[Any]], *joins: str) -> None:
    """A list by ``q``, newest first: of active ones, and for who administers them of those that are not."""
    show, administered = SHOWN[path], getattr(territory, path)
    column = "is_active" if path == "people" else "active"

    def browse(request: HttpRequest) -> HttpResponse:
        only(request.GET, "q", "active", *PAGING)
        actor, text, active = actor_of(request), words(request.GET), _active(request.GET.get("active", ""))
        if not active:
            require(actor, territory.TEAMS if path == "teams" else territory.ADMINISTER)
        match = Q(name__icontains=text) | (Q(mail__iexact=text) if path == "people" else Q())
        rows = (known_to if active else administered)(actor).filter(match, **{column: active})
        return paged(rows, "id", request.GET, show, *joins).response()

    away = "False: those that left or were withdrawn, for who administers them."
    parameters = [
        described.query("q", {"type": "string", "maxLength": 200}),
        described.query("active", {**shapes.YES_NO, "default": True}, away),
        *described.paging(),
    ]
    PARTIES.add_api_operation(
        f"/{path}",
        ["GET"],
        browse,
        operation_id=f"{path}_list",
        summary=f"List: {path} one may know",
        openapi_extra=described.operation({200: shapes.paged(schema)}, (401, 403, 405, 422), parameters=parameters),
    )


def _active(raw: str) -> bool:
    """Raises Invalid."""
    if raw not in ("", "true", "false"):
        raise Invalid({"active": _("Give true or false.")})
    return raw != "false"


SHOWN: dict[str, Callable[[Any], dict[str, Any]]] = {"people": person, "teams": team, "organisations": organisation}
_listing("people", PERSON, known.people, "organisation")
_listing("teams", PARTY, known.teams, "organisation")
_listing("organisations", PARTY, known.organisations)


def oneself(actor: Actor) -> Person:
    """Whoever calls."""
    return known.people(actor).get(pk=person_of(actor))


def me(actor: Actor, mine: Person) -> Answer:
    """With roles, and how they like their screen."""
    roles = sorted({scope.role for scope in actor.scopes})
    body = {"id": f"person:{mine.pk}", "name": mine.name, "mail": mine.mail, "roles": roles, "staff": actor.is_staff}
    return things.tagged(body | {name: getattr(mine, name) for name in PROFILE})


ONESELF = things.Thing(PARTIES, oneself, me, ME)
ONESELF.get("/me", "me", "Who I am here")
