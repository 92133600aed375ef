"""Problems and known errors over REST; the door of the people we serve under ``/workarounds``."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from fettle.edges.pages import bulk_api
from fettle.edges.pages.models import BulkRun
from fettle.edges.rest import described, given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.routes import Step, routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.access.references import ToAnything, ToRecord
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Text
from fettle.kernel.workflow import Ask
from fettle.processes.incidents.queries import DESK
from fettle.processes.problems import actions, pushing, queries
from fettle.processes.problems.known_errors import actions as known
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.records import PROBLEM
from fettle.processes.problems.views import ADD
from fettle.processes.problems.workflow import WORK

OF = Ask("of", ToAnything(), _("Number of the record that it was found on; the two are linked"), needed=False)
WORDS = Ask("text", Text(100_000), _("Text"))
problems = routes(
    PROBLEM,
    register=actions.register,
    revise=actions.revise,
    also=(OF,),
    first=lambda router: tables.add(router, PROBLEM),
    verbs=actions.VERBS,
    more=(
        Step("note", _("Note for staff"), WORK, actions.note, (WORDS,)),
        Step(ADD.name, ADD.label, WORK, actions.add_incidents, ADD.asks),
    ),
)
known_errors = routes(
    KNOWN_ERROR,
    register=known.register,
    revise=known.revise,
    first=lambda router: tables.add(router, KNOWN_ERROR),
    verbs=known.VERBS,
)

WORKAROUNDS = Router(tags=["workarounds"])
SHORT = {"number": shapes.TEXT, "title": shapes.TEXT}
ONE = shapes.thing({**SHORT, "text": shapes.TEXT}, ("number", "title", "text"))
ROWS = shapes.thing({"items": shapes.listed(shapes.thing(SHORT, SHORT))}, ["items"])
NOTED = shapes.thing(SHORT, SHORT)
COUNT = dict.fromkeys(("shown", "helped", "failed", "used"), shapes.WHOLE)
ROW = {**SHORT, "state": shapes.TEXT, "open": shapes.YES_NO}
HANGING = {
    "items": shapes.listed(shapes.thing(ROW, ROW)),
    "total": shapes.WHOLE,
    "open": shapes.WHOLE,
    "last": shapes.or_null(shapes.MOMENT),
    "reached": {**shapes.listed(shapes.TEXT), "description": "Numbers of those that a text would be written to."},
    "readers": {**shapes.listed(shapes.TEXT), "description": "Who reads what is replied there."},
}
WITH = (given.Takes("known_error", "known_error", ToRecord("known_error"), "The known error", needed=True),)
SENT = (*WITH, given.Takes("text", "text", Text(100_000), "The reply", needed=True))
LISTED = 200
"""So many incidents of a problem are told at once, the newest first."""


def _problem(actor: Actor, number: str) -> Record:
    return get(actor, number, PROBLEM)


def _worked(actor: Actor, number: str) -> Record:
    record = get(actor, number, PROBLEM)
    require(actor, WORK, record)
    return record


def _hanging(actor: Actor, record: Record) -> Answer:
    told, reach = queries.counted(actor, record), pushing.reach(actor, record)
    rows = queries.incidents_of(actor, record)[:LISTED]
    items = [{"number": row.number, "title": row.title, "state": row.state, "open": row.is_open} for row in rows]
    sums = {"total": told.total, "open": told.open, "last": told.last.isoformat() if told.last else None}
    return Answer({"items": items, **sums, "reached": [r.number for r in reach.ready], "readers": list(reach.readers)})


def _push(actor: Actor, record: Record, *, way: str, text: str) -> BulkRun:
    return pushing.push(actor, record.number, way=way, text=text, looked_at=timezone.now())


def _asked(actor: Actor, q: str | None = None) -> list[Record]:
    return [fit.record for fit in queries.answering(actor, q or "", limit=20)]


def _short(record: Record) -> dict[str, Any]:
    return {"number": record.number, "title": record.title}


def _listed(actor: Actor, found: list[Record]) -> Answer:
    return Answer({"items": [_short(record) for record in found]})


def _one(actor: Actor, record: Record) -> Answer:
    return Answer({**_short(record), "text": record.item.for_users})


def _noted(actor: Actor, record: Record) -> Answer:
    return Answer(_short(record))


def _counts(actor: Actor, record: Record) -> Answer:
    return Answer(queries.counts([record])[record.pk])


def _on(actor: Actor, number: str) -> Record:
    record = get(actor, number, *DESK)
    require(actor, known.ON_THE_DESK, record)
    return record


def _use(actor: Actor, record: Record, *, known_error: Record) -> Record:
    return known.use(actor, record.number, known_error=known_error)


def _send(actor: Actor, record: Record, *, known_error: Record, text: str) -> Record:
    return known.send(actor, record.number, known_error=known_error, text=text)


things.Thing(WORKAROUNDS, _problem, _hanging, shapes.thing(HANGING, HANGING)).get(
    "/problems/{number}/incidents", "problems_incidents", "Its incidents, and what a text to all of them would reach"
)
things.Thing(WORKAROUNDS, _worked, bulk_api.shown, bulk_api.RUN).post(
    "/problems/{number}/push",
    "problems_push",
    "Write one text to all its open incidents",
    _push,
    [given.of_ask(ask) for ask in (pushing.WAY, pushing.TEXT)],
)
things.Thing(
    WORKAROUNDS, lambda actor, number: get(actor, number, KNOWN_ERROR), _counts, shapes.thing(COUNT, COUNT)
).get("/known-errors/{number}/counts", "known-errors_counts", "How often it was shown, helped, did not help, was used")
things.Thing(WORKAROUNDS, _asked, _listed, ROWS).get(
    "/workarounds",
    "workarounds",
    "Workarounds for users that answer a question",
    [described.query("q", shapes.TEXT)],
)
read = things.Thing(WORKAROUNDS, queries.read, _one, ONE)
read.get("/workarounds/{number}", "workarounds_read", "One of them")
noted = things.Thing(WORKAROUNDS, queries.read, _noted, NOTED)
noted.post(
    "/workarounds/{number}/helped",
    "workarounds_helped",
    "It helped: nothing needs to be sent",
    lambda actor, record: known.helped(actor, record.number),
)
noted.post(
    "/workarounds/{number}/did_not_help",
    "workarounds_failed",
    "It did not help",
    lambda actor, record: known.did_not_help(actor, record.number),
)
on_desk = things.Thing(WORKAROUNDS, _on, _noted, NOTED)
on_desk.post("/workarounds/on/{number}/used", "workarounds_used_on", "Staff worked with a known error here", _use, WITH)
on_desk.post("/workarounds/on/{number}/send", "workarounds_send_on", "Reply here with its workaround", _send, SENT)
