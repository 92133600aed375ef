"""Saved views over REST: one's own, to keep, change and delete, and those that others share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict
from ninja import Router

from fettle.edges.pages import saved
from fettle.edges.pages.models import SavedView
from fettle.edges.rest import given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.parameters import key_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.values import Flag, Line

VIEWS = Router(tags=["views"])
VIEW = shapes.thing(
    {
        "id": shapes.WHOLE,
        "name": shapes.TEXT,
        "list": shapes.TEXT,
        "query": shapes.TEXT,
        "shared": shapes.YES_NO,
        "mine": shapes.YES_NO,
    },
    ["id", "name", "list", "query", "shared", "mine"],
)
NAME = given.Takes("name", "name", Line(60), "Name of the view", needed=True)
SHARED = given.Takes("shared", "shared", Flag(), "Shared with all staff")
NEW = (
    NAME,
    given.Takes("list", "path", Line(200), "The place of the list, such as /desk/", needed=True),
    given.Takes("query", "query", Line(saved.LONGEST_QUERY), "What it is asked for, such as open=true", empty=""),
    SHARED,
)


def _body(actor: Actor, row: SavedView) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "list": row.path,
        "query": row.query,
        "shared": row.shared,
        "mine": row.person_id == actor.person_id,
    }


def _all(actor: Actor) -> None:
    """Everybody has views."""


def _listed(actor: Actor, nothing: None) -> Answer:
    return Answer({"items": [_body(actor, row) for row in saved.usable(actor)]})


def _usable(actor: Actor, key: str) -> SavedView:
    return saved.one(actor, key_of(key))


def _own(actor: Actor, key: str) -> SavedView:
    return saved.own(actor, key_of(key))


def _shown(actor: Actor, row: SavedView) -> Answer:
    return things.tagged(_body(actor, row))


def _keep(actor: Actor, nothing: None, path: str, query: str = "", **values: Any) -> SavedView:
    return saved.keep(actor, path, saved.tidy(path, QueryDict(query, mutable=True)), **values)


def _delete(actor: Actor, row: SavedView) -> Answer:
    """Only the name goes; the records it showed are untouched."""
    saved.drop(actor, row)
    return _listed(actor, None)


def _left(actor: Actor, rest: Answer) -> Answer:
    return rest


ITEMS = shapes.thing({"items": shapes.listed(VIEW)}, ["items"])
LIST = things.Thing(VIEWS, _all, _listed, ITEMS)
ONE = things.Thing(VIEWS, _usable, _shown, VIEW)
OWN = replace(ONE, find=_own)
LIST.get("/views", "views_mine", "List: saved views that one may use")
replace(ONE, find=_all).post("/views", "views_keep", "Keep a list as a view", _keep, NEW, made="/views/{id}")
ONE.get("/views/{view}", "views_show", "Show: a saved view")
OWN.patch("/views/{view}", "views_change", "Rename or share one's own view", saved.change, (NAME, SHARED))
replace(OWN, show=_left, shape=ITEMS).post("/views/{view}/delete", "views_delete", "Delete one's own view", _delete)
