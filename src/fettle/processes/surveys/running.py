"""Writes of surveys (PR7.A3.1, PR7.A3.2): drawn up, started, reminded of, closed, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.edges.notify.leaving import withheld
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.models import Grant
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import visible
from fettle.kernel.access.references import ToPerson
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.read import current
from fettle.processes.customers import queries as customers
from fettle.processes.incidents.queries import DESK
from fettle.processes.surveys import actions, queries, questions, rules
from fettle.processes.surveys.definitions import HANDLING_KEY, TEMPLATES_KEY
from fettle.processes.surveys.facts import Cancelled, Closed, Planned, Reminded, Revised, Started
from fettle.processes.surveys.following import end_of
from fettle.processes.surveys.models import Invitation, Key
from fettle.processes.surveys.records import CONTACTS, LATELY, REPRESENTATIVES, SURVEY
from fettle.processes.surveys.workflow import MANAGE, RUNNING

NAMED, REQUESTER = Participant.Part.NAMED, Participant.Part.REQUESTER
MOST_PEOPLE, MOST_NAMED, LATELY_DAYS = 2_000, 200, 90


@transaction.atomic
def register(
    actor: Actor,
    *,
    title: str,
    reach: str,
    ends_on: date,
    organisation: Organisation | None = None,
    assignee: Person | None = None,
    template: str = "",
    questions: str = "",
    others: str = "",
    introduction: str = "",
) -> Record:
    """Draw a survey up (PR7.A3.1). Raises Forbidden, Invalid."""
    home = require_in(actor, SURVEY.may.register, organisation)
    rules.it_is_still_to_come(ends_on, timezone.localdate())
    text = questions or _of_template(template)
    rules.something_is_asked(_read(text))
    owner = assignee or actor.person
    values: dict[str, Any] = {
        "title": title,
        "reach": reach,
        "ends_on": ends_on,
        "due_at": end_of(ends_on),
        "assignee": owner,
        "template": template or "",
        "questions": text,
        "others": others or "",
        "introduction": introduction or "",
    }
    _named(actor, others or "")
    parts = [(owner, NAMED)] if owner else []
    return history.create(actor, SURVEY, Planned(), organisation=home, values=values, parts=parts)


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change what is asked, whom, or until when. While it runs its end and its owner change alone. Raises Invalid."""
    record = history.lock(actor, number, SURVEY)
    require(actor, SURVEY.may.revise, record)
    rules.it_is_not_over(record)
    if "questions" in values:
        rules.something_is_asked(_read(values["questions"] or ""))
    _named(actor, values.get("others") or "")
    if day := values.get("ends_on"):
        rules.it_is_still_to_come(day, timezone.localdate())
        values["due_at"] = end_of(day)
        Invitation.objects.filter(record=record).update(expires_at=values["due_at"])
        Key.objects.filter(invitation__record=record).update(expires_at=values["due_at"])
    owner = values.get("assignee")
    history.write(actor, record, Revised(), set=values, parts=[(owner, NAMED)] if owner else [])
    return record


@transaction.atomic
def start(actor: Actor, number: str) -> Record:
    """Ask those whom it is for (PR7.A3.2). Raises Invalid where that is nobody, Refusal where no mail leaves."""
    record = history.lock(actor, number, SURVEY)
    verb = allow(actor, record, "start")
    rules.mail_leaves(withheld())
    rules.it_is_still_to_come(record.item.ends_on, timezone.localdate())
    asked = _read(record.item.questions)
    rules.something_is_asked(asked)
    people = meant(actor, record)
    rules.somebody_is_asked(people)
    return begin(actor, record, verb.target, asked, people)


def begin(
    actor: Actor, record: Record, state: str | None, asked: list[questions.Question], people: list[int]
) -> Record:
    """From now on these people may answer, each once."""
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(
            record=record,
            person_id=person,
            state=Invitation.State.ASKED,
            made_at=now,
            due_at=now,
            asked_at=now,
            expires_at=record.due_at,
        )
        for person in people
    )
    values = {"state": state, "asked": asked, "started_at": now, "progress": f"0/{len(people)}"}
    parts = [(person, NAMED) for person in people]
    history.write(actor, record, Started(people=people), set=values, parts=parts)
    return record


