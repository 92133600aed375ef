"""Writing a text, having it approved, and ending it (GR2.A2). Every action takes any kind of controlled text."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.cycles import queries as cycles
from fettle.facilities.cycles.actions import plan as plan_duty
from fettle.facilities.cycles.dates import after
from fettle.facilities.documents import facts, queries, rules
from fettle.facilities.documents.models import Approval, Version
from fettle.facilities.documents.workflow import PUBLISHED, REVIEW
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.offers import allow
from fettle.kernel.errors import NotSeen, Stale
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.read import current

NAMED = Participant.Part.NAMED


def locked(actor: Actor, number: str) -> Record:
    """A controlled text, held until the transaction ends. Raises NotSeen."""
    record = history.lock(actor, number)
    if not queries.controlled(record):
        raise NotSeen(_("%(number)s has no controlled text.") % {"number": record.number})
    return record


@transaction.atomic
def write(actor: Actor, number: str, *, text: str, note: str = "", base: int | None = None) -> Record:
    """Save a version. ``base`` is the newest one that the writer saw. Raises Stale when somebody wrote meanwhile,
    Invalid when nothing is different.
    """
    record = locked(actor, number)
    verb = allow(actor, record, "write")
    newest = record.versions.order_by("-number").first()
    if base is not None and newest is not None and newest.number != base:
        raise Stale(_("Somebody saved version %(number)s meanwhile: compare it first.") % {"number": newest.number})
    rules.text_is_new(text, queries.text_of(record, record.item.draft or record.item.in_force))
    made = Version.objects.create(
        record=record, number=newest.number + 1 if newest else 1, text=text, note=note, author_id=actor.person_id
    )
    history.write(
        actor,
        record,
        facts.Written(number=made.number, note=note),
        set={"state": verb.target, "draft": made.number, "assignee": actor.person_id},
    )
    return record


@transaction.atomic
def submit(actor: Actor, number: str, *, reviewer: Person | None = None) -> Record:
    """Give the draft to a reviewer, or to whoever may approve."""
    record = locked(actor, number)
    verb = allow(actor, record, "submit")
    parts = [(reviewer, NAMED)] if reviewer else []
    fact = facts.Submitted(number=record.item.draft)
    history.write(actor, record, fact, set={"state": verb.target, "assignee": reviewer}, parts=parts)
    return record


@transaction.atomic
def approve(actor: Actor, number: str, *, effective_on: date | None = None, review_on: date | None = None) -> Record:
    """Put the draft in force; from now on it is what is read, and from ``review_on`` its review is due. Raises Refusal
    for its author.
    """
    record = locked(actor, number)
    verb = allow(actor, record, "approve")
    author = queries.author_of(record, record.item.draft)
    rules.author_is_not_approver(author, actor.person_id, current()["documents.control"]["one_person"])
    put_in_force(actor, record, verb.leads(record.state), actor.person_id, effective_on, review_on)
    return record


def put_in_force(
    actor: Actor,
    record: Record,
    state: str,
    approver: int | None,
    effective_on: date | None = None,
    review_on: date | None = None,
) -> None:
    """The draft of a text that is held is what is read from now on, because ``approver`` said so by whichever way. The
    one entry of it is written here.
    """
    draft, day = record.item.draft, effective_on or timezone.localdate()
    version = record.versions.get(number=draft)
    Approval.objects.create(version=version, person_id=approver, effective_on=day)
    history.write(
        actor,
        record,
        facts.Published(number=draft, effective_on=day.isoformat()),
        *_review(record, day, review_on),
        set={"state": state, "in_force": draft, "draft": None, "effective_on": day, "assignee": None},
        parts=[(reader, NAMED) for reader in queries.readers(record)],
    )


def _review(record: Record, effective_on: date, review_on: date | None) -> list[Fact]:
    """When its review is due, where the room declares such a duty: by its owner, else by whoever owns the process."""
    cycle = next((each for each in cycles.cycles_of(record) if each.code.endswith(REVIEW)), None)
    duty = next((each for each in cycles.of_record(record) if each.code.endswith(REVIEW)), None)
    if cycle is None or (duty is not None and review_on is None):
        return []
    every, unit = (duty.every, duty.unit) if duty else cycle.usual(record)
    owner = duty.person if duty else getattr(record.item, "owner", None)
    fact = plan_duty(
        record,
        cycle.code,
        due_on=review_on or after(effective_on, every, unit),
        every=every,
        unit=unit,
        lead_days=duty.lead_days if duty else cycle.lead_days,
        person=owner,
        role="" if owner else record.declared.owner_role,
    )
    return [fact] if fact else []


@transaction.atomic
def send_back(actor: Actor, number: str, *, reason: str) -> Record:
    """Have the author change it."""
    record = locked(actor, number)
    verb = allow(actor, record, "send_back")
    fact = facts.SentBack(number=record.item.draft, reason=reason)
    author = queries.author_of(record, record.item.draft)
    history.write(actor, record, fact, set={"state": verb.target, "assignee": author})
    return record


@transaction.atomic
def discard(actor: Actor, number: str) -> Record:
    """Give up the draft: the version in force goes on to hold. The draft stays among the versions."""
    record = locked(actor, number)
    allow(actor, record, "discard")
    fact = facts.Discarded(number=record.item.draft)
    history.write(actor, record, fact, set={"state": PUBLISHED, "draft": None, "assignee": None})
    return record


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """The document no longer holds; everything of it stays readable."""
    record = locked(actor, number)
    verb = allow(actor, record, "withdraw")
    changes = {"state": verb.target, "draft": None, "assignee": None, "closed_at": timezone.now()}
    history.write(actor, record, facts.Withdrawn(reason=reason), set=changes)
    return record
