"""The audit log and the queue of jobs over REST, for those who may."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.operations import audit, queue
from fettle.edges.rest import cursors, described, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, asked_page
from fettle.edges.rest.parameters import only
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_everywhere
from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.history.timeline import changes_for

OPERATIONS = Router(tags=["operations"])
LINE = shapes.thing(
    {
        "recorded_at": shapes.MOMENT,
        "happened_at": shapes.MOMENT,
        "number": shapes.TEXT,
        "seq": shapes.WHOLE,
        "who": shapes.TEXT,
        "channel": shapes.TEXT,
        "origin": shapes.TEXT,
        "words": shapes.TEXT,
        "facts": shapes.listed(shapes.TEXT),
        "changes": {"type": "object"},
    },
    ["recorded_at", "happened_at", "number", "seq", "who", "channel", "origin", "words", "facts", "changes"],
)
LINES = shapes.thing({"items": shapes.listed(LINE), "next": shapes.or_null(shapes.TEXT)}, ["items", "next"])
JOB = shapes.thing(
    {
        "id": shapes.WHOLE,
        "task": shapes.TEXT,
        "arguments": shapes.TEXT,
        "attempts": shapes.WHOLE,
        "status": {"enum": ["todo", "doing", "failed"]},
        "scheduled_at": shapes.or_null(shapes.MOMENT),
        "at": shapes.or_null(shapes.MOMENT),
    },
    ["id", "task", "attempts", "status"],
)
STATES = ("doing", "todo", "failed")
ASKED = ("q", "fact", "from", "to")


@OPERATIONS.get(
    "/audit",
    operation_id="audit_log",
    summary="List: who changed what, newest recorded first",
    openapi_extra=described.operation(
        {200: LINES},
        (401, 403, 405, 422),
        parameters=[
            described.query("q", {"type": "string", "maxLength": 200}, "A number, or part of a name."),
            described.query("fact", shapes.TEXT, "The name of a fact."),
            described.query("from", {"type": "string", "format": "date"}, "First day recorded."),
            described.query("to", {"type": "string", "format": "date"}, "Last day recorded."),
            *described.paging(),
        ],
    ),
)
def log(request: HttpRequest) -> HttpResponse:
    """As far as the caller sees the records."""
    actor = actor_of(request)
    require(actor, audit.SEE)
    only(request.GET, *ASKED, *PAGING)
    asked = audit.Asked.of(actor, {name: value.replace("\x00", "") for name, value in request.GET.dict().items()})
    found, following = cursors.page(audit.entries(actor, asked), "recorded_at", *asked_page(request.GET))
    return Answer({"items": [line(actor, one) for one in audit.readable(actor, found)], "next": following}).response()


def line(actor: Actor, entry: Entry) -> dict[str, Any]:
    return {
        "recorded_at": entry.recorded_at.isoformat(),
        "happened_at": entry.happened_at.isoformat(),
        "number": entry.record.number,
        "seq": entry.seq,
        "who": audit.who(entry),
        "channel": entry.channel,
        "origin": entry.origin,
        "words": audit.told(entry),
        "facts": [fact["name"] for fact in entry.facts],
        "changes": changes_for(actor, entry.record, entry),
    }


@OPERATIONS.get(
    "/jobs",
    operation_id="jobs_queue",
    summary="List: jobs that wait, run or failed, newest first",
    openapi_extra=described.operation(
        {200: shapes.thing({"items": shapes.listed(JOB)}, ["items"])},
        (401, 403, 405, 422),
        parameters=[described.query("status", {"enum": list(STATES)})],
    ),
)
def jobs(request: HttpRequest) -> HttpResponse:
    """At most two hundred."""
    require_everywhere(actor_of(request), queue.ADMINISTER)
    only(request.GET, "status")
    asked = request.GET.get("status", "")
    if asked and asked not in STATES:
        raise Invalid({"status": _("Give one of: %(names)s.") % {"names": ", ".join(STATES)}})
    return Answer({"items": [job(one) for one in queue.jobs(*([asked] if asked else STATES))]}).response()


def job(one: queue.Job) -> dict[str, Any]:
    told = asdict(one)
    told["id"] = told.pop("pk")
    times = {name: told[name].isoformat() if told[name] else None for name in ("scheduled_at", "at")}
    return {**told, **times}
