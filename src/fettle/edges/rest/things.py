"""The operations on what is no record and has no workflow, such as a team or a saved view: each in one line.

What an address is about is found first, with the permission it takes; only then is the body looked at, so that nobody
learns from complaints about it. Then the room's action does it, once, and what it is about is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from inspect import Parameter, Signature
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import bodies, described, given, tags
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import only
from fettle.edges.rest.reading import API
from fettle.edges.rest.shapes import Schema, taken
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid

SLOT = re.compile(r"{(\w+)}")
Find = Callable[..., Any]
"""``find(actor, *slots)``: what the address names, slot by slot. Raises Forbidden, NotSeen."""
Do = Callable[..., Any]
"""``do(actor, thing, **values)``: the deed. What it gives back is shown, the thing itself when it is None."""


@dataclass(frozen=True)
class Thing:
    """``show(actor, thing)`` is its answer, of the ``shape``."""

    router: Router
    find: Find
    show: Callable[..., Answer]
    shape: Schema

    def get(
        self, path: str, name: str, summary: str, query: Iterable[Schema] = (), refuses: Iterable[int] = ()
    ) -> None:
        """Look at it. ``query`` are parameters that ``find`` takes by name, each None unless it is given; ``refuses``
        the codes by which it answers besides those of every reading.
        """
        asked = list(query)
        names = [each["name"] for each in asked]

        def look(request: HttpRequest, **slots: str) -> HttpResponse:
            actor = actor_of(request)
            only(request.GET, *names)
            more = {name: request.GET.get(name) for name in names}
            return self.show(actor, self.find(actor, *slots.values(), **more)).response()

        extra = described.operation({200: self.shape}, (*described.READING, *refuses), parameters=asked)
        self._add("GET", path, name, summary, look, extra, 200)

    def post(
        self,
        path: str,
        name: str,
        summary: str,
        do: Do,
        takes: Iterable[given.Takes] = (),
        made: str = "",
    ) -> None:
        """Do something with it. ``made``: there is a new one after it, at this path with names of its answer."""
        rows, status = tuple(takes), 201 if made else 200

        def step(request: HttpRequest, **slots: str) -> HttpResponse:
            actor = actor_of(request)
            body = bodies.read(request)

            def run() -> Answer:
                thing = self.find(actor, *slots.values())
                done = do(actor, thing, **given.clean(rows, body, actor))
                answer = self.show(actor, thing if done is None else done)
                where = {"Location": API + made.format(**answer.body)} if made else {}
                return replace(answer, status=status, headers={**answer.headers, **where})

            return once(request, actor, run).response()

        schema = taken(rows) if rows else None
        extra = described.operation({status: self.shape}, described.WRITING, schema, [described.KEY])
        self._add("POST", path, name, summary, step, extra, status)

    def patch(self, path: str, name: str, summary: str, do: Do, takes: Iterable[given.Takes]) -> None:
        """Change it, for whoever has read it as it is."""
        rows = tuple(takes)

        def change(request: HttpRequest, **slots: str) -> HttpResponse:
            actor = actor_of(request)
            body = bodies.read(request)

            def run() -> Answer:
                thing = self._held(actor, slots.values())
                seen = self.show(actor, thing)
                tags.matched(request, seen.body["name"], seen.headers["ETag"])
                values = given.clean(rows, body, actor, partly=True)
                if not values:
                    raise Invalid({"": _("Give at least one field to change.")})
                done = do(actor, thing, **values)
                return self.show(actor, thing if done is None else done)

            return once(request, actor, run).response()

        match = [described.match(required=True), described.KEY]
        extra = described.operation({200: self.shape}, (*described.WRITING, 428), taken(rows, partly=True), match)
        self._add("PATCH", path, name, summary, change, extra, 200)

    def _held(self, actor: Actor, slots: Iterable[str]) -> Any:
        """Its row, locked and read again: nobody changes it between the comparison and the deed."""
        row = self.find(actor, *slots)
        type(row).objects.select_for_update().get(pk=row.pk)
        return self.find(actor, *slots)

    def _add(
        self, method: str, path: str, name: str, summary: str, view: Callable[..., HttpResponse], extra: Schema, ok: int
    ) -> None:
        """The router reads the slots of the path from the view's signature."""
        kind = Parameter.POSITIONAL_OR_KEYWORD
        slots = [Parameter(slot, kind, annotation=str) for slot in SLOT.findall(path)]
        view.__signature__ = Signature([Parameter("request", kind), *slots])  # type: ignore[attr-defined]
        self.router.add_api_operation(
            path, [method], view, response={ok: None}, operation_id=name, summary=summary, openapi_extra=extra
        )


def tagged(body: dict[str, Any]) -> Answer:
    """An answer whose entity tag stands for its body."""
    return Answer(body, headers={"ETag": tags.of(body)})
