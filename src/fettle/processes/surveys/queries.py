"""Reads of satisfaction: what somebody is asked, what was answered, and who may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import get, visible
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Option
from fettle.kernel.settings.read import current
from fettle.processes.incidents import facts as incidents
from fettle.processes.incidents.queries import DESK
from fettle.processes.surveys import questions
from fettle.processes.surveys.definitions import ALL, HANDLING_KEY, NOTHING, WORDS_KEY
from fettle.processes.surveys.models import Answer, Invitation, Remark
from fettle.processes.surveys.own import Own, own
from fettle.processes.surveys.records import FOLLOW_UP, SURVEY
from fettle.processes.surveys.workflow import READ

__all__ = ["Own", "own"]
State = Invitation.State
ASKED_ABOUT = (*DESK, SURVEY)
AFTERWARDS = timedelta(days=1)
"""So long after the answer a comment may be added."""


def words(language: str = "") -> dict[str, Any]:
    """Question and scale, in a language: that of the reader unless told."""
    spoken = (language or get_language() or "en").partition("-")[0]
    return questions.spoken(current()[WORDS_KEY], spoken)


def scale(language: str = "") -> list[Option]:
    """The scores as people choose them, best first."""
    row, faces = words(language), bool(current()[HANDLING_KEY]["faces"])
    return [Option(str(score), questions.word(row, score, faces)) for score in questions.SCORES]


def word(score: int) -> str:
    """What a score is called for its reader."""
    return questions.word(words(), score, bool(current()[HANDLING_KEY]["faces"]))


def asked(record: Record) -> list[questions.Question]:
    """What is asked about a record."""
    if record.kind == SURVEY.key:
        found: list[questions.Question] = record.item.asked
        return found
    return [{"type": questions.RATING, "text": str(words()["question"]), "answers": []}]


def invitation(record: Record, person: int | None) -> Invitation | None:
    """Whether and when somebody is asked about a record."""
    return Invitation.objects.filter(record=record, person_id=person).first() if person else None


def is_open(found: Invitation | None) -> bool:
    """Whether it may be answered now."""
    return bool(found and found.state == State.ASKED and found.expires_at and found.expires_at > timezone.now())


def mine(actor: Actor, number: str) -> tuple[Record, Invitation | None]:
    """A record that is asked about and what this person is asked. Raises NotSeen."""
    record = get(actor, number, *ASKED_ABOUT)
    return record, invitation(record, actor.person_id)


def waiting(actor: Actor) -> list[Invitation]:
    """What waits for the answer of this person, the soonest end first."""
    if actor.person_id is None:
        return []
    found = Invitation.objects.filter(person_id=actor.person_id, state=State.ASKED, asked_at__isnull=False)
    found = found.filter(expires_at__gt=timezone.now(), record__in=visible(actor, *ASKED_ABOUT))
    found = found.exclude(record__kind=SURVEY.key, record__is_open=False)
    return list(found.select_related("record").order_by("expires_at")[:50])


def answered_at(found: Invitation) -> datetime | None:
    """When it was answered."""
    return Answer.objects.filter(invitation=found).values_list("at", flat=True).first()


def workers(record: Record) -> set[int | None]:
    """Whoever resolved what somebody asked for, or has it."""
    resolved = Entry.objects.filter(record=record, facts__contains=[{"name": incidents.Resolved.name}])
    return {record.assignee_id, *resolved.values_list("actor_id", flat=True)} - {None}


def takes_comment(found: Invitation | None) -> bool:
    """Whether a comment may still be added to the rating of a record."""
    if found is None or found.state != State.ANSWERED or found.record.kind == SURVEY.key:
        return False
    at = answered_at(found)
    lately = at is not None and at > timezone.now() - AFTERWARDS
    return lately and not Remark.objects.filter(invitation=found).exists()


@dataclass(frozen=True)
class Rating:
    """How a record was rated: what may be known of it. ``reason`` says why nobody is asked."""

    invitation: Invitation
    score: int | None
    comment: str
    at: datetime | None
    follow_up: Record | None


def rating(actor: Actor, record: Record) -> Rating | None:
    """What this reader may know of the rating of an incident or a request; None where that is nothing."""
    reads, settled = may(actor, READ, record), current()[HANDLING_KEY]["agents"]
    agents = record.assignee_id == actor.person_id and actor.is_staff and settled != NOTHING
    if not reads and not agents:
        return None
    found = Invitation.objects.filter(record=record).order_by("-pk").first()
    if found is None or (not reads and found.state != State.ANSWERED):
        return None
    given = Answer.objects.filter(invitation=found).first()
    said = Remark.objects.filter(invitation=found).first() if reads or settled == ALL else None
    follows = visible(actor, FOLLOW_UP).filter(follow_up__about=record).order_by("-pk").first()
    return Rating(
        found, given.score if given else None, said.text if said else "", given.at if given else None, follows
    )


@dataclass(frozen=True)
class Result:
    """The answers to one question of a survey: how many, their mean, how many gave each, what was written."""

    question: questions.Question
    count: int
    mean: float | None
    bars: Sequence[tuple[str, int]]
    texts: Sequence[str]


def results(record: Record) -> list[Result]:
    """What a survey found, without who said what."""
    given: dict[int, list[Alike]] = {}
    counted = Answer.objects.filter(record=record).order_by().values_list("question", "score", "choice")
    for at, *alike in counted.annotate(many=Count("pk")):
        given.setdefault(at, []).append(tuple(alike))
    texts: dict[int, list[str]] = {}
    for remark in Remark.objects.filter(record=record).exclude(text="").order_by("text"):
        texts.setdefault(remark.question, []).append(remark.text)
    return [_result(question, given.get(at, []), texts.get(at, [])) for at, question in enumerate(asked(record))]


Alike = tuple[int | None, str, int]
"""A score or a choice, and how many gave it."""


def _result(question: questions.Question, given: Sequence[Alike], texts: Sequence[str]) -> Result:
    scores = {score: many for score, _choice, many in given if score is not None}
    counts = {choice: many for _score, choice, many in given}
    bars = [(choice, counts.get(choice, 0)) for choice in question["answers"]]
    if question["type"] == questions.RATING:
        bars = [(word(score), scores.get(score, 0)) for score in questions.SCORES]
    whole = sum(scores.values())
    mean = round(sum(score * many for score, many in scores.items()) / whole, 2) if whole else None
    return Result(question, sum(many for _score, _choice, many in given) or len(texts), mean, bars, texts)


def turnout(record: Record) -> tuple[int, int]:
    """How many answered, of how many that were asked."""
    found = Invitation.objects.filter(record=record, asked_at__isnull=False)
    return found.filter(state=State.ANSWERED).count(), found.count()


def not_answered(record: Record) -> list[int]:
    """The people who were asked and have not answered, in ascending order."""
    left = Invitation.objects.filter(record=record, state=State.ASKED, person__is_active=True)
    return sorted(left.values_list("person_id", flat=True))


def of_record(actor: Actor, about: Record, count: int) -> list[Record]:
    """The follow-ups of a record that this reader sees."""
    return list(visible(actor, FOLLOW_UP).filter(follow_up__about=about).order_by("-pk")[:count])


def written(about: Record, person: int | None) -> list[str]:
    """What somebody wrote with their answers about a record."""
    if person is None:
        return []
    found = Remark.objects.filter(record=about, invitation__person_id=person).exclude(text="")
    return list(found.order_by("question").values_list("text", flat=True))
