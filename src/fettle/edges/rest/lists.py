"""GET of a list: filtered, counted, in pages by cursor, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import cursors, described, shapes, showing
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.filters import filtered
from fettle.kernel.errors import Invalid
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.values import whole

PAGING = ("limit", "cursor")


def asked_page(query: QueryDict) -> tuple[str, int]:
    """Cursor and limit. Raises Invalid."""
    raw = query.get("limit", str(cursors.USUAL))
    limit = whole(raw) or 0
    if not 1 <= limit <= cursors.MOST:
        raise Invalid({"limit": _("Give a number from 1 to %(most)s.") % {"most": cursors.MOST}})
    return query.get("cursor", ""), limit


def paged(rows: QuerySet[Any], column: str, query: QueryDict, show: Any, *joins: str) -> Answer:
    """A page of ``rows``, each shown by ``show``; all pages have the count of all."""
    cursor, limit = asked_page(query)
    found, following = cursors.page(rows.select_related(*joins) if joins else rows, column, cursor, limit)
    return Answer({"count": rows.count(), "items": [show(row) for row in found], "next": following})


def add(router: Router, kind: Kind, extra: Sequence[Field]) -> None:
    """The list of a kind."""
    joins = ("organisation", "service", "team", "assignee", kind.accessor, *kind.joins)

    def browse(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        rows = filtered(actor, kind, request.GET, *PAGING)
        types = showing.at_once(kind)
        answer = paged(rows, "opened_at", request.GET, lambda row: showing.record(actor, row, extra, types), *joins)
        return answer.response()

    router.add_api_operation(
        f"/{kind.path}",
        ["GET"],
        browse,
        operation_id=f"{kind.path}_list",
        summary=f"List: {kind.plural}",
        openapi_extra=described.operation(
            {200: shapes.paged(described.ref(kind.key))}, (401, 405, 422), parameters=described.filters(kind)
        ),
    )
