"""One record, as an answer with its version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.rest import described, showing
from fettle.edges.rest.answers import Answer, etag
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.parameters import only
from fettle.kernel.access import read
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record

API = "/api/v1"


def get(actor: Actor, kind: Kind, number: str) -> Record:
    """One visible record of a kind. Raises NotSeen."""
    return read.get(actor, number, kind)


def one(actor: Actor, kind: Kind, number: str, extra: Sequence[Field] = ()) -> Answer:
    """The record as it stands now. Whoever gave it out of their own sight learns its number and no more."""
    try:
        return shown(actor, get(actor, kind, number), extra)
    except NotSeen:
        return Answer({"number": number})


def shown(actor: Actor, record: Record, extra: Sequence[Field] = ()) -> Answer:
    """A record in hand."""
    body = showing.record(actor, record, extra) | {"steps": showing.steps(actor, record)}
    return Answer(body, headers={"ETag": etag(record.version)})


def made(request: HttpRequest, actor: Actor, kind: Kind, record: Record, extra: Sequence[Field]) -> Answer:
    """A new record, and where it is. It is in hand, so it is not read again."""
    where = {"Location": f"{API}/{kind.path}/{record.number}"}
    if not may(actor, kind.may.see, record):
        return Answer({"number": record.number}, 201, where)
    answer = shown(actor, record, extra)
    return replace(answer, status=201, headers={**answer.headers, **where})


def add(router: Router, kind: Kind, extra: Sequence[Field]) -> None:
    """GET of one record."""

    def show(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        only(request.GET)
        return shown(actor, get(actor, kind, number), extra).response()

    router.add_api_operation(
        f"/{kind.path}/{{number}}",
        ["GET"],
        show,
        operation_id=f"{kind.path}_show",
        summary=f"Show: {kind.label}",
        openapi_extra=described.operation({200: described.ref(kind.key)}, described.READING),
    )
