"""One record, as an answer with its version."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.rest import described, showing
from fettle.edges.rest.answers import Answer, etag
from fettle.edges.rest.calling import actor_of
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
    """The record as it stands. Whoever gave it out of their own sight learns its number and no more."""
    try:
        record = get(actor, kind, number)
    except NotSeen:
        return Answer({"number": number})
    body = showing.record(actor, record, extra) | {"steps": showing.steps(actor, record)}
    return Answer(body, headers={"ETag": etag(record.version)})


def made(request: HttpRequest, actor: Actor, kind: Kind, record: Record, extra: Sequence[Field]) -> Answer:
    """A new record, and where it is. It is in hand, so it is not read again."""
    where = {"Location": f"{API}/{kind.path}/{record.number}"}
    if not may(actor, kind.may.see, record):
        return Answer({"number": record.number}, 201, where)
    body = showing.record(actor, record, extra) | {"steps": showing.steps(actor, record)}
    return Answer(body, 201, {"ETag": etag(record.version), **where})


def add(router: Router, kind: Kind, extra: Sequence[Field]) -> None:
    """GET of one record."""

    def show(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        return one(actor, kind, get(actor, kind, number).number, extra).response()

    router.add_api_operation(
        f"/{kind.path}/{{number}}",
        ["GET"],
        show,
        operation_id=f"{kind.path}_show",
        summary=f"Show: {kind.label}",
        openapi_extra=described.operation({200: described.ref(kind.key)}, described.READING),
    )
