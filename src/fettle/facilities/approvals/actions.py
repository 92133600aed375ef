"""Asking for approval, deciding, and no longer asking. The record's row is locked while the outcome is worked out: two
who decide at the same moment decide one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.approvals import facts, policy, queries, rules
from fettle.facilities.approvals.definitions import ALL, verb_of
from fettle.facilities.approvals.models import Decision, Round, Seat
from fettle.facilities.approvals.outcome import APPROVED, OPEN, Standing
from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.models import Comment
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import EVERYONE, STAFF

NAMED = Participant.Part.NAMED


@transaction.atomic
def ask(
    actor: Actor,
    number: str,
    *,
    policy: str = "",
    person: Person | None = None,
    people: Sequence[Person] = (),
    quorum: str = ALL,
    hours: int | None = None,
    question: str = "",
    set: Mapping[str, Any] | None = None,
) -> Record:
    """Ask for approval by a policy, or ask people who are named here. Those who are asked see the record from now on.
    ``set`` are columns that change with it, where asking is a step of the record's workflow. Raises Invalid, Refusal,
    Forbidden.
    """
    record = history.lock(actor, number)
    require(actor, record.declared.may.revise, record)
    rules.it_is_asked_by_its_verb(record, "" if set else verb_of(record.kind))
    rules.record_is_open(record)
    rules.record_is_not_done(record)
    rules.one_round_at_a_time(record, record.approval_rounds.filter(state=Round.State.OPEN).first())
    named = [*([person] if person else []), *people]
    steps = _steps(actor, record, policy, named, quorum, hours)
    now = timezone.now()
    made = Round.objects.create(
        record=record,
        policy=policy,
        label=_label(record, policy),
        question=question,
        steps=[step.kept for step in steps],
        asked_by_id=actor.person_id,
        asked_at=now,
        due_at=_due(steps[0].kept, now),
    )
    Seat.objects.bulk_create(
        Seat(record=record, round=made, step=at, person_id=seat, waits=at == 0)
        for at, step in enumerate(steps)
        for seat in step.seats
    )
    parts = _parts(record, made, steps[0].seats)
    history.write(actor, record, facts.Asked(made.pk, 1), set=set, parts=parts, at=now, wakes=False)
    return record


@transaction.atomic
def decide(
    actor: Actor,
    number: str,
    *,
    approve: bool,
    comment: str = "",
    public: bool = False,
    seat: Person | None = None,
    shown: int | None = None,
) -> Record:
    """Approve or refuse, for oneself or for somebody whose delegate one is. ``public``: everybody on the record may
    read the comment, else staff alone. ``shown`` is the round that the decider read. Raises Invalid, Refusal.
    """
    record = history.lock(actor, number)
    found = _newest(record)
    given = queries.decisions(found)
    rules.it_is_the_round_that_was_shown(found, shown)
    rules.the_outcome_stands(found, given[-1] if given else None)
    rules.record_is_open(record)
    rules.record_is_not_done(record)
    who = actor.person_id or 0
    rules.nobody_decides_twice(next((row for row in given if row.step == found.step and row.person_id == who), None))
    chosen = rules.they_are_asked(_seat(found, who, seat))
    barred = queries.barred(record, found.asked_by_id)
    rules.approver_is_not_the_requester(who, barred)
    rules.approver_is_not_the_requester(chosen.person_id, barred)
    rules.a_refusal_says_why(approve, comment)
    said = _said(actor, record, comment, public)
    now = timezone.now()
    Decision.objects.create(
        record=record,
        round=found,
        step=found.step,
        seat=chosen.person,
        person_id=who,
        approves=approve,
        comment=said,
        channel=actor.channel,
        at=now,
    )
    _settle(actor.behalf(chosen.person), record, found, chosen, approve, said, now)
    return record


@transaction.atomic
def cancel(actor: Actor, number: str, *, reason: str, set: Mapping[str, Any] | None = None) -> Record:
    """No longer ask, with a reason: whoever asked, or who may revise the record. ``set`` as in ``ask``."""
    record = history.lock(actor, number)
    found = _newest(record)
    if found.asked_by_id is None or found.asked_by_id != actor.person_id:
        require(actor, record.declared.may.revise, record)
    given = queries.decisions(found)
    rules.the_outcome_stands(found, given[-1] if given else None)
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is withdrawn.")})
    now = timezone.now()
    _withdrawn(found, now)
    history.write(actor, record, facts.Cancelled(found.pk, reason.strip()[:500]), set=set, at=now, wakes=False)
    return record


def end(record: Record) -> tuple[Fact, ...]:
    """A record that is over, which the caller holds, is no longer asked about. Gives what its one entry says of it."""
    found = record.approval_rounds.filter(state=Round.State.OPEN).first()
    if found is None:
        return ()
    _withdrawn(found, timezone.now())
    return (facts.Cancelled(found.pk),)


def _withdrawn(found: Round, now: datetime) -> None:
    Round.objects.filter(pk=found.pk).update(state=Round.State.WITHDRAWN, ended_at=now)
    found.seats.filter(waits=True).update(waits=False)


def may_cancel(actor: Actor, record: Record, found: Round) -> bool:
    own = actor.person_id is not None and found.asked_by_id == actor.person_id
    return found.state == Round.State.OPEN and (own or may(actor, record.declared.may.revise, record))


def _steps(
    actor: Actor, record: Record, code: str, named: Sequence[Person], quorum: str, hours: int | None
) -> list[policy.Planned]:
    barred = queries.barred(record, actor.person_id)
    if bool(code) == bool(named):
        raise Invalid({"policy": _("Choose a policy, or name the people who are to approve.")})
    if named:
        return policy.by_hand(named, quorum, hours, barred)
    if code not in {option.code for option in policy.offered(record)}:
        known = ", ".join(option.code for option in policy.offered(record)) or "–"
        raise Invalid({"policy": _("Choose one of: %(names)s.") % {"names": known}})
    return policy.by_policy(record, code, barred)


def _newest(record: Record) -> Round:
    found = queries.newest(record)
    if found is None:
        raise Invalid({"": _("Nobody was asked to approve %(number)s.") % {"number": record.number}})
    return found


def _seat(found: Round, who: int, wanted: Person | None) -> Seat | None:
    seats = queries.seats_for(found, who)
    return next((seat for seat in seats if wanted is None or seat.person_id == wanted.pk), None)


def _said(actor: Actor, record: Record, comment: str, public: bool) -> Comment | None:
    if not comment.strip():
        return None
    return discussion.write_down(actor, record, comment, EVERYONE if public else STAFF)


def _settle(
    actor: Actor, record: Record, found: Round, seat: Seat, approve: bool, said: Comment | None, now: datetime
) -> None:
    """Work out what follows, and write the one entry that tells of it."""
    after = queries.standing(found)
    fact = facts.Decided(found.pk, found.step + 1, seat.person_id, approve, said.pk if said else 0)
    Seat.objects.filter(pk=seat.pk).update(waits=False)
    if after.outcome != OPEN:
        Round.objects.filter(pk=found.pk).update(state=after.outcome, ended_at=now)
        found.seats.filter(waits=True).update(waits=False)
        end: Fact = facts.Approved(found.pk) if after.outcome == APPROVED else facts.Refused(found.pk)
        history.write(actor, record, end, fact, at=now, audience=EVERYONE, wakes=False)
    elif after.step != found.step:
        seats = _next_step(found, after, now)
        parts = _parts(record, found, seats)
        following = facts.AskedNext(found.pk, after.step + 1)
        history.write(actor, record, fact, following, parts=parts, at=now, wakes=False)
    else:
        history.write(actor, record, fact, at=now, wakes=False)


def _next_step(found: Round, after: Standing, now: datetime) -> list[int]:
    found.seats.filter(step=found.step).update(waits=False)
    found.seats.filter(step=after.step).update(waits=True)
    due_at = _due(found.steps[after.step], now)
    Round.objects.filter(pk=found.pk).update(step=after.step, due_at=due_at, reminded_at=None, escalated_at=None)
    return sorted(after.waiting)


def _parts(record: Record, found: Round, seats: Sequence[int]) -> list[tuple[int, str]]:
    """Those who are asked, and who may decide for them today, see the record."""
    people = {*seats, *queries.delegates_of(seats)} - queries.barred(record, found.asked_by_id)
    return [(person, NAMED) for person in sorted(people)]


_label = policy.label_of
_due = policy.due
