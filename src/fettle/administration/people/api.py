"""People over REST for those who administer them: look at one, add, change, invite, deactivate, roles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.administration.people import leaving, queries
from fettle.administration.signing import letters
from fettle.edges.rest import bodies, described, given, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import key_of, only
from fettle.edges.rest.problems import NoPrecondition, Outdated
from fettle.edges.rest.reading import API
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.references import ToOrganisation, ToPerson, ToTeam
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Membership, Person
from fettle.kernel.records.values import Choice, Flag, Line, Option
from fettle.kernel.settings import people, rights, territory

PEOPLE = Router(tags=["parties"])
ADMINISTER = territory.ADMINISTER


def languages() -> list[Option]:
    return [Option(code, name) for code, name in settings.LANGUAGES]


WRITTEN = (
    given.Takes("name", "name", Line(200), "Name", needed=True),
    given.Takes("organisation", "organisation", ToOrganisation(), "Organisation, by name", needed=True),
    given.Takes("mail", "mail", Line(254), "E-mail address", empty=None),
    given.Takes("phone", "phone", Line(60), "Phone", empty=""),
    given.Takes("place", "place", Line(120), "Room or place", empty=""),
    given.Takes("language", "language", Choice(languages), "Language"),
    given.Takes("zone", "zone", Line(60), "Time zone, the organisation's unless given", empty=""),
    given.Takes("may_sign_in", "may_sign_in", Flag(), "May sign in"),
)
ROLE = (
    given.Takes("role", "role", Line(60), "Key of a role", needed=True),
    given.Takes("organisation", "organisation", ToOrganisation(), "For which organisation and below", needed=True),
    given.Takes("team", "team", ToTeam(), "Only for this team", empty=None),
)
LEAVING = (
    given.Takes("team", "team", ToTeam(), "Team that takes the open work", empty=None),
    given.Takes("successor", "successor", ToPerson(), "Person who takes the open work", empty=None),
)
GRANT = shapes.thing(
    {"id": shapes.WHOLE, "role": shapes.TEXT, "organisation": shapes.TEXT, "team": shapes.or_null(shapes.TEXT)},
    ["id", "role", "organisation", "team"],
)
SHOWN = shapes.thing(
    {
        "id": shapes.TEXT,
        "name": shapes.TEXT,
        "mail": shapes.TEXT,
        "organisation": shapes.TEXT,
        "phone": shapes.TEXT,
        "place": shapes.TEXT,
        "language": shapes.TEXT,
        "zone": shapes.TEXT,
        "may_sign_in": shapes.YES_NO,
        "state": {"enum": list(queries.STATES)},
        "roles": shapes.listed(GRANT),
        "teams": shapes.listed(shapes.TEXT),
    },
    ["id", "name", "organisation", "state", "roles", "teams"],
)


def _found(actor: Actor, raw: str) -> Person:
    """``raw`` is ``person:17`` or 17. Raises Forbidden, NotSeen."""
    require(actor, ADMINISTER)
    return territory.person(actor, key_of(raw.removeprefix("person:")))


def _body(person: Person) -> dict[str, Any]:
    grants = [
        {
            "id": grant.pk,
            "role": grant.role,
            "organisation": grant.organisation.name,
            "team": grant.team.name if grant.team else None,
        }
        for grant, _label in queries.grants_of(person)
    ]
    teams = Membership.objects.filter(person=person).order_by("team__name").values_list("team__name", flat=True)
    written = {"id": f"person:{person.pk}", **people.shown(person), "state": queries.state_of(person)}
    return {**written, "roles": grants, "teams": list(teams)}


def _tag(body: dict[str, Any]) -> str:
    """People have no version: what is shown of them is."""
    return f'"{hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]}"'


def _whole(actor: Actor, key: int, status: int = 200) -> Answer:
    body = _body(territory.person(actor, key))
    where = {"Location": f"{API}/people/person:{key}"} if status == 201 else {}
    return Answer(body, status, {"ETag": _tag(body), **where})


@PEOPLE.get(
    "/people/{person}",
    operation_id="people_show",
    summary="Show: a person, with roles and teams",
    openapi_extra=described.operation({200: SHOWN}, (*described.READING,)),
)
def show(request: HttpRequest, person: str) -> HttpResponse:
    """For those who administer them."""
    actor = actor_of(request)
    only(request.GET)
    return _whole(actor, _found(actor, person).pk).response()


def adding(router: Router) -> Router:
    """POST /people, in the router that has the list: an address belongs to one router."""
    router.add_api_operation(
        "/people",
        ["POST"],
        add,
        response={201: None},
        operation_id="people_add",
        summary="Add a person",
        openapi_extra=described.operation({201: SHOWN}, described.WRITING, shapes.taken(WRITTEN), [described.KEY]),
    )
    return router


def add(request: HttpRequest) -> HttpResponse:
    """Without an invitation: that is a step of its own."""
    actor = actor_of(request)
    body = bodies.read(request)

    def run() -> Answer:
        require(actor, ADMINISTER)
        made = people.add(actor, **given.clean(WRITTEN, body, actor))
        return _whole(actor, made.pk, 201)

    return once(request, actor, run).response()


@PEOPLE.api_operation(
    ["PATCH"],
    "/people/{person}",
    operation_id="people_change",
    summary="Change what is written about a person",
    openapi_extra=described.operation(
        {200: SHOWN},
        (*described.WRITING, 428),
        shapes.taken(WRITTEN, partly=True),
        [described.match(required=True), described.KEY],
    ),
)
def change(request: HttpRequest, person: str) -> HttpResponse:
    """Needs the ETag of what was read."""
    actor = actor_of(request)
    body = bodies.read(request)

    def run() -> Answer:
        whom = people.held(actor, _found(actor, person))
        _matched(request, whom)
        values = given.clean(WRITTEN, body, actor, partly=True)
        if not values:
            raise Invalid({"": _("Give at least one field to change.")})
        people.change(actor, whom, **values)
        return _whole(actor, whom.pk)

    return once(request, actor, run).response()


def _matched(request: HttpRequest, whom: Person) -> None:
    header, tag = request.headers.get("If-Match", "").strip(), _tag(_body(whom))
    if not header:
        raise NoPrecondition(_("Send If-Match with the ETag of the record as you read it."))
    if header != "*" and tag not in [each.strip() for each in header.split(",")]:
        raise Outdated(_("%(number)s was changed since you read it: read it again.") % {"number": whom.name}, tag)


def _step(path: str, name: str, summary: str, do: Callable[..., object], takes: tuple[given.Takes, ...] = ()) -> None:
    """POST /people/{person}/<path>: something done to a person, who is then shown."""

    def step(request: HttpRequest, person: str) -> HttpResponse:
        actor = actor_of(request)
        body = bodies.read(request)

        def run() -> Answer:
            whom = _found(actor, person)
            do(actor, whom, **given.clean(takes, body, actor))
            return _whole(actor, whom.pk)

        return once(request, actor, run).response()

    PEOPLE.add_api_operation(
        f"/people/{{person}}/{path}",
        ["POST"],
        step,
        operation_id=f"people_{name}",
        summary=summary,
        openapi_extra=described.operation(
            {200: SHOWN}, described.WRITING, shapes.taken(takes) if takes else None, [described.KEY]
        ),
    )


def _leave(actor: Actor, whom: Person, team: Any = None, successor: Any = None) -> None:
    leaving.hand_over(actor, whom, team, successor)


_step("invite", "invite", "Mail somebody a link by which they choose a password", letters.invite)
_step(
    "deactivate", "deactivate", "Hand over the open work of somebody who leaves, and end their access", _leave, LEAVING
)
_step("activate", "activate", "Let somebody come back, without roles and teams", people.activate)
_step("sign-out", "sign_out", "Sign somebody out everywhere", people.end_sessions)
_step("roles", "give_role", "Give a role", rights.give, ROLE)


@PEOPLE.post(
    "/people/{person}/roles/{grant}/take",
    operation_id="people_take_role",
    summary="Take a role",
    openapi_extra=described.operation({200: SHOWN}, described.WRITING, parameters=[described.KEY]),
)
def take_role(request: HttpRequest, person: str, grant: str) -> HttpResponse:
    """By the id that it has among the person's roles."""
    actor = actor_of(request)
    given.clean((), bodies.read(request), actor)

    def run() -> Answer:
        whom = _found(actor, person)
        rights.take(actor, whom, key_of(grant))
        return _whole(actor, whom.pk)

    return once(request, actor, run).response()
