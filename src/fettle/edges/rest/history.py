"""GET /records/{number}/entries: what happened to a record of any kind, as this reader may know it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fettle.edges.rest import cursors, described, shapes, showing
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, asked_page
from fettle.edges.rest.parameters import only
from fettle.kernel.access import read
from fettle.kernel.history.timeline import timeline

ENTRIES = Router(tags=["records"])


@ENTRIES.get(
    "/records/{number}/entries",
    operation_id="records_entries",
    summary="Entries of a record, newest first",
    openapi_extra=described.operation(
        {200: shapes.paged(described.ref("Entry"))}, described.READING, parameters=described.paging()
    ),
)
def entries(request: HttpRequest, number: str) -> HttpResponse:
    """Facts and changes, newest first."""
    actor = actor_of(request)
    only(request.GET, *PAGING)
    record = read.get(actor, number)
    cursor, limit = asked_page(request.GET)
    rows = timeline(actor, record)
    found, following = cursors.page(rows, "happened_at", cursor, limit)
    return Answer({"count": rows.count(), "items": showing.entries(actor, record, found), "next": following}).response()
