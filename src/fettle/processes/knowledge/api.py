"""Articles over REST: the routes of their kind for staff, and the door of the people we serve under ``/help``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Router

from fettle.edges.papers import api as papers
from fettle.edges.rest import described, given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.facilities.documents import actions as texts
from fettle.facilities.documents.workflow import LONGEST
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.access.references import ToRecord
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Line, Text
from fettle.kernel.workflow import Ask
from fettle.processes.incidents.queries import DESK
from fettle.processes.knowledge import actions, queries, tallies
from fettle.processes.knowledge.models import Tally
from fettle.processes.knowledge.records import ARTICLE

ALSO = (
    Ask("text", Text(LONGEST), _("text"), _("The first draft, in Markdown."), needed=False),
    Ask("of", Line(20), _("number of the solved record"), _("They are linked."), needed=False),
)
articles = routes(
    ARTICLE,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, ARTICLE, register=actions.register, revise=actions.revise),
    verbs=texts.VERBS,
    more=papers.steps(ARTICLE),
    also=ALSO,
)
papers.add(articles, ARTICLE)

HELP = Router(tags=["help"])
SHORT = {"number": shapes.TEXT, "title": shapes.TEXT}
ONE = shapes.thing({**SHORT, "text": shapes.TEXT}, ("number", "title", "text"))
ROWS = shapes.thing({"items": shapes.listed(shapes.thing(SHORT, SHORT))}, ["items"])
COUNTS = shapes.thing({what.value: shapes.WHOLE for what in Tally.What}, Tally.What.values)
NOTED = shapes.thing(SHORT, SHORT)
OF = (given.Takes("of", "of", Line(20), "One's own open record that it is about", empty=""),)
WITH = (given.Takes("article", "article", ToRecord("article"), "The article", needed=True),)
SENT = (*WITH, given.Takes("text", "text", Text(LONGEST), "The reply", needed=True))


def _asked(actor: Actor, q: str | None = None) -> list[Record]:
    return [fit.record for fit in queries.answering(actor, q or "", limit=20)]


def _short(record: Record) -> dict[str, Any]:
    return {"number": record.number, "title": record.title}


def _listed(actor: Actor, found: list[Record]) -> Answer:
    return Answer({"items": [_short(record) for record in found]})


def _one(actor: Actor, record: Record) -> Answer:
    return Answer({**_short(record), "text": queries.text(record)})


def _noted(actor: Actor, record: Record) -> Answer:
    return Answer(_short(record))


def _counts(actor: Actor, record: Record) -> Answer:
    return Answer(tallies.of([record.pk])[record.pk])


def _on(actor: Actor, number: str) -> Record:
    record = get(actor, number, *DESK)
    require(actor, actions.WORK, record)
    return record


def _use(actor: Actor, record: Record, *, article: Record) -> Record:
    return actions.use(actor, record.number, article=article)


def _send(actor: Actor, record: Record, *, article: Record, text: str) -> Record:
    return actions.send(actor, record.number, article=article, text=text)


def _helped(actor: Actor, article: Record, of: str = "") -> Record:
    return actions.helped(actor, article.number, of=of)


def _failed(actor: Actor, article: Record, of: str = "") -> Record:
    return actions.did_not_help(actor, article.number, of=of)


things.Thing(HELP, _asked, _listed, ROWS).get(
    "/help", "help", "Published articles for everybody that answer a question", [described.query("q", shapes.TEXT)]
)
read = things.Thing(HELP, queries.read, _one, ONE)
read.get("/help/{number}", "help_read", "One of them, as it is in force")
noted = things.Thing(HELP, queries.read, _noted, NOTED)
noted.post("/help/{number}/helped", "help_helped", "It solved it: an open record of one's own is closed", _helped, OF)
noted.post("/help/{number}/did_not_help", "help_failed", "It did not help", _failed, OF)
things.Thing(HELP, lambda actor, number: get(actor, number, ARTICLE), _counts, COUNTS).get(
    "/knowledge/{number}/counts", "knowledge_counts", "How often it was shown, helped, did not help, was used"
)
on_desk = things.Thing(HELP, _on, _noted, NOTED)
on_desk.post("/help/on/{number}/used", "help_used", "Staff worked with an article on this record", _use, WITH)
on_desk.post("/help/on/{number}/send", "help_send", "Reply on this record with an article", _send, SENT)
