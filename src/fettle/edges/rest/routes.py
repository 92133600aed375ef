"""The routes of one kind, from its declaration: list, one, register, revise, a route for each verb, bulk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Router

from fettle.edges.rest import bodies, bulk, described, given, lists, reading, shapes, tags
from fettle.edges.rest.answers import Answer, etag
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.once import once
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.records.declare import Field, Kind, never
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import Ask

Action = Callable[..., Record]
ENGLISH = override("en")
"""The API is described in English, whoever's request happens to load it first."""


@dataclass(frozen=True)
class Step:
    """Something done to a record: a verb of its workflow, or another deed of the room. ``may`` is asked before the body
    is looked at, so that nobody learns from complaints about it. ``makes``: it answers with a new record.
    """

    name: str
    label: Any
    may: str
    action: Action
    asks: tuple[Ask, ...]
    makes: bool = False


@dataclass(frozen=True)
class Offered:
    """What the routes of a kind offer: the one visible line of a room's ``api.py``, spelt out."""

    kind: Kind
    register: Action | None
    revise: Action | None
    steps: tuple[Step, ...]
    also: tuple[Ask, ...]
    extra: tuple[Field, ...]
    revising: tuple[Ask, ...]

    @property
    def new(self) -> list[given.Takes]:
        """What a new record is made of."""
        rows = [field for field in (*self.kind.fields, *self.extra) if field.register]
        return [*(given.of_field(self.kind, field) for field in rows), *map(given.of_ask, self.also)]

    @property
    def changed(self) -> list[given.Takes]:
        """What may be revised, in one state or another."""
        rows = [field for field in (*self.kind.fields, *self.extra) if field.edit is not never]
        return [*(given.of_field(self.kind, field) for field in rows), *map(given.of_ask, self.revising)]


@ENGLISH
def routes(
    kind: Kind,
    *,
    register: Action | None = None,
    revise: Action | None = None,
    verbs: Mapping[str, Action] | None = None,
    more: Sequence[Step] = (),
    also: Sequence[Ask] = (),
    extra: Sequence[Field] = (),
    revising: Sequence[Ask] = (),
    first: Callable[[Router], object] = lambda router: None,
) -> Router:
    """A router at ``/<kind.path>``. ``more`` are further steps, ``also`` further things ``register`` asks for
    and ``revising`` those of ``revise``, ``first`` adds routes that come before those with a number, ``extra`` stored
    fields that stand on no page section.
    """
    flow = [
        Step(verb.name, verb.label, verb.may, verbs[verb.name], verb.asks)
        for verb in kind.flow.verbs
        if verbs and verb.name in verbs
    ]
    offered = Offered(kind, register, revise, (*flow, *more), tuple(also), tuple(extra), tuple(revising))
    router = Router(tags=[str(kind.plural)])
    first(router)
    lists.add(router, kind, offered.extra)
    if register:
        _registering(router, offered, register)
    if offered.steps:
        bulk.add(router, kind, offered.steps, revise, offered.changed)
    reading.add(router, kind, offered.extra)
    if revise:
        _revising(router, offered, revise)
    for step in offered.steps:
        _stepping(router, offered, step)
    return router


def matched(request: HttpRequest, record: Record, *, needed: bool) -> None:
    """If-Match names the version the record has. Raises NoPrecondition, Outdated."""
    if needed or request.headers.get("If-Match", "").strip():
        tags.matched(request, record.number, etag(record.version))


def _registering(router: Router, offered: Offered, register: Action) -> None:
    kind, takes = offered.kind, offered.new

    def create(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        body = bodies.read(request)

        def run() -> Answer:
            require(actor, kind.may.register)
            made = register(actor, **given.clean(takes, body, actor))
            return reading.made(request, actor, kind, made, offered.extra)

        return once(request, actor, run).response()

    router.add_api_operation(
        f"/{kind.path}",
        ["POST"],
        create,
        response={201: None},
        operation_id=f"{kind.path}_register",
        summary=f"Register: {kind.label}",
        openapi_extra=described.operation(
            {201: described.ref(kind.key)}, described.WRITING, shapes.taken(takes), [described.KEY]
        ),
    )


def _revising(router: Router, offered: Offered, revise: Action) -> None:
    kind, takes = offered.kind, offered.changed

    def change(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        body = bodies.read(request)

        @transaction.atomic
        def run() -> Answer:
            record = history.lock(actor, number, kind)
            require(actor, kind.may.revise, record)
            matched(request, record, needed=True)
            values = given.clean(takes, body, actor, partly=True)
            if not values:
                raise Invalid({"": _("Give at least one field to change.")})
            revise(actor, record.number, **values)
            return reading.one(actor, kind, record.number, offered.extra)

        return once(request, actor, run).response()

    router.add_api_operation(
        f"/{kind.path}/{{number}}",
        ["PATCH"],
        change,
        operation_id=f"{kind.path}_revise",
        summary=f"Revise: {kind.label}",
        openapi_extra=described.operation(
            {200: described.ref(kind.key)},
            (*described.WRITING, 428),
            shapes.taken(takes, partly=True),
            [described.match(required=True), described.KEY],
        ),
    )


def _stepping(router: Router, offered: Offered, step: Step) -> None:
    kind = offered.kind
    takes = [given.of_ask(ask) for ask in step.asks]

    def take_step(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        body = bodies.read(request)

        @transaction.atomic
        def run() -> Answer:
            if "If-Match" in request.headers:
                matched(request, history.lock(actor, number, kind), needed=False)
            found = reading.get(actor, kind, number)
            require(actor, step.may, found)
            done = step.action(actor, found.number, **given.asked(takes, body, actor))
            if step.makes:
                return reading.made(request, actor, kind, done, offered.extra)
            return reading.one(actor, kind, found.number, offered.extra)

        return once(request, actor, run).response()

    status = 201 if step.makes else 200
    router.add_api_operation(
        f"/{kind.path}/{{number}}/{step.name}",
        ["POST"],
        take_step,
        response={status: None},
        operation_id=f"{kind.path}_{step.name}",
        summary=f"{step.label}: {kind.label}",
        openapi_extra=described.operation(
            {status: described.ref(kind.key)},
            described.WRITING,
            shapes.taken(takes) if takes else None,
            [described.match(required=False), described.KEY],
        ),
    )
