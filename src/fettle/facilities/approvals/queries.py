"""Reads of rounds of approval."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from fettle.facilities.approvals.definitions import POLICIES, authors_of
from fettle.facilities.approvals.models import Decision, Delegation, Round, Seat
from fettle.facilities.approvals.outcome import Given, Standing, Step, evaluate
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import STAFF

THEIRS = (Participant.Part.REQUESTER, Participant.Part.AFFECTED)


def rounds(record: Record) -> list[Round]:
    """The rounds of a visible record, the newest first, with who asked."""
    return list(record.approval_rounds.select_related("asked_by").order_by("-pk"))


def newest(record: Record) -> Round | None:
    return record.approval_rounds.select_related("asked_by").order_by("-pk").first()


def is_asked(record: Record) -> bool:
    """Whether it waits for somebody's decision."""
    return record.approval_rounds.filter(state=Round.State.OPEN).exists()


def decisions(found: Round) -> list[Decision]:
    """In the order in which they came."""
    return list(found.decisions.select_related("person", "seat", "comment").order_by("pk"))


def standing(found: Round, given: Iterable[Decision] | None = None) -> Standing:
    """What follows from its decisions."""
    seats: dict[int, set[int]] = {}
    for step, person in found.seats.values_list("step", "person_id"):
        seats.setdefault(step, set()).add(person)
    steps = [Step(frozenset(seats.get(at, ())), kept["needed"]) for at, kept in enumerate(found.steps)]
    rows = decisions(found) if given is None else given
    return evaluate(steps, [Given(row.step, row.seat_id, row.person_id, row.approves) for row in rows])


def barred(record: Record, asked_by: int | None) -> set[int]:
    """Who may not decide on this record: whom it is for, who made what is to be approved, and who asked."""
    named = Participant.objects.filter(record_id=record.pk, part__in=THEIRS).values_list("person_id", flat=True)
    own = {getattr(record.item, f"{part}_id", None) for part in ("requester", "affected")}
    return {person for person in {*named, *own, *authors_of(record), asked_by} if person is not None}


def delegations(today: date | None = None) -> QuerySet[Delegation]:
    """Those that hold on a day."""
    day = today or timezone.localdate()
    return Delegation.objects.filter(ended_at=None, starts_on__lte=day, ends_on__gte=day)


def stands_in_for(person: int) -> set[int]:
    """For whom somebody may decide today, beside themselves."""
    return set(delegations().filter(delegate_id=person).values_list("person_id", flat=True))


def delegates_of(people: Iterable[int]) -> set[int]:
    """Who may decide for any of these today."""
    found = delegations().filter(person_id__in=set(people), delegate__is_active=True)
    return set(found.values_list("delegate_id", flat=True))


def waiting(actor: Actor) -> QuerySet[Seat]:
    """The seats for which the actor may decide now, on records that they see, the soonest deadline first."""
    if actor.person_id is None:
        return Seat.objects.none()
    mine = {actor.person_id, *stands_in_for(actor.person_id)}
    theirs = Participant.objects.filter(person_id=actor.person_id, part__in=THEIRS).values("record_id")
    found = Seat.objects.filter(waits=True, person_id__in=mine, record__is_open=True, record__in=visible(actor))
    found = found.exclude(round__asked_by_id=actor.person_id).exclude(record_id__in=theirs)
    found = found.exclude(pk__in=_decided_already(actor.person_id)).exclude(on_what_is_done())
    return found.select_related("record", "person", "round__asked_by").order_by("round__due_at", "pk")


def on_what_is_done() -> Q:
    """Seats and rounds of records whose work is done: nothing of it is to be approved any more."""
    found = Q(pk__in=())
    for each in assembly().slots.get(POLICIES, ()):
        if each.done:
            found |= Q(record__kind__in=each.kinds, record__state__in=each.done)
    return found


def _decided_already(person: int) -> QuerySet[Seat, Any]:
    """Seats of steps in which the person decided for another one: nobody decides twice."""
    done = Decision.objects.filter(person_id=person, round_id=OuterRef("round_id"), step=OuterRef("step"))
    return Seat.objects.filter(Exists(done), waits=True, step=F("round__step")).values("pk")


def seats_for(found: Round, person: int) -> list[Seat]:
    """Those for which somebody may decide in the present step, their own first."""
    mine = {person, *stands_in_for(person)}
    rows = found.seats.filter(step=found.step, waits=True, person_id__in=mine).select_related("person")
    return sorted(rows, key=lambda seat: (seat.person_id != person, seat.pk))


def reads(actor: Actor, record: Record, found: Round) -> bool:
    """Who is told what is asked, of whom, and who said what: staff, and those who are asked or stand in for them. The
    requester is told that it is asked and how it ended.
    """
    if STAFF in audiences(actor, record):
        return True
    who = actor.person_id or 0
    return found.seats.filter(person_id__in={who, *stands_in_for(who)}).exists() or (
        found.decisions.filter(person_id=who).exists()
    )


def asked_now(rounds: Iterable[int]) -> list[int]:
    """The ids of the people who may decide now in these rounds, delegates too; whoever decided already is done."""
    found: set[int] = set()
    for each in Round.objects.filter(pk__in=set(rounds), state=Round.State.OPEN).select_related("record"):
        seats = set(each.seats.filter(waits=True).values_list("person_id", flat=True))
        decided = set(each.decisions.filter(step=each.step).values_list("person_id", flat=True))
        found |= (seats | delegates_of(seats)) - decided - barred(each.record, each.asked_by_id)
    return sorted(found)


def asked_until_then(rounds: Iterable[int]) -> list[int]:
    """The ids of the people who might still have decided when these rounds were withdrawn."""
    found: set[int] = set()
    for each in Round.objects.filter(pk__in=set(rounds), state=Round.State.WITHDRAWN).select_related("record"):
        seats = set(each.seats.filter(step=each.step).values_list("person_id", flat=True))
        rows = each.decisions.filter(step=each.step).values_list("person_id", "seat_id")
        decided = {person for row in rows for person in row}
        found |= (seats | delegates_of(seats)) - decided - barred(each.record, each.asked_by_id)
    return sorted(found)


def rounds_in(facts: Iterable[dict[str, Any]]) -> set[int]:
    """The ids of the rounds that stored facts are about."""
    own = (fact.get("data", {}).get("round") for fact in facts if fact["name"].startswith("approvals."))
    return {found for found in own if found}


def askers(facts: Iterable[dict[str, Any]]) -> list[int]:
    """Who asked for the approvals that stored facts are about."""
    found = Round.objects.filter(pk__in=rounds_in(facts)).exclude(asked_by=None)
    return sorted(set(found.values_list("asked_by_id", flat=True)))
