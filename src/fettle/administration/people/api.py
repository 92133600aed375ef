"""People over REST for those who administer them: look at one, add, change, invite, deactivate, roles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from ninja import Router

from fettle.administration.people import leaving, queries
from fettle.administration.signing import letters
from fettle.edges.notify.leaving import withheld
from fettle.edges.rest import given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.parameters import key_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.references import ToOrganisation, ToPerson, ToTeam
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
    given.Takes("vip", "vip", Flag(), "Needs particular attention; told to staff alone"),
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
MARK = (given.Takes("vip", "vip", Flag(), "Needs particular attention", needed=True),)
LINK = {**shapes.or_null(shapes.TEXT), "description": "Where no mail leaves: works once, within 24 hours."}
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
        "vip": shapes.YES_NO,
        "state": {"enum": list(queries.STATES)},
        "roles": shapes.listed(GRANT),
        "teams": shapes.listed(shapes.TEXT),
    },
    ["id", "name", "organisation", "state", "roles", "teams"],
)
MARKED = shapes.thing({"id": shapes.TEXT, "name": shapes.TEXT, "vip": shapes.YES_NO}, ["id", "name", "vip"])
INVITED = {**SHOWN, "properties": {**SHOWN["properties"], "link": LINK}}


def _found(actor: Actor, raw: str) -> Person:
    """``raw`` is ``person:17`` or 17. Raises Forbidden, NotSeen."""
    require(actor, ADMINISTER)
    return territory.person(actor, key_of(raw.removeprefix("person:")))


def _granted(actor: Actor, raw: str, grant: str) -> tuple[Person, int]:
    """Somebody and the id of one of their roles."""
    return _found(actor, raw), key_of(grant)


def _markable(actor: Actor, raw: str) -> Person:
    """The same for whoever says who needs particular attention."""
    require(actor, territory.MARK)
    return territory.person(actor, key_of(raw.removeprefix("person:")), territory.MARK)


def _anybody(actor: Actor) -> None:
    require(actor, ADMINISTER)


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


def _whole(actor: Actor, whom: Person) -> Answer:
    """As it stands now: what was done may have changed roles and teams too."""
    return things.tagged(_body(territory.person(actor, whom.pk)))


def _marked(actor: Actor, whom: Person) -> Answer:
    """No more than what was said: the rest is for whoever administers people."""
    whom.refresh_from_db(fields=["vip"])
    return Answer({"id": f"person:{whom.pk}", "name": whom.name, "vip": whom.vip})


PERSON = things.Thing(PEOPLE, _found, _whole, SHOWN)


def adding(router: Router) -> Router:
    """POST /people, in the router that has the list: an address belongs to one router."""
    somebody = replace(PERSON, router=router, find=_anybody)
    somebody.post("/people", "people_add", "Add a person", _add, WRITTEN, made="/people/{id}")
    return router


def _add(actor: Actor, nobody: None, **values: Any) -> Person:
    """Without an invitation: that is a step of its own."""
    return people.add(actor, **values)


def _leave(actor: Actor, whom: Person, team: Any = None, successor: Any = None) -> None:
    leaving.hand_over(actor, whom, team, successor)


def _give(actor: Actor, whom: Person, **role: Any) -> None:
    rights.give(actor, whom, **role)


def _take(actor: Actor, held: tuple[Person, int]) -> Person:
    rights.take(actor, *held)
    return held[0]


def _invite(actor: Actor, whom: Person) -> tuple[Person, str]:
    """The link is told only where it cannot arrive by mail: then it stands in the withheld mail too."""
    address = letters.address(letters.invite(actor, whom))
    return whom, address if withheld() else ""


def _invited(actor: Actor, done: tuple[Person, str]) -> Answer:
    whom, link = done
    answer = _whole(actor, whom)
    return replace(answer, body={**answer.body, "link": link or None})


PERSON.get("/people/{person}", "people_show", "Show: a person, with roles and teams")
PERSON.patch("/people/{person}", "people_change", "Change what is written about a person", people.change, WRITTEN)
replace(PERSON, show=_invited, shape=INVITED).post(
    "/people/{person}/invite", "people_invite", "Mail somebody a link by which they choose a password", _invite
)
things.Thing(PEOPLE, _markable, _marked, MARKED).post(
    "/people/{person}/attention",
    "people_mark",
    "Say whether somebody needs particular attention; told to staff alone",
    people.mark,
    MARK,
)
PERSON.post(
    "/people/{person}/deactivate",
    "people_deactivate",
    "Hand over the open work of somebody who leaves, and end their access",
    _leave,
    LEAVING,
)
PERSON.post(
    "/people/{person}/activate", "people_activate", "Let somebody come back, without roles and teams", people.activate
)
PERSON.post("/people/{person}/sign-out", "people_sign_out", "Sign somebody out everywhere", people.end_sessions)
PERSON.post("/people/{person}/roles", "people_give_role", "Give a role", _give, ROLE)
replace(PERSON, find=_granted).post("/people/{person}/roles/{grant}/take", "people_take_role", "Take a role", _take)
