"""Tags over REST for those who keep them: make, look at one, change, merge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ninja import Router

from fettle.administration.tags.views import one_of
from fettle.edges.rest import given, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.parameters import key_of
from fettle.edges.tags.api import TAG, shown
from fettle.facilities.tags import actions
from fettle.facilities.tags.definitions import MANAGE
from fettle.facilities.tags.models import Tag
from fettle.facilities.tags.rules import COLOURS
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.references import ToOrganisation
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.records.values import Choice, Flag, Line, Option

KEPT = Router(tags=["tags"])
NAME = given.Takes("name", "name", Line(200), "What it is called", needed=True)
COLOUR = given.Takes(
    "colour", "colour", Choice(lambda: [Option(code, label) for code, label in COLOURS.items()]), "One of the colours"
)
HOME = given.Takes(
    "organisation", "organisation", ToOrganisation(), "On whose records and those below it may stand", needed=True
)
RETIRED = given.Takes("retired", "retired", Flag(), "Stays where it is and is offered no more")
INTO = given.Takes("into", "into", Line(40), "The tag in which it goes on", needed=True)


def _any(actor: Actor) -> None:
    require(actor, MANAGE)


def _tag(actor: Actor, raw: str) -> Tag:
    """Raises Forbidden, NotSeen."""
    require(actor, MANAGE)
    return one_of(actor, key_of(raw.removeprefix("tag:")))


def _shown(actor: Actor, tag: Tag) -> Answer:
    return things.tagged(shown(tag))


def _make(actor: Actor, nothing: None, **values: Any) -> Tag:
    return actions.make(actor, **values)


def _merge(actor: Actor, tag: Tag, into: str) -> Tag:
    try:
        return actions.merge(actor, tag, _tag(actor, into))
    except NotSeen as problem:
        raise Invalid({"into": str(problem)}) from None


ONE = things.Thing(KEPT, _tag, _shown, TAG)
ONE.get("/tags/{tag}", "tags_show", "Show: a tag")
ONE.patch("/tags/{tag}", "tags_change", "Rename or retire a tag", actions.change, (NAME, COLOUR, RETIRED))
ONE.post("/tags/{tag}/merge", "tags_merge", "Let a tag go on in another one, which is shown", _merge, (INTO,))


def adding(router: Router) -> Router:
    """POST /tags, in the router that lists them: an address belongs to one router."""
    new = replace(ONE, router=router, find=_any)
    new.post("/tags", "tags_make", "Make a tag", _make, (NAME, COLOUR, HOME), made="/tags/{id}")
    return router
