"""What the desk does over REST beside the routes of its kinds: name somebody who is not known yet, and explain the
clocks of a record.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from fettle.edges.rest import described, given, shapes, showing, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.parameters import only
from fettle.edges.rest.parties import PERSON, person
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get
from fettle.kernel.access.references import ToOrganisation
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Line
from fettle.processes.incidents import merging
from fettle.processes.incidents.actions.naming import name_new
from fettle.processes.incidents.explain import explained, sentence
from fettle.processes.incidents.panels import Beside
from fettle.processes.incidents.paper import on_paper
from fettle.processes.incidents.records import DESK, INCIDENT
from fettle.processes.incidents.workflow import WORK
from fettle.processes.levels import queries as levels

ON_THE_DESK = Router(tags=["desk"])
NEW = (
    given.Takes("name", "new_name", Line(200), "Name", needed=True),
    given.Takes("mail", "new_mail", Line(254), "E-mail address", empty=""),
    given.Takes("organisation", "new_organisation", ToOrganisation(), "One's own unless given", empty=None),
)
INTERVAL = {
    "from": shapes.MOMENT,
    "to": shapes.MOMENT,
    "seconds": shapes.WHOLE,
    "counted": shapes.YES_NO,
    "rule": shapes.TEXT,
    "sentence": shapes.TEXT,
}
CLOCK = {
    "clock": shapes.TEXT,
    "type": {"enum": ["sla", "ola", "ua"]},
    "state": shapes.TEXT,
    "agreement": shapes.TEXT,
    "why": {**shapes.TEXT, "description": "Why this agreement holds, in words."},
    "target_seconds": shapes.or_null(shapes.WHOLE),
    "elapsed_seconds": {**shapes.WHOLE, "description": "The sum of the intervals that are counted."},
    "remaining_seconds": shapes.or_null(shapes.WHOLE),
    "due_at": shapes.or_null(shapes.MOMENT),
    "breached_at": shapes.or_null(shapes.MOMENT),
    "intervals": shapes.listed(shapes.thing(INTERVAL, INTERVAL)),
}
CLOCKS = shapes.thing({"items": shapes.listed(shapes.thing(CLOCK, CLOCK))}, ["items"])


def _desk(actor: Actor) -> None:
    require(actor, WORK)


def _name(actor: Actor, nothing: None, **values: Any) -> Person:
    try:
        return name_new(actor, {"new_mail": "", "new_organisation": None, **values})
    except Invalid as problem:
        raise Invalid({name.removeprefix("new_"): text for name, text in problem.errors.items()}) from None


def _named(actor: Actor, who: Person) -> Answer:
    return Answer(person(who))


def _clocks(actor: Actor, record: Record) -> Answer:
    return Answer({"items": [_clock(each) for each in explained(actor, record, timezone.now())]})


def _clock(clock: Beside) -> dict[str, Any]:
    reading = clock.reading
    terms, due, breached = reading.terms, reading.due_at, reading.breached_at
    intervals = reading.intervals
    return {
        "clock": clock.label,
        "type": clock.type,
        "state": reading.state,
        "agreement": terms.label if terms else "",
        "why": levels.why_chosen(clock.chosen),
        "target_seconds": terms.target_seconds if terms else None,
        "elapsed_seconds": sum(each.seconds for each in intervals if each.counted),
        "remaining_seconds": reading.remaining_seconds,
        "due_at": due.isoformat() if due else None,
        "breached_at": breached.isoformat() if breached else None,
        "intervals": [
            {
                "from": each.start.isoformat(),
                "to": each.end.isoformat(),
                "seconds": each.seconds,
                "counted": each.counted,
                "rule": each.rule,
                "sentence": sentence(each),
            }
            for each in intervals
        ],
    }


MERGE = {
    "number": shapes.TEXT,
    "into": shapes.TEXT,
    "joining": {**shapes.listed(shapes.PERSON), "description": "Who comes to the other record and reads it."},
    "watching": shapes.listed(shapes.PERSON),
    "messages": {**shapes.WHOLE, "description": "Messages on the other record that they can read then."},
}


def _foreseen(kind: Kind) -> things.Find:
    def find(actor: Actor, number: str, into: str | None) -> merging.Merge:
        record = get(actor, number, kind)
        allow(actor, record, "merge")
        try:
            target = get(actor, into or "", *DESK)
        except NotSeen as problem:
            raise Invalid({"into": str(problem)}) from None
        require(actor, WORK, target)
        return merging.foreseen(actor, record, target)

    return find


def _merge(actor: Actor, plan: merging.Merge) -> Answer:
    return Answer(
        {
            "number": plan.record.number,
            "into": plan.target.number,
            "joining": [showing.person(one) for one in plan.joining],
            "watching": [showing.person(one) for one in plan.watching],
            "messages": plan.messages,
        }
    )


def _of(kind: Kind) -> things.Find:
    return lambda actor, number: get(actor, number, kind)


things.Thing(ON_THE_DESK, _desk, _named, PERSON).post(
    "/requesters", "requesters_name", "Name somebody who is not known yet", _name, NEW, made="/people/{id}"
)


def _paper(request: HttpRequest, number: str) -> HttpResponse:
    only(request.GET)
    actor = actor_of(request)
    return on_paper(actor, get(actor, number, INCIDENT))


ON_THE_DESK.add_api_operation(
    "/incidents/{number}/review/pdf",
    ["GET"],
    _paper,
    operation_id="incidents_review_pdf",
    summary="The review of a major incident on paper, a draft too",
    openapi_extra={
        "responses": {
            **described.operation({}, described.READING)["responses"],
            200: {"description": "Done", "content": {"application/pdf": {"schema": {"type": "string"}}}},
        },
    },
)
for each in DESK:
    things.Thing(ON_THE_DESK, _of(each), _clocks, CLOCKS).get(
        f"/{each.path}/{{number}}/explain",
        f"{each.path}_explain",
        "Every interval of all clocks, and the rule behind it",
    )
    things.Thing(ON_THE_DESK, _foreseen(each), _merge, shapes.thing(MERGE, MERGE)).get(
        f"/{each.path}/{{number}}/merge/preview",
        f"{each.path}_merge_preview",
        "What merging it into another one would do",
        query=[described.query("into", {"type": "string"}, "Number of the other record")],
        refuses=[409],
    )
