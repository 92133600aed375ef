"""Surveys, follow-ups and ratings over REST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import get
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Text, Value
from fettle.processes.surveys import actions, answering, following, queries, running
from fettle.processes.surveys.models import Invitation
from fettle.processes.surveys.own import Own, own
from fettle.processes.surveys.records import FOLLOW_UP, SURVEY
from fettle.processes.surveys.workflow import READ

surveys = routes(
    SURVEY,
    register=running.register,
    revise=running.revise,
    first=lambda router: tables.add(router, SURVEY),
    verbs=running.VERBS,
)
follow_ups = routes(
    FOLLOW_UP,
    register=following.register,
    revise=following.revise,
    first=lambda router: tables.add(router, FOLLOW_UP),
    verbs=following.VERBS,
)
RATINGS = Router(tags=["ratings"])
Mine = tuple[Record, Invitation]


@dataclass(frozen=True)
class ToAnswers(Value):
    """The answers in the order of the questions: a score, a choice, or words; nothing for a question without one."""

    json = {"type": "array", "items": {"type": ["string", "null"]}, "maxItems": 20}

    def clean(self, raw: Any, actor: Any) -> list[str]:
        if not isinstance(raw, list) or len(raw) > 20:
            raise ValueError(_("Give the answers as a list, in the order of the questions."))
        return [Text(actions.LONGEST).clean("" if each is None else each, actor) for each in raw]


QUESTION = {"type": shapes.TEXT, "text": shapes.TEXT, "answers": shapes.listed(shapes.TEXT)}
ONE = {
    "number": shapes.TEXT,
    "title": shapes.TEXT,
    "questions": shapes.listed(shapes.thing(QUESTION, QUESTION)),
    "state": shapes.TEXT,
    "until": shapes.or_null(shapes.MOMENT),
    "over": shapes.TEXT,
}
ROW = {"number": shapes.TEXT, "title": shapes.TEXT, "until": shapes.MOMENT}
RESULT = {
    "question": shapes.TEXT,
    "count": shapes.WHOLE,
    "mean": shapes.or_null({"type": "number"}),
    "answers": shapes.listed(shapes.thing({"answer": shapes.TEXT, "count": shapes.WHOLE}, ("answer", "count"))),
    "texts": shapes.listed(shapes.TEXT),
}
FOUND = {"asked": shapes.WHOLE, "answered": shapes.WHOLE, "items": shapes.listed(shapes.thing(RESULT, RESULT))}
DAY = {"type": "string", "format": "date"}
OWN = {"mean": shapes.or_null({"type": "number"}), "least": shapes.WHOLE, "first": DAY, "last": DAY}
TAKES = (
    given.Takes("answers", "answers", ToAnswers(), "In the order of the questions", needed=True),
    given.Takes("comment", "comment", Text(actions.LONGEST), "What is said beside a rating", empty=""),
)
SAYS = (given.Takes("comment", "text", Text(actions.LONGEST), "What is said beside the rating", needed=True),)


def _mine(actor: Actor, number: str) -> Mine:
    record, found = queries.mine(actor, number)
    if found is None:
        raise NotSeen(answering.over(record, None))
    return record, found


def _shown(actor: Actor, mine: Mine) -> Answer:
    record = mine[0]
    found = queries.invitation(record, actor.person_id) or mine[1]
    until = found.expires_at.isoformat() if found.expires_at else None
    said = {"state": found.state, "until": until, "over": answering.over(record, found)}
    return Answer({"number": record.number, "title": record.title, "questions": queries.asked(record), **said})


def _waiting(actor: Actor, found: list[Invitation]) -> Answer:
    return Answer({"items": [_row(each) for each in found]})


def _row(each: Invitation) -> dict[str, Any]:
    until = each.expires_at.isoformat() if each.expires_at else None
    return {"number": each.record.number, "title": each.record.title, "until": until}


def _answer(actor: Actor, mine: Mine, *, answers: list[str], comment: str = "") -> None:
    actions.answer(actor, mine[0].number, dict(enumerate(answers)), comment)


def _comment(actor: Actor, mine: Mine, *, text: str) -> None:
    actions.comment(actor, mine[0].number, text=text)


def _own(actor: Actor) -> Own:
    found = own(actor)
    if found is None:
        raise NotSeen(_("There is nothing here."))
    return found


def _mean(actor: Actor, found: Own) -> Answer:
    first, last = found.first.isoformat(), found.last.isoformat()
    return Answer({"mean": found.mean, "least": found.least, "first": first, "last": last})


def _of(actor: Actor, number: str) -> Record:
    """A record whose single answers the actor may read. Raises NotSeen."""
    record = get(actor, number, *queries.ASKED_ABOUT)
    if not may(actor, READ, record):
        raise NotSeen(_("There is nothing here."))
    return record


def _results(actor: Actor, record: Record) -> Answer:
    answered, asked = queries.turnout(record)
    items = [
        {
            "question": result.question["text"],
            "count": result.count,
            "mean": result.mean,
            "answers": [{"answer": label, "count": count} for label, count in result.bars],
            "texts": list(result.texts),
        }
        for result in queries.results(record)
    ]
    return Answer({"asked": asked, "answered": answered, "items": items})


things.Thing(
    RATINGS, queries.waiting, _waiting, shapes.thing({"items": shapes.listed(shapes.thing(ROW, ROW))}, ["items"])
).get("/ratings", "ratings", "What waits for one's own rating or answer")
things.Thing(RATINGS, _own, _mean, shapes.thing(OWN, OWN)).get(
    "/ratings/mine", "ratings_mine", "How people rate one's own work on average, once enough have"
)
mine = things.Thing(RATINGS, _mine, _shown, shapes.thing(ONE, ONE))
mine.get("/ratings/{number}", "rating", "What one is asked about a record")
mine.post("/ratings/{number}/answer", "rating_answer", "Answer it, once", _answer, TAKES)
mine.post("/ratings/{number}/comment", "rating_comment", "Say more about one's rating, once", _comment, SAYS)
things.Thing(RATINGS, _of, _results, shapes.thing(FOUND, FOUND)).get(
    "/ratings/{number}/results", "rating_results", "How a record was rated, or what a survey found"
)
