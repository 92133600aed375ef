"""Tags over REST: those that one may know, and those of a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import described, given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.parameters import only
from fettle.facilities.tags import actions, queries, rules
from fettle.facilities.tags.models import Tag
from fettle.facilities.tags.rules import COLOURS
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import get
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Value, storable

TAGS = Router(tags=["tags"])
ROW = {
    "id": shapes.TEXT,
    "name": shapes.TEXT,
    "colour": {"enum": list(COLOURS)},
    "organisation": shapes.TEXT,
    "retired": shapes.YES_NO,
}
TAG = shapes.thing(ROW, ROW)
NAMES = shapes.thing({"items": shapes.listed(TAG)}, ["items"])


@dataclass(frozen=True)
class Names(Value):
    """Names of tags, each as it is written."""

    json = {"type": "array", "items": {"type": "string"}, "maxItems": 50}

    def clean(self, raw: Any, actor: Any) -> list[str]:
        if len(raw) > 50:
            raise ValueError(_("Give at most %(count)s names.") % {"count": 50})
        return [storable(name) for name in raw]


WISH = (
    given.Takes("add", "add", Names(), "Tags to put on; one that is not there is made where that is allowed"),
    given.Takes("remove", "remove", Names(), "Tags to take off"),
)


def shown(tag: Tag) -> dict[str, Any]:
    return {
        "id": f"tag:{tag.pk}",
        "name": tag.name,
        "colour": tag.colour,
        "organisation": tag.organisation.name,
        "retired": tag.retired,
    }


def _record(actor: Actor, number: str) -> Record:
    record = get(actor, number)
    rules.the_reader_knows_its_tags(actor, record)
    return record


def _on(actor: Actor, record: Record) -> Answer:
    rows = Tag.objects.filter(pk__in=[tag.pk for tag in queries.on(record)])
    return Answer({"items": [shown(tag) for tag in rows.select_related("organisation").order_by("name")]})


def _change(actor: Actor, record: Record, **wish: Any) -> Record:
    return actions.tag(actor, record.number, **wish)


ON = things.Thing(TAGS, _record, _on, NAMES)
ON.get("/records/{number}/tags", "records_tags", "The tags of a record, for staff")
ON.post("/records/{number}/tags", "records_tag", "Put tags on a record, or take them off", _change, WISH)


def browse(request: HttpRequest) -> HttpResponse:
    """Those that were merged into another one are gone."""
    only(request.GET, *PAGING)
    rows: QuerySet[Tag] = queries.seen(actor_of(request)).filter(into=None)
    return paged(rows, "id", request.GET, shown, "organisation").response()


TAGS.add_api_operation(
    "/tags",
    ["GET"],
    browse,
    operation_id="tags_list",
    summary="List: tags one may know",
    openapi_extra=described.operation({200: shapes.paged(TAG)}, (401, 405, 422), parameters=[*described.paging()]),
)
