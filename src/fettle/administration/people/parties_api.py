"""Teams and organisations over REST for those who keep them: look at one, add, change, withdraw, members."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ninja import Router

from fettle.administration.people.api import languages
from fettle.edges.rest import given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.parameters import key_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.references import ToOrganisation, ToPerson
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.values import Choice, Flag, Line
from fettle.kernel.settings import parties, territory

TIES = Router(tags=["parties"])
ADMINISTER = territory.ADMINISTER
ACTIVE = given.Takes("active", "active", Flag(), "In use; false withdraws it")
NAME = given.Takes("name", "name", Line(120), "Name", needed=True)
MAIL = given.Takes("mail", "mail", Line(254), "E-mail address of the whole team", empty="")
HOME = given.Takes("organisation", "organisation", ToOrganisation(), "Organisation, by name", needed=True)
MEMBER = (
    given.Takes("person", "person", ToPerson(), "Who", needed=True),
    given.Takes("leads", "leads", Flag(), "Leads the team"),
)
PARTY = (
    given.Takes("name", "name", Line(200), "Name", needed=True),
    given.Takes("is_provider", "is_provider", Flag(), "Provides services"),
    given.Takes("is_customer", "is_customer", Flag(), "Customer"),
    given.Takes("is_supplier", "is_supplier", Flag(), "Supplier"),
    given.Takes("is_member", "is_member", Flag(), "Member of the federation"),
    given.Takes("language", "language", Choice(languages), "Language"),
    given.Takes("zone", "zone", Line(60), "Time zone: its people read times in it unless they choose another"),
)
PARENT = given.Takes("parent", "parent", ToOrganisation(), "Part of which organisation, by name", needed=True)
MEMBERS = shapes.listed(shapes.thing({"id": shapes.TEXT, "name": shapes.TEXT, "leads": shapes.YES_NO}, ["id", "name"]))
TEAM = shapes.thing(
    {
        "id": shapes.TEXT,
        "name": shapes.TEXT,
        "organisation": shapes.TEXT,
        "mail": shapes.TEXT,
        "active": shapes.YES_NO,
        "members": MEMBERS,
    },
    ["id", "name", "organisation", "active", "members"],
)
ORGANISATION = shapes.thing(
    {
        "id": shapes.TEXT,
        "name": shapes.TEXT,
        "parent": shapes.or_null(shapes.TEXT),
        **dict.fromkeys(("is_provider", "is_customer", "is_supplier", "is_member", "active"), shapes.YES_NO),
        "language": shapes.TEXT,
        "zone": shapes.TEXT,
    },
    ["id", "name", "parent", "active"],
)


def _anything(actor: Actor) -> None:
    require(actor, ADMINISTER)


def _any_team(actor: Actor) -> None:
    require(actor, territory.TEAMS)


def _team(actor: Actor, raw: str) -> Team:
    """``raw`` is ``team:3`` or 3. Raises Forbidden, NotSeen."""
    require(actor, territory.TEAMS)
    return territory.team(actor, key_of(raw.removeprefix("team:")))


def _team_shown(actor: Actor, which: Team) -> Answer:
    members = which.memberships.select_related("person").order_by("-leads", "person__name")
    return things.tagged(
        {
            "id": f"team:{which.pk}",
            "name": which.name,
            "organisation": which.organisation.name,
            "mail": which.mail,
            "active": which.active,
            "members": [
                {"id": f"person:{each.person_id}", "name": each.person.name, "leads": each.leads} for each in members
            ],
        }
    )


def _member(actor: Actor, raw: str, person: str) -> tuple[Team, Person]:
    which, key = _team(actor, raw), key_of(person.removeprefix("person:"))
    member = Person.objects.filter(pk=key, memberships__team=which).first()
    return which, member or territory.person(actor, key)


def _join(actor: Actor, which: Team, person: Person, leads: bool = False) -> None:
    parties.join(actor, person, which, leads)


def _leave(actor: Actor, member: tuple[Team, Person]) -> Team:
    which, person = member
    parties.leave(actor, person, which)
    return which


def _organisation(actor: Actor, raw: str) -> Organisation:
    """``raw`` is ``organisation:3`` or 3. Raises Forbidden, NotSeen."""
    require(actor, ADMINISTER)
    return territory.organisation(actor, key_of(raw.removeprefix("organisation:")))


def _organisation_shown(actor: Actor, party: Organisation) -> Answer:
    parent = party.parent
    return things.tagged(
        {
            "id": f"organisation:{party.pk}",
            "parent": parent.name if parent else None,
            **{name: getattr(party, name) for name in parties.PARTY},
        }
    )


ONE_TEAM = things.Thing(TIES, _team, _team_shown, TEAM)
ONE_PARTY = things.Thing(TIES, _organisation, _organisation_shown, ORGANISATION)


def adding(router: Router) -> Router:
    """POST of both, in the router that has the lists: an address belongs to one router."""
    new = replace(ONE_TEAM, router=router, find=_any_team)
    new.post("/teams", "teams_add", "Add a team", _add_team, (NAME, HOME, MAIL), made="/teams/{id}")
    new = replace(ONE_PARTY, router=router, find=_anything)
    new.post(
        "/organisations",
        "organisations_add",
        "Add an organisation",
        _add_organisation,
        (*PARTY, PARENT),
        made="/organisations/{id}",
    )
    return router


def _add_team(actor: Actor, nothing: None, **values: Any) -> Team:
    return parties.add_team(actor, **values)


def _add_organisation(actor: Actor, nothing: None, parent: Organisation, **values: Any) -> Organisation:
    """Language and zone are those of what it is part of, unless given."""
    values = {"language": parent.language, "zone": parent.zone, **values}
    return parties.add_organisation(actor, parent=parent, **values)


ONE_TEAM.get("/teams/{team}", "teams_show", "Show: a team, with its members")
ONE_TEAM.patch("/teams/{team}", "teams_change", "Change or withdraw a team", parties.change_team, (NAME, MAIL, ACTIVE))
ONE_TEAM.post(
    "/teams/{team}/members", "teams_join", "Make somebody a member, or change whether they lead", _join, MEMBER
)
replace(ONE_TEAM, find=_member).post(
    "/teams/{team}/members/{person}/remove", "teams_leave", "Take somebody out of a team", _leave
)
ONE_PARTY.get("/organisations/{organisation}", "organisations_show", "Show: an organisation")
ONE_PARTY.patch(
    "/organisations/{organisation}",
    "organisations_change",
    "Change or withdraw an organisation",
    parties.change_organisation,
    (*PARTY, ACTIVE),
)
