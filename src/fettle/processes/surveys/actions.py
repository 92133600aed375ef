"""What people answer: a rating of what they asked for, a comment after it, the questions of a survey. Each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.processes.surveys import queries, questions, rules
from fettle.processes.surveys.facts import Commented, Rated
from fettle.processes.surveys.models import Answer, Invitation, Remark
from fettle.processes.surveys.records import SURVEY

LONGEST = 2_000


@transaction.atomic
def answer(actor: Actor, number: str, given: Mapping[int, str], comment: str = "") -> Record:
    """Answer what is asked about a record: ``given`` maps the place of a question to a score, a choice or words. A
    ``comment`` goes with a rating. Raises NotSeen, Refusal, Invalid.
    """
    record = history.lock(actor, number, *queries.ASKED_ABOUT)
    found = _theirs(record, actor.person_id)
    rules.they_were_asked(found)
    rules.they_answer_once(found, queries.answered_at(found))
    rules.it_is_not_too_late(found.expires_at, timezone.now())
    if record.kind == SURVEY.key:
        rules.the_survey_runs(record)
    else:
        rules.they_did_not_work_on_it(actor.person_id, queries.workers(record))
    rows, texts = _cleaned(queries.asked(record), given)
    if comment.strip() and record.kind != SURVEY.key:
        texts[0] = comment.strip()[:LONGEST]
    now, on = timezone.now(), {"record_id": record.pk, "invitation": found}
    Answer.objects.bulk_create(
        Answer(**on, question=at, score=score, choice=choice, channel=actor.channel, at=now)
        for at, score, choice in rows
    )
    Remark.objects.bulk_create(Remark(**on, question=at, text=text, at=now) for at, text in texts.items())
    Invitation.objects.filter(pk=found.pk).update(state=Invitation.State.ANSWERED)
    columns = {"progress": progress(record)} if record.kind == SURVEY.key else {}
    history.write(actor, record, Rated(invitation=found.pk), set=columns, wakes=False)
    return record


@transaction.atomic
def comment(actor: Actor, number: str, *, text: str) -> Record:
    """Say more about a rating that was just given, once. Raises NotSeen, Refusal, Invalid."""
    record = history.lock(actor, number, *queries.ASKED_ABOUT)
    found = _theirs(record, actor.person_id)
    if not text.strip():
        raise Invalid({"comment": _("Write something, or leave the page: your rating is there.")})
    if not queries.takes_comment(found):
        raise Refusal(_("A comment can be added once, within a day of the rating."), rule="takes_comment")
    Remark.objects.create(
        record_id=record.pk, invitation=found, question=0, text=text.strip()[:LONGEST], at=timezone.now()
    )
    history.write(actor, record, Commented(), wakes=False)
    return record


def progress(record: Record) -> str:
    """``12/20``: how many answered, of how many."""
    done, of = queries.turnout(record)
    return f"{done}/{of}" if of else ""


def _theirs(record: Record, person: int | None) -> Any:
    """What this person is asked, held until the transaction ends; two answers at once come one after the other."""
    found = Invitation.objects.filter(record=record, person_id=person).select_for_update().first() if person else None
    if found is not None:
        found.record = record
    return found


def _cleaned(
    asked: Sequence[questions.Question], given: Mapping[int, str]
) -> tuple[list[tuple[int, int | None, str]], dict[int, str]]:
    """Rows of place, score and choice, and the words. Every rating and choice is needed, words are not. Raises
    Invalid.
    """
    rows: list[tuple[int, int | None, str]] = []
    texts: dict[int, str] = {}
    wrong: dict[str, Any] = {}
    for at, question in enumerate(asked):
        said = str(given.get(at) or "").strip()
        if question["type"] == questions.TEXT:
            texts |= {at: said[:LONGEST]} if said else {}
        elif question["type"] == questions.RATING and said in {str(score) for score in questions.SCORES}:
            rows.append((at, int(said), ""))
        elif question["type"] == questions.CHOICE and said in question["answers"]:
            rows.append((at, None, said))
        else:
            wrong[f"q{at}"] = _("Choose an answer: %(question)s") % {"question": question["text"]}
    if wrong:
        raise Invalid(wrong)
    return rows, texts
