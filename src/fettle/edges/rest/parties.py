"""People, teams and organisations, as far as the caller may know them; and who the caller is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.rest import described, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of, person_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.parameters import only, words
from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation, Person, Team

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
    """A list of active ones by ``q``, newest first."""
    show = SHOWN[path]
    active = "is_active" if path == "people" else "active"

    def browse(request: HttpRequest) -> HttpResponse:
        only(request.GET, "q", *PAGING)
        text = words(request.GET)
        match = Q(name__icontains=text) | (Q(mail__iexact=text) if path == "people" else Q())
        rows = known_to(actor_of(request)).filter(match, **{active: True})
        return paged(rows, "id", request.GET, show, *joins).response()

    parameters = [described.query("q", {"type": "string", "maxLength": 200}), *described.paging()]
    PARTIES.add_api_operation(
        f"/{path}",
        ["GET"],
        browse,
        operation_id=f"{path}_list",
        summary=f"List: {path} one may know",
        openapi_extra=described.operation({200: shapes.paged(schema)}, (401, 405, 422), parameters=parameters),
    )


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
