"""The form of what is asked about a record, for the page behind a link and for who is signed in alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _

from fettle.edges.pages.inputs import form_of, refuse
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Option, Text
from fettle.processes.surveys import actions, queries, questions
from fettle.processes.surveys.models import Invitation
from fettle.processes.surveys.records import SURVEY

COMMENT = "comment"


def form_for(actor: Actor, record: Record, data: Any = None, score: str = "") -> Form:
    """Every question, and a comment beside a rating. ``score`` is chosen already; choosing it is not answering."""
    first = {"q0": score} if score in {str(each) for each in questions.SCORES} else {}
    return form_of(_fields(record), actor, data, first)


def comment_form(actor: Actor, data: Any = None) -> Form:
    """The comment alone, after the rating."""
    return form_of([_comment(True)], actor, data)


def _fields(record: Record) -> list[Field]:
    fields = [_field(at, question) for at, question in enumerate(queries.asked(record))]
    return fields if record.kind == SURVEY.key else [*fields, _comment(False)]


def _field(at: int, question: questions.Question) -> Field:
    if question["type"] == questions.TEXT:
        return Field(f"q{at}", Text(actions.LONGEST), question["text"])
    offered = [Option(answer, answer) for answer in question["answers"]]
    offered = queries.scale() if question["type"] == questions.RATING else offered
    return Field(f"q{at}", Choice(lambda: offered, tiles=True), question["text"], needed=True)


def _comment(needed: bool) -> Field:
    return Field(COMMENT, Text(actions.LONGEST), str(queries.words()["comment"]), needed=needed)


def done(actor: Actor, record: Record, form: Form) -> bool:
    """Whether the answer that a form holds was taken; else the form says why not."""
    if not form.is_valid():
        return False
    values: Mapping[str, Any] = form.cleaned_data
    given = {int(name[1:]): value for name, value in values.items() if name.startswith("q") and value}
    return _tried(form, lambda: actions.answer(actor, record.number, given, values.get(COMMENT) or ""))


def commented(actor: Actor, record: Record, form: Form) -> bool:
    """Whether a comment was added."""
    if not form.is_valid():
        return False
    return _tried(form, lambda: actions.comment(actor, record.number, text=form.cleaned_data[COMMENT]))


def _tried(form: Form, act: Any) -> bool:
    try:
        act()
    except Invalid as invalid:
        refuse(form, invalid)
    except Refusal as no:
        form.add_error(None, str(no))
    return not form.errors


def over(record: Record, found: Invitation | None) -> str:
    """Why nothing can be answered any more, as a sentence; "" while it can."""
    if found is None or found.state not in (Invitation.State.ASKED, Invitation.State.ANSWERED):
        return _("You were not asked for a rating of this.")
    if found.state == Invitation.State.ANSWERED:
        return _("Your answer is there. Thank you.")
    if not queries.is_open(found):
        return _("The time to answer this is over.")
    if record.kind == SURVEY.key and not record.is_open:
        return _("The survey is over: nobody answers it any more.")
    return ""
