"""Packages over REST, with their acceptance criteria."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.papers import api as papers
from fettle.edges.rest import given, shapes, showing, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.facilities.discussion import queries as discussion
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Number, whole
from fettle.kernel.workflow import Ask
from fettle.processes.services.models import Criterion
from fettle.processes.services.packages import actions, asks, criteria, standing
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.specifications.records import APPROVE
from fettle.processes.services.workflow import MANAGE

CRITERION = {
    "id": shapes.WHOLE,
    "title": shapes.TEXT,
    "text": shapes.TEXT,
    "state": {"enum": ["open", "evidenced", "waived"]},
    "evidence": shapes.TEXT,
    "address": shapes.TEXT,
    "file": shapes.or_null(shapes.WHOLE),
    "settled_by": shapes.or_null(shapes.PERSON),
    "settled_at": shapes.or_null(shapes.MOMENT),
}
ITEMS = shapes.thing({"items": shapes.listed(shapes.thing(CRITERION, CRITERION)), "met": shapes.TEXT}, ["items", "met"])
FILE = Ask("file", Number(1), "Id of a file that is attached to the package", needed=False)
EVIDENCE = (asks.WORDS, asks.ADDRESS, FILE)
OF = "/packages/{number}/criteria"


def _shown(row: Criterion) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "text": row.text,
        "state": row.state,
        "evidence": row.evidence,
        "address": row.address,
        "file": row.file_id,
        "settled_by": showing.person(row.settled_by) if row.settled_by else None,
        "settled_at": row.settled_at.isoformat() if row.settled_at else None,
    }


def _items(actor: Actor, of: Any) -> Answer:
    record: Record = of[0] if isinstance(of, tuple) else of
    rows = standing.criteria(record)
    return Answer({"items": [_shown(row) for row in rows], "met": standing.count(rows)})


def _seen(actor: Actor, number: str) -> Record:
    return get(actor, number, PACKAGE)


def _managed(actor: Actor, number: str) -> Record:
    record = _seen(actor, number)
    require(actor, MANAGE, record)
    return record


def _one(actor: Actor, number: str, criterion: str) -> tuple[Record, int]:
    return _managed(actor, number), whole(criterion, 12) or 0


def _to_waive(actor: Actor, number: str, criterion: str) -> tuple[Record, int]:
    record = _seen(actor, number)
    require(actor, APPROVE, record)
    return record, whole(criterion, 12) or 0


def _evidence(actor: Actor, of: tuple[Record, int], *, file: int | None = None, **values: Any) -> Record:
    record, row = of
    found = discussion.attachments(actor, record).filter(pk=file).first() if file is not None else None
    if file is not None and found is None:
        raise Invalid({"file": _("There is no such file on this record any more.")})
    return criteria.evidence(actor, record.number, criterion=row, file=found, **values)


def _words(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


packages = routes(
    PACKAGE,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, PACKAGE),
    verbs=actions.VERBS,
    more=papers.steps(PACKAGE),
)
papers.add(packages, PACKAGE)
things.Thing(packages, _seen, _items, ITEMS).get(
    OF, "packages_criteria", "Its acceptance criteria, and what shows that each is met"
)
things.Thing(packages, _managed, _items, ITEMS).post(
    OF,
    "packages_add_criterion",
    "Add an acceptance criterion",
    lambda actor, record, **values: criteria.add(actor, record.number, **_words(values)),
    map(given.of_ask, asks.CRITERION),
)
ONE = things.Thing(packages, _one, _items, ITEMS)
ONE.post(
    f"{OF}/{{criterion}}/change",
    "packages_change_criterion",
    "Change an acceptance criterion",
    lambda actor, of, **values: criteria.change(actor, of[0].number, criterion=of[1], **_words(values)),
    map(given.of_ask, asks.CRITERION),
)
ONE.post(
    f"{OF}/{{criterion}}/take_away",
    "packages_take_away_criterion",
    "Take an acceptance criterion away",
    lambda actor, of: criteria.take_away(actor, of[0].number, criterion=of[1]),
)
ONE.post(
    f"{OF}/{{criterion}}/evidence",
    "packages_evidence_criterion",
    "Show that an acceptance criterion is met",
    _evidence,
    map(given.of_ask, EVIDENCE),
)
ONE.post(
    f"{OF}/{{criterion}}/reopen",
    "packages_reopen_criterion",
    "An acceptance criterion has to be shown again",
    lambda actor, of: criteria.reopen(actor, of[0].number, criterion=of[1]),
)
things.Thing(packages, _to_waive, _items, ITEMS).post(
    f"{OF}/{{criterion}}/waive",
    "packages_waive_criterion",
    "Waive an acceptance criterion, for whoever may approve",
    lambda actor, of, **values: criteria.waive(actor, of[0].number, criterion=of[1], **values),
    map(given.of_ask, asks.REASON),
)
