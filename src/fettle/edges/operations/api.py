"""The audit log, the queue of jobs with its dead letters, and health over REST, for those who may."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle import __version__
from fettle.edges.operations import audit, health, queue
from fettle.edges.rest import cursors, described, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, asked_page
from fettle.edges.rest.parameters import key_of, only
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_everywhere
from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Delivery, Entry
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
REACTION = shapes.thing(
    {
        "id": shapes.WHOLE,
        "reaction": shapes.TEXT,
        "number": shapes.TEXT,
        "seq": shapes.WHOLE,
        "attempts": shapes.WHOLE,
        "problem": shapes.TEXT,
    },
    ["id", "reaction", "number", "seq", "attempts"],
)
CHECK = shapes.thing(
    {"name": shapes.TEXT, "state": {"enum": ["good", "note", "bad"]}, "text": shapes.TEXT}, ["name", "state", "text"]
)
HEALTH = shapes.thing({"version": shapes.TEXT, "items": shapes.listed(CHECK)}, ["version", "items"])
STATES = ("doing", "todo", "failed")
ASKED = ("q", "fact", "from", "to")


def _items(shape: shapes.Schema) -> shapes.Schema:
    return shapes.thing({"items": shapes.listed(shape)}, ["items"])


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


def _jobs(actor: Actor, status: str | None = None) -> tuple[str, ...]:
    require_everywhere(actor, queue.ADMINISTER)
    if status and status not in STATES:
        raise Invalid({"status": _("Give one of: %(names)s.") % {"names": ", ".join(STATES)}})
    return (status,) if status else STATES


def _jobs_shown(actor: Actor, states: tuple[str, ...]) -> Answer:
    """At most two hundred."""
    return Answer({"items": [job(one) for one in queue.jobs(*states)]})


def job(one: queue.Job) -> dict[str, Any]:
    told = asdict(one)
    told["id"] = told.pop("pk")
    times = {name: told[name].isoformat() if told[name] else None for name in ("scheduled_at", "at")}
    return {**told, **times}


def _key(actor: Actor, raw: str) -> int:
    require_everywhere(actor, queue.ADMINISTER)
    return key_of(raw)


def _run_again(actor: Actor, pk: int) -> tuple[str, ...]:
    queue.run_again(actor, pk)
    return STATES


def _administers(actor: Actor) -> None:
    require_everywhere(actor, queue.ADMINISTER)


def _reactions(actor: Actor, nothing: object) -> Answer:
    return Answer({"items": [reaction(one) for one in queue.dead_deliveries()]})


def reaction(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.pk,
        "reaction": one.reaction,
        "number": one.entry.record.number,
        "seq": one.entry.seq,
        "attempts": one.attempts,
        "problem": one.problem,
    }


def _health(actor: Actor, nothing: None) -> Answer:
    items = [{"name": str(one.name), "state": one.state, "text": str(one.text)} for one in health.checks()]
    return Answer({"version": __version__, "items": items})


QUEUE = things.Thing(OPERATIONS, _jobs, _jobs_shown, _items(JOB))
QUEUE.get(
    "/jobs",
    "jobs_queue",
    "List: jobs that wait, run or failed, newest first",
    [described.query("status", {"enum": list(STATES)})],
)
replace(QUEUE, find=_key).post("/jobs/{job}/again", "jobs_again", "Try a failed job again", _run_again)
DEAD = things.Thing(OPERATIONS, _administers, _reactions, _items(REACTION))
DEAD.get("/reactions", "reactions_dead", "List: reactions to entries that were given up, newest first")
replace(DEAD, find=_key).post(
    "/reactions/{reaction}/again", "reactions_again", "Try a reaction again that was given up", queue.react_again
)
things.Thing(OPERATIONS, _administers, _health, HEALTH).get("/health", "health", "Whether everything runs")