@transaction.atomic
def remind(actor: Actor, number: str) -> Record:
    """Write once more to those who have not answered. Raises Refusal."""
    record = history.lock(actor, number, SURVEY)
    allow(actor, record, "remind")
    rules.mail_leaves(withheld())
    rules.it_is_not_too_late(record.due_at, timezone.now())
    left = queries.not_answered(record)
    rules.somebody_is_left(left)
    history.write(actor, record, Reminded(people=left), set={"reminded_at": timezone.now()})
    return record


@transaction.atomic
def close(actor: Actor, number: str) -> Record:
    """Nobody answers any more."""
    return _end(actor, number, "close", Closed())


@transaction.atomic
def cancel(actor: Actor, number: str, *, reason: str) -> Record:
    """It is not held; what was answered stays."""
    return _end(actor, number, "cancel", Cancelled(reason=reason))


def _end(actor: Actor, number: str, name: str, fact: Fact) -> Record:
    record = history.lock(actor, number, SURVEY)
    verb = allow(actor, record, name)
    over = {"due_at": None, "closed_at": timezone.now(), "progress": actions.progress(record)}
    history.write(actor, record, fact, set={"state": verb.target, **over})
    return record


def meant(actor: Actor, record: Record) -> list[int]:
    """The active people with an address whom a survey is for, in ascending order. Raises Invalid."""
    path = record.organisation.path
    found: set[int] = {person.pk for person in _named(actor, record.item.others)}
    if record.item.reach == CONTACTS:
        found |= set(customers.contacts(actor, path))
    elif record.item.reach == REPRESENTATIVES:
        grants = Grant.objects.filter(role="representative", organisation__path__startswith=path)
        found |= set(grants.values_list("person_id", flat=True))
    elif record.item.reach == LATELY:
        since = timezone.now() - timedelta(days=LATELY_DAYS)
        near = visible(actor, *DESK).filter(opened_at__gt=since, organisation__path__startswith=path)
        asked = Participant.objects.filter(part=REQUESTER, record__in=near.order_by().values("pk"))
        found |= set(asked.values_list("person_id", flat=True).distinct())
    reached = Person.objects.filter(pk__in=found, is_active=True, mail__isnull=False).exclude(mail="")
    people = sorted(reached.values_list("pk", flat=True))
    if len(people) > MOST_PEOPLE:
        sentence = _("This would ask %(count)s people; at most %(most)s fit into one survey: choose an organisation.")
        raise Invalid({"organisation": sentence % {"count": len(people), "most": MOST_PEOPLE}})
    return people


def _named(actor: Actor, text: str) -> list[Person]:
    """The people whose addresses stand there. Raises Invalid with the address that nobody has."""
    parts = [part.strip() for line in text.splitlines() for part in line.split(",") if part.strip()]
    if len(parts) > MOST_NAMED:
        raise Invalid({"others": _("At most %(count)s people fit here.") % {"count": MOST_NAMED}})
    try:
        return [ToPerson().clean(part, actor) for part in parts]
    except ValueError as problem:
        raise Invalid({"others": str(problem)}) from None


def _read(text: str) -> list[questions.Question]:
    try:
        return questions.read(text)
    except ValueError as problem:
        raise Invalid({"questions": str(problem)}) from None


def _of_template(code: str) -> str:
    return next((str(row["questions"]) for row in current()[TEMPLATES_KEY] if row["code"] == code), "")


def go_on(now: datetime) -> None:
    """Once a day: those that run are reminded of before their end, and closed after it."""
    house = Actor.house(gettext_noop("Clockwork"), SURVEY.may.see, MANAGE)
    running = visible(house, SURVEY).filter(state=RUNNING).select_related("survey").order_by("pk")
    for record in running:
        if record.due_at and record.due_at <= now:
            close(house, record.number)
        elif _to_be_reminded_of(record, now) and queries.not_answered(record) and not withheld():
            remind(house, record.number)


def _to_be_reminded_of(record: Record, now: datetime) -> bool:
    near = timedelta(days=current()[HANDLING_KEY]["remind_days"])
    due = record.due_at if record.item.reminded_at is None else None
    return bool(near) and due is not None and due - near <= now


VERBS: dict[str, Callable[..., Record]] = {"start": start, "remind": remind, "close": close, "cancel": cancel}
