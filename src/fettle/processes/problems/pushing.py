"""One text to all open incidents of a problem: looked at first, then written record by record, by the rules of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import addresses, bulk_run
from fettle.edges.pages.bulk import Acts
from fettle.edges.pages.models import BulkRun
from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.facts import Noted
from fettle.facilities.discussion.queries import SERVED
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import get
from fettle.kernel.history import write as history
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import STAFF, Choice, Number, Option, Text
from fettle.kernel.workflow import Ask, Verb
from fettle.processes.incidents.actions import parts
from fettle.processes.incidents.queries import DESK
from fettle.processes.problems import queries, rules
from fettle.processes.problems.facts import WroteToIncidents
from fettle.processes.problems.records import PROBLEM
from fettle.processes.problems.workflow import WORK

REPLY, NOTE = "reply", "note"
ON_THE_DESK = "incidents.work"
LONGEST = 20_000


def ways() -> list[Option]:
    """Who reads it."""
    return [
        Option(REPLY, _("Reply: everybody on each of them reads it")),
        Option(NOTE, _("Internal note: staff alone")),
    ]


WAY = Ask("way", Choice(ways, tiles=True), _("Who reads it"))
TEXT = Ask(
    "text", Text(LONGEST), _("Text"), _("{number}, {caller}, {agent}, {title} and {service} are filled in for each.")
)
CAUSE = Ask("cause", Number(0), _("Entry that caused it"), needed=False)
OPEN = frozenset(state.key for state in DESK[0].flow.states if state.open)
STEPS = {
    way: Verb(f"{way}_of_problem", label, OPEN, None, ON_THE_DESK, asks=(TEXT, CAUSE), icon="message")
    for way, label in ((REPLY, _("Reply from the problem")), (NOTE, _("Note from the problem")))
}


@dataclass(frozen=True)
class Reach:
    """The open incidents and requests that it is written to, those that the actor may not write on, and by name who
    reads a reply.
    """

    ready: tuple[Record, ...]
    left: tuple[Record, ...]
    readers: tuple[str, ...]


def reach(actor: Actor, problem: Record) -> Reach:
    """What a text would reach now."""
    found = queries.incidents_of(actor, problem).filter(is_open=True).select_related("organisation").order_by("pk")
    rows = list(found)
    ready = tuple(row for row in rows if may(actor, ON_THE_DESK, row))
    names = Participant.objects.filter(record__in=ready, part__in=SERVED).order_by("person__name")
    left = tuple(row for row in rows if row not in ready)
    return Reach(ready, left, tuple(names.values_list("person__name", flat=True).distinct()))


def push(
    actor: Actor, number: str, *, way: str, text: str, reached: Reach | None = None, looked_at: datetime
) -> BulkRun:
    """Keep the text on the problem and write it to each: at once for a few, by a job for many. The problem's entry is
    the cause of theirs. Raises Refusal where there is none.
    """
    with transaction.atomic():
        record = history.lock(actor, number, PROBLEM)
        require(actor, WORK, record)
        found = reached or reach(actor, record)
        rules.some_are_open(len(found.ready))
        comment = discussion.write_down(actor, record, text, STAFF)
        said = WroteToIncidents(count=len(found.ready), public=way == REPLY)
        cause = history.write(actor, record, Noted(comment=comment.pk), said, audience=STAFF).pk
    values = {"text": text, "cause": cause}
    numbers = [row.number for row in found.ready]
    return bulk_run.begin(actor, ACTS.key, STEPS[way], values, numbers, looked_at, addresses.of(record))


def _once(actor: Actor, number: str, cause: int | None) -> Record | None:
    """The record, where this was written to it already."""
    record = get(actor, number, *DESK)
    return record if cause and Entry.objects.filter(record=record, caused_by_id=cause).exists() else None


def reply(actor: Actor, number: str, *, text: str, cause: int | None = None) -> Record:
    """To everybody on one of them."""
    return _once(actor, number, cause) or parts.tell_part(actor, number, text=text, cause=cause)


def note(actor: Actor, number: str, *, text: str, cause: int | None = None) -> Record:
    """For the staff of one of them."""
    return _once(actor, number, cause) or parts.note_part(actor, number, text=text, cause=cause)


def previewed(actor: Actor, record: Record, text: str) -> str:
    """The text as those on one of them read it."""
    return parts.filled(actor, record.number, text)


ACTIONS: dict[str, Any] = {STEPS[REPLY].name: reply, STEPS[NOTE].name: note}
ACTS = Acts("problems", DESK, ACTIONS, steps={step.name: step for step in STEPS.values()})
