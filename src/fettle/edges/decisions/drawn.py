"""Rounds of approval as pages draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages import addresses, values
from fettle.facilities.approvals import actions, queries
from fettle.facilities.approvals.definitions import is_done
from fettle.facilities.approvals.models import Decision, Round
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.clock.wording import Sentence, never_due
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, Text

SHAPES = {"open": "pause", "approved": "done", "refused": "stop", "withdrawn": "closed"}


@dataclass(frozen=True)
class Standing:
    """The state of a round: shape and word."""

    label: str
    shape: str


@dataclass(frozen=True)
class Line:
    """One person in a step: who, whether they decided, when, by whom, and the comment if the reader may read it."""

    name: str
    word: str
    tone: str = ""
    at: datetime | None = None
    instead: str = ""
    comment: str = ""


@dataclass(frozen=True)
class StepDrawn:
    """``rule`` says how many have to approve; ``asked``: it is this step's turn, or was."""

    number: int
    rule: str
    asked: bool
    lines: Sequence[Line]


@dataclass(frozen=True)
class Drawn:
    """A round. ``decide_url`` where the reader may decide it now, ``cancel_url`` where they may withdraw it; ``never``
    says why a round that has a deadline is never due.
    """

    round: Round
    standing: Standing
    steps: Sequence[StepDrawn]
    decide_url: str = ""
    cancel_url: str = ""
    never: Sentence = ""


def standing(found: Round) -> Standing:
    words = {
        "open": _("Approval asked"),
        "approved": _("Approved"),
        "refused": _("Not approved"),
        "withdrawn": _("Approval withdrawn"),
    }
    return Standing(words[found.state], SHAPES[found.state])


def draw(actor: Actor, record: Record, found: Round) -> Drawn:
    """The whole round; comments as far as the actor may read them."""
    given = queries.decisions(found)
    seen = audiences(actor, record)
    seats = list(found.seats.select_related("person").order_by("step", "person__name", "pk"))
    steps = [
        StepDrawn(
            at + 1,
            _rule(kept["needed"], sum(seat.step == at for seat in seats)),
            at <= found.step,
            [_line(seat, found, given, seen) for seat in seats if seat.step == at],
        )
        for at, kept in enumerate(found.steps)
    ]
    may = found.state == Round.State.OPEN and _may_decide(actor, record, found)
    page = f"/approvals/{record.number}/"
    return Drawn(
        found,
        standing(found),
        steps,
        page if may else "",
        f"{page}cancel" if actions.may_cancel(actor, record, found) else "",
        never_due() if found.due_at is None and found.steps[found.step].get("hours") else "",
    )


def _may_decide(actor: Actor, record: Record, found: Round) -> bool:
    who = actor.person_id
    if who is None or not record.is_open or is_done(record) or who in queries.barred(record, found.asked_by_id):
        return False
    done = found.decisions.filter(step=found.step, person_id=who).exists()
    return not done and bool(queries.seats_for(found, who))


def _rule(needed: int, there: int) -> str:
    if needed >= there:
        return _("all have to approve") if there > 1 else ""
    if needed == 1:
        return _("one has to approve")
    return _("%(needed)s of %(there)s have to approve") % {"needed": needed, "there": there}


def _line(seat: Any, found: Round, given: Sequence[Decision], seen: frozenset[str]) -> Line:
    row = next((each for each in given if each.step == seat.step and each.seat_id == seat.person_id), None)
    if row is None:
        word = _("is asked") if seat.waits else _("asked later") if found.state == Round.State.OPEN else ""
        if found.state == Round.State.OPEN and seat.step < found.step:
            word = _("no longer needed")
        return Line(seat.person.name, word)
    comment = row.comment.text if row.comment and row.comment.audience in seen else ""
    word, tone = (_("approved"), "green") if row.approves else (_("refused"), "red")
    instead = row.person.name if row.person_id != row.seat_id else ""
    return Line(seat.person.name, word, tone, row.at, instead, comment)


def about(record: Record) -> dict[str, Any]:
    """What everybody on the record may read of it, long texts apart: what an approver is shown, never a note."""
    kind = record.declared
    readable = [item for item in kind.readable(frozenset({EVERYONE})) if item.name not in ("title", "resolution")]
    long = [item for item in readable if isinstance(item.type, Text)]
    short = [values.cell(kind, record, item) for item in readable if item not in long]
    first = {"requester", "service", "location"}
    filled = [(item, cell) for item, cell in zip([i for i in readable if i not in long], short, strict=True)
              if cell.value not in (None, "", 0)]  # fmt: skip
    texts = [(item.label, text) for item in long if (text := kind.value(record, item.name))]
    return {
        "texts": texts,
        "cells": [cell for item, cell in filled if item.name in first],
        "more": [cell for item, cell in filled if item.name not in first],
        "address": addresses.short(record),
    }
