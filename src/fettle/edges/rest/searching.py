"""Search everything one may see: by number, by the number of another system, by words; best first."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import described, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, asked_page
from fettle.edges.rest.parameters import only, words
from fettle.facilities.search.queries import MOST_RANKED, Hit, search
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.values import whole

SEARCH = Router(tags=["records"])
HIT = shapes.thing(
    {
        "number": shapes.TEXT,
        "kind": shapes.TEXT,
        "title": shapes.TEXT,
        "state": shapes.TEXT,
        "open": shapes.YES_NO,
        "why": {**shapes.TEXT, "description": "What matched: number, external_ref, or the name of a field."},
        "snippet": {**shapes.TEXT, "description": "The words around the match."},
    },
    ["number", "kind", "title", "state", "open", "why", "snippet"],
)
FOUND = shapes.thing({"items": shapes.listed(HIT), "next": shapes.or_null(shapes.TEXT)}, ["items", "next"])
KINDS: shapes.Schema = {"type": "array", "items": shapes.TEXT}


@SEARCH.get(
    "/search",
    operation_id="search",
    summary="Search everything one may see, best first",
    openapi_extra=described.operation(
        {200: FOUND},
        (401, 405, 422),
        parameters=[
            described.query("q", {"type": "string", "maxLength": 200}, "Words, “a phrase”, -without, or a number."),
            described.query("kind", KINDS, "Only these kinds."),
            *described.paging(),
        ],
    ),
)
def find(request: HttpRequest) -> HttpResponse:
    """At most a thousand are ranked."""
    only(request.GET, "q", "kind", *PAGING)
    text, kinds = words(request.GET), _kinds(request.GET)
    cursor, limit = asked_page(request.GET)
    first = _place(cursor)
    found = search(actor_of(request), text, kinds, first + limit + 1) if text.strip() else []
    following = _cursor(first + limit) if len(found) > first + limit and first + limit < MOST_RANKED else None
    return Answer({"items": [shown(hit) for hit in found[first : first + limit]], "next": following}).response()


def shown(hit: Hit) -> dict[str, Any]:
    record = hit.record
    return {
        "number": record.number,
        "kind": record.kind,
        "title": record.title,
        "state": record.state,
        "open": record.is_open,
        "why": hit.why,
        "snippet": hit.snippet,
    }


def _kinds(query: QueryDict) -> list[Kind]:
    known = assembly().kind_by_key
    asked = query.getlist("kind")
    if unknown := [key for key in asked if key not in known]:
        sentence = _("“%(value)s” is not one of: %(names)s.")
        raise Invalid({"kind": sentence % {"value": unknown[0][:60], "names": ", ".join(known)}})
    return [known[key] for key in dict.fromkeys(asked)]


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(f"at {place}".encode()).decode().rstrip("=")


def _place(cursor: str) -> int:
    """Where the page begins: hits are ranked anew for each, so the cursor is a place. Raises Invalid."""
    if not cursor:
        return 0
    try:
        word, place = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").split(" ")
        if word == "at" and 0 < (found := whole(place) or 0) <= MOST_RANKED:
            return found
    except ValueError:
        pass
    raise Invalid({"cursor": _("Take the cursor from “next” of the page before.")})
