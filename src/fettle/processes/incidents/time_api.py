"""Time spent over REST: what stands on a record, and the sums for those who manage the process."""

from __future__ import annotations

from datetime import datetime

from ninja import Router

from fettle.edges.rest import described, shapes, showing, things
from fettle.edges.rest.answers import Answer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Day, Line, Number
from fettle.kernel.workflow import Ask
from fettle.processes.incidents import spent, time_page
from fettle.processes.incidents.records import DESK
from fettle.processes.incidents.workflow import WORK

TIME = Router(tags=["desk"])
NOTED = {
    "entry": shapes.WHOLE,
    "who": shapes.TEXT,
    "minutes": shapes.WHOLE,
    "day": shapes.TEXT,
    "what": shapes.TEXT,
    "corrected": shapes.YES_NO,
}
SUM = {"person": shapes.PERSON, "minutes": shapes.WHOLE, "records": shapes.WHOLE}
SUMS = {"from": shapes.MOMENT, "to": shapes.MOMENT, "items": shapes.listed(shapes.thing(SUM, SUM))}
NOTE = (
    Ask("minutes", Number(), "Minutes"),
    Ask("what", Line(500), "What for", needed=False),
    Ask("day", Day(), "Day, today unless given", needed=False),
)
ENTRY = Ask("entry", Number(1), "Number of the entry that noted it")
REASON = Ask("reason", Line(500), "Reason")


def _of(kind: Kind) -> things.Find:
    def find(actor: Actor, number: str) -> Record:
        record = get(actor, number, kind)
        require(actor, WORK, record)
        return record

    return find


def _shown(actor: Actor, record: Record) -> Answer:
    return Answer({"items": [{name: getattr(each, name) for name in NOTED} for each in spent.on(record)]})


Asked = tuple[datetime, datetime]


def _period(actor: Actor, **asked: str | None) -> Asked:
    return time_page.period(actor, asked["from"], asked["to"])


def _sums(actor: Actor, asked: Asked) -> Answer:
    start, end = asked
    rows = spent.by_person(actor, start, end)
    items = [{"person": showing.person(row.person), "minutes": row.minutes, "records": row.records} for row in rows]
    return Answer({"from": start.isoformat(), "to": end.isoformat(), "items": items})


for each in DESK:
    things.Thing(
        TIME, _of(each), _shown, shapes.thing({"items": shapes.listed(shapes.thing(NOTED, NOTED))}, ["items"])
    ).get(f"/{each.path}/{{number}}/time", f"{each.path}_time", "Time spent on it, as it stands")
things.Thing(TIME, _period, _sums, shapes.thing(SUMS, SUMS)).get(
    "/time-spent",
    "time_spent",
    "Who spent how much in a period",
    query=[
        described.query("from", {"type": "string", "format": "date"}, "First day, four weeks ago unless given"),
        described.query("to", {"type": "string", "format": "date"}, "Last day, today unless given"),
    ],
)
