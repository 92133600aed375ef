"""Settings over REST: what is defined, its procedure, its version; changed as on the screen, with the reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.administration.definitions import queries
from fettle.edges.rest import bodies, described, given, shapes
from fettle.edges.rest.answers import Answer, etag
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.loose import Anything
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import only
from fettle.edges.rest.reading import API
from fettle.edges.rest.routes import matched
from fettle.kernel.access.ask import require, require_everywhere
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.records.values import Line, Text
from fettle.kernel.settings import actions
from fettle.kernel.settings.records import SETTING

SETTINGS = Router(tags=["settings"])
SEE = "settings.see"
WISH = (
    given.Takes("value", "value", Anything(), "The data, whole"),
    given.Takes("procedure", "procedure", Text(), "Who does what, when; Markdown"),
    given.Takes("reason", "reason", Line(500), "Why; it stays in the history", needed=True),
)
LINE = {
    "key": shapes.TEXT,
    "title": shapes.TEXT,
    "process": shapes.TEXT,
    "fitsm": shapes.listed(shapes.TEXT),
    "number": shapes.TEXT,
    "version": shapes.WHOLE,
    "updated_at": shapes.MOMENT,
    "changeable": {**shapes.YES_NO, "description": "By the caller."},
}
ITEM = shapes.thing(LINE, LINE)
WHOLE = shapes.thing({**LINE, "value": {}, "procedure": shapes.TEXT, "history": shapes.TEXT}, [*LINE, "procedure"])
EXPORT = shapes.thing(
    {
        "key": shapes.TEXT,
        "title": shapes.TEXT,
        "fitsm": shapes.listed(shapes.TEXT),
        "version": shapes.WHOLE,
        "value": {},
        "procedure": shapes.TEXT,
        "exported_at": shapes.MOMENT,
    },
    ["key", "title", "version", "procedure", "exported_at"],
)


def line(one: queries.Kept) -> dict[str, Any]:
    return {
        "key": one.definition.key,
        "title": str(one.definition.title),
        "process": one.definition.process,
        "fitsm": list(one.definition.fitsm),
        "number": one.record.number,
        "version": one.record.version,
        "updated_at": one.record.updated_at.isoformat(),
        "changeable": one.changeable,
    }


def whole(one: queries.Kept) -> Answer:
    """With its data and procedure; ``history`` is where its entries are."""
    body = {**line(one), "value": one.value, "procedure": one.procedure}
    body["history"] = f"{API}/records/{one.record.number}/entries"
    return Answer(body, headers={"ETag": etag(one.record.version)})


@SETTINGS.get(
    "/settings",
    operation_id="settings_list",
    summary="Everything that is defined here",
    openapi_extra=described.operation(
        {200: shapes.thing({"items": shapes.listed(ITEM)}, ["items"])}, (401, 403, 405, 422)
    ),
)
def browse(request: HttpRequest) -> HttpResponse:
    """By process, in the order of the page."""
    actor = actor_of(request)
    only(request.GET)
    require(actor, SEE)
    return Answer({"items": [line(one) for group in queries.groups(actor) for one in group.rows]}).response()


@SETTINGS.get(
    "/settings/{key}",
    operation_id="settings_show",
    summary="Show: a definition with its data and procedure",
    openapi_extra=described.operation({200: WHOLE}, described.READING),
)
def show(request: HttpRequest, key: str) -> HttpResponse:
    """As it is in force."""
    actor = actor_of(request)
    only(request.GET)
    require(actor, SEE)
    return whole(queries.kept(actor, key)).response()


@SETTINGS.get(
    "/settings/{key}/export",
    operation_id="settings_file",
    summary="A definition as a file: data, procedure and the version they are of",
    openapi_extra=described.operation({200: EXPORT}, described.READING),
)
def export(request: HttpRequest, key: str) -> HttpResponse:
    """The same as the page's export."""
    actor = actor_of(request)
    only(request.GET)
    require(actor, SEE)
    response = Answer(queries.exported(queries.kept(actor, key))).response()
    response["Content-Disposition"] = f'attachment; filename="{key}.json"'
    return response


@SETTINGS.api_operation(
    ["PATCH"],
    "/settings/{key}",
    operation_id="settings_redefine",
    summary="Change a definition",
    openapi_extra=described.operation(
        {200: WHOLE},
        (*described.WRITING, 428),
        shapes.taken(WISH),
        [described.match(required=True), described.KEY],
    ),
)
def redefine(request: HttpRequest, key: str) -> HttpResponse:
    """Its data, its procedure, or both. In force at once."""
    actor = actor_of(request)
    body = bodies.read(request)

    def run() -> Answer:
        require(actor, SEE)
        one = queries.kept(actor, key)
        require_everywhere(actor, one.definition.may)
        matched(request, history.lock(actor, one.record.number, SETTING), needed=True)
        values = given.clean(WISH, body, actor)
        if len(values) < 2:
            raise Invalid({"": _("Give at least one field to change.")})
        actions.redefine(actor, key, **values)
        return whole(queries.kept(actor, key))

    return once(request, actor, run).response()
