"""Orders of the past that somebody had to approve, one given and one refused; and who decides for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from fettle.facilities.approvals import delegates, facts, policy, queries
from fettle.facilities.approvals.models import Decision, Round, Seat
from fettle.facilities.approvals.outcome import APPROVED, OPEN, Standing
from fettle.facilities.discussion.facts import Replied
from fettle.facilities.discussion.models import Comment
from fettle.kernel.access.actor import Actor
from fettle.kernel.clock.calendar import add_working
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.restore import Past, restore
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import EVERYONE
from fettle.processes.incidents import custom
from fettle.processes.incidents import facts as said
from fettle.processes.incidents.catalogue import ordering
from fettle.processes.incidents.catalogue import queries as catalogue
from fettle.processes.incidents.records import REQUEST
from fettle.site.demo.parties import House
from fettle.site.demo.past import TELLER

RANK = 4
"""Nobody who orders names impact or urgency."""
ASKING = gettext_noop("Clockwork")
TAKEN, ANSWERED, CONFIRMED = 20, 5, 60
"""Minutes of working time after what came before."""


def name_delegates(house: House, plan: Mapping[str, Any]) -> None:
    """Who decides for whom, from so many days from now on, for so many days."""
    for row in plan["delegates"]:
        first = timezone.localdate() + timedelta(days=row["in_days"])
        last = first + timedelta(days=row["days"] - 1)
        person, delegate = house.people[row["person"]], house.people[row["delegate"]]
        delegates.name(Actor.of(person), delegate=delegate, first_day=first, last_day=last)


def tell_of_orders(house: House, rows: Sequence[Mapping[str, Any]], now: datetime) -> int:
    """Returns how many there are."""
    for row in rows:
        _told(house, row, now)
    return len(rows)


def _told(house: House, row: Mapping[str, Any], now: datetime) -> None:
    """Ordered, asked about at once, decided, and then worked."""
    person = house.people[row["by"]]
    opened = add_working(house.calendar, now - timedelta(days=row["days_ago"]), 3600).replace(second=0, microsecond=0)
    begin = _ordered(row, person, opened)
    deciders = [house.people[each["who"]] for each in row["decided"]]
    parts = [(person.pk, Participant.Part.REQUESTER)] + [(each.pk, Participant.Part.NAMED) for each in deciders]
    home = person.organisation
    record = restore(TELLER, REQUEST, [begin], organisation=home, parts=parts).record
    past = [begin, *_approved(house, record, row, opened)]
    past += _worked(house, record, row, past[-1].at)
    restore(TELLER, REQUEST, past, record=record, organisation=home)


def _ordered(row: Mapping[str, Any], person: Person, opened: datetime) -> Past:
    code = row["request"]
    found = next(item for item in catalogue.offered(Actor.of(person)) if item.code == code)
    service, category = found.service, found.row["category"]
    kept = custom.clean(category, row["answers"], Actor.of(person), code)
    promise = catalogue.promise(REQUEST.key, RANK, service, person.organisation, code, "by priority")
    first = {
        "state": "new",
        "opened_at": opened,
        "title": ordering.subject(found.row, kept),
        "requester": person,
        "channel": "portal",
        "service": service,
        "team": service.team if service else None,
        "category": category,
        "standard": code,
        "custom": kept,
        "rank": RANK,
    }
    happened: list[Fact] = [said.Registered(), said.Ordered(request=code), *([promise] if promise else [])]
    return Past("demo", opened, tuple(happened), first, person_id=person.pk)


def _approved(house: House, record: Record, row: Mapping[str, Any], at: datetime) -> list[Past]:
    """What the catalogue wants is asked, and decided step by step."""
    code = catalogue.row_of(row["request"])["approval"]
    steps = policy.by_policy(record, code, queries.barred(record, None))
    found = Round.objects.create(
        record=record,
        policy=code,
        label=policy.label_of(record, code),
        question="\n".join([record.title, *(f"{label}: {text}" for label, text in custom.ordered(record))]),
        steps=[step.kept for step in steps],
        asked_at=at,
        due_at=policy.due(steps[0].kept, at),
    )
    Seat.objects.bulk_create(
        Seat(record=record, round=found, step=step, person_id=seat)
        for step, planned in enumerate(steps)
        for seat in planned.seats
    )
    past = [Past("demo-asked", at, (facts.Asked(found.pk, 1),), {}, label=ASKING)]
    for each in row["decided"]:
        at = add_working(house.calendar, at, each["after"] * 60)
        past.append(_decided(found, house.people[each["who"]], each, at))
    return past


def _decided(found: Round, who: Person, each: Mapping[str, Any], at: datetime) -> Past:
    """One decision, and what follows from it."""
    record, approves, step = found.record, each["approves"], found.step
    comment = Comment.objects.create(record=record, author=who, audience=EVERYONE, text=each["says"], at=at)
    Decision.objects.create(
        record=record,
        round=found,
        step=step,
        seat=who,
        person=who,
        approves=approves,
        comment=comment,
        channel=TELLER.channel,
        at=at,
    )
    after = queries.standing(found)
    _settled(found, after, at)
    fact = facts.Decided(found.pk, step + 1, who.pk, approves, comment.pk)
    return Past(f"demo-decided-{step}", at, _following(found, after, fact), {}, person_id=who.pk)


def _settled(found: Round, after: Standing, at: datetime) -> None:
    """The round as its decisions leave it."""
    if after.outcome != OPEN:
        found.state, found.ended_at = Round.State(after.outcome), at
    elif after.step != found.step:
        found.step, found.due_at = after.step, policy.due(found.steps[after.step], at)
    found.save()


def _following(found: Round, after: Standing, fact: Fact) -> tuple[Fact, ...]:
    if after.outcome == OPEN:
        return (fact, facts.AskedNext(found.pk, after.step + 1))
    return (facts.Approved(found.pk) if after.outcome == APPROVED else facts.Refused(found.pk), fact)


def _worked(house: House, record: Record, row: Mapping[str, Any], at: datetime) -> list[Past]:
    """Taken, answered, solved or explained, and confirmed."""
    worker, person = house.people[row["worker"]], house.people[row["by"]]
    minutes = (TAKEN, ANSWERED, row["worked"], CONFIRMED)
    moments = []
    for each in minutes:
        at = add_working(house.calendar, at, each * 60)
        moments.append(at)
    words = Comment.objects.create(record=record, author=worker, audience=EVERYONE, text=row["answer"], at=moments[1])
    solved = {"state": "resolved", "resolution": row["solved"], "closure_code": row["code"]}
    steps: list[tuple[Fact, dict[str, Any], Person]] = [
        (said.Taken(), {"state": "in_progress", "assignee": worker}, worker),
        (Replied(comment=words.pk, by_staff=True), {}, worker),
        (said.Resolved(code=row["code"]), solved, worker),
        (said.Closed(how="confirmed"), {"state": "closed"}, person),
    ]
    return [
        Past(f"demo-{number}", moment, (fact,), changes, person_id=who.pk)
        for number, (moment, (fact, changes, who)) in enumerate(zip(moments, steps, strict=True))
    ]
