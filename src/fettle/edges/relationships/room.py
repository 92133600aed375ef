"""The pages and the REST routes of one database of parties. A room says what its kind is called, and adds its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, path
from ninja import Router

from fettle.edges.pages import form, usual
from fettle.edges.pages.listing import Listing, Tab
from fettle.edges.relationships import api, contacting, views
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.facilities.relationships.actions import Database
from fettle.facilities.relationships.workflow import ACTIVE, ENDED

COLUMNS = ("title", "organisation", "importance", "assignee", "contact")


@dataclass(frozen=True)
class Room:
    """``mark`` is what the tree of organisations calls one that could be entered. ``new``, ``submit``: how entering one
    is called; ``none``, ``none_ended``: what an empty list says.
    """

    database: Database
    mark: str
    new: Any
    submit: Any
    none: Any
    none_ended: Any
    columns: tuple[str, ...] = COLUMNS

    def addresses(self, *more: usual.Below) -> list[URLPattern]:
        """The list, the form, the pages of one party; ``more`` are those of this kind alone."""
        kind, database = self.database.kind, self.database
        listing = views.listing(self._list(), kind, self.mark)
        new = form.form(kind, action=database.register, title=self.new, submit=self.submit, first=views.of_the_party)
        below = (("/met", views.met(kind)), *contacting.pages(kind), *more)
        return [
            path(kind.path, listing, name=kind.path),
            path(f"{kind.path}/new", new, name=f"new-{kind.key}"),
            *usual.pages(kind, *below, revise=database.revise, verbs=database.verbs),
        ]

    def routes(self) -> Router:
        """The same over REST, with what there was with a party."""
        kind, database = self.database.kind, self.database
        made = routes(
            kind,
            register=database.register,
            revise=database.revise,
            first=lambda router: tables.add(router, kind),
            verbs=database.verbs,
        )
        api.add(made, kind)
        contacting.add(made, kind)
        return made

    def _list(self) -> Listing:
        kind = self.database.kind
        return Listing(
            kinds=(kind,),
            title=kind.plural,
            path=f"/{kind.path}",
            tabs=(
                Tab(kind.flow.by_state[ACTIVE].label, {"state": ACTIVE}, empty=self.none),
                Tab(kind.flow.by_state[ENDED].label, {"state": ENDED}, empty=self.none_ended),
            ),
            sort="title",
            make=(self.new, f"/{kind.path}/new", kind.may.register),
            columns=self.columns,
        )
