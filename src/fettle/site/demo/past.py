"""One story as the events that ``history.restore`` takes: recorded, taken, answered, waited for, resolved, closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from fettle.facilities.discussion.facts import Noted, Replied
from fettle.facilities.discussion.models import Comment
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.clock.calendar import add_working
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.restore import Past, restore
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import EVERYONE, STAFF
from fettle.kernel.settings.read import current
from fettle.kernel.settings.scheme import priority_of
from fettle.processes.incidents import facts as said
from fettle.processes.incidents.definitions import row_of
from fettle.processes.levels import queries as levels
from fettle.site.demo.parties import House

TELLER = replace(Actor.house("demo", "transfer.import"), channel=Channel.SCREEN)
GRACE_DAYS = 3


@dataclass(frozen=True)
class Telling:
    """A story as it went once. Times are minutes of working time."""

    kind: Kind
    story: Mapping[str, Any]
    person: Person
    worker: Person
    opened: datetime
    location: str
    channel: str
    taken_after: int
    worked: int
    waited: int
    confirmed: bool
    came_back: bool
    withdrawn: bool


@dataclass(frozen=True)
class Step:
    """What happens next, ``after`` minutes of working time. ``words`` go into the conversation."""

    after: int
    who: Person | None
    facts: tuple[Fact, ...]
    set: Mapping[str, Any]
    words: str = ""
    audience: str = EVERYONE


def restore_story(house: House, telling: Telling, until: datetime, unfinished: bool = False) -> Record:
    """The record with all that happened before ``until``; ``unfinished`` stops before the solution."""
    begin, rest = _registered(house, telling), list(_work(house, telling))
    if not unfinished:
        rest += _end(telling)
    home = telling.person.organisation
    parts = [(telling.person.pk, Participant.Part.REQUESTER)]
    record = restore(TELLER, telling.kind, [begin], organisation=home, parts=parts).record
    past, moment = [begin], telling.opened
    for number, step in enumerate(rest):
        moment = add_working(house.calendar, moment, step.after * 60)
        if moment >= until:
            break
        past.append(_happened(record, step, moment, number))
    return restore(TELLER, telling.kind, past, record=record, organisation=home).record


def _happened(record: Record, step: Step, moment: datetime, number: int) -> Past:
    """The step as an event; its words are kept first, because the fact names them."""
    facts = step.facts
    if step.words:
        comment = Comment.objects.create(
            record=record, author=step.who, audience=step.audience, text=step.words, at=moment
        )
        first: Fact = Noted(comment=comment.pk)
        if step.audience == EVERYONE:
            first = Replied(
                comment=comment.pk, by_staff=step.who is not None and step.who.pk != record.item.requester_id
            )
        facts = (first, *facts)
    who = step.who.pk if step.who else None
    return Past(f"demo-{number}", moment, facts, step.set, person_id=who, label="" if who else "closing")


def _registered(house: House, telling: Telling) -> Past:
    story = telling.story
    service = house.services[story["service"]]
    rank = priority_of(story["impact"], story["urgency"], current()["incidents.matrix"]) or 4
    by_desk = telling.channel in ("phone", "walk_in")
    home, day = telling.person.organisation, timezone.localdate(telling.opened)
    promise = levels.target_for(telling.kind.key, rank, service, home, why="by priority", on=day)
    responds = bool(row_of("incidents.channels", telling.channel).get("responds"))
    fill = {"place": telling.location, "name": telling.person.name}
    first = {
        "state": "new",
        "opened_at": telling.opened,
        "title": story["title"].format(**fill),
        "details": story["details"].format(**fill),
        "requester": telling.person,
        "channel": telling.channel,
        "service": service,
        "team": service.team,
        "category": story["category"],
        "impact": story["impact"],
        "urgency": story["urgency"],
        "rank": rank,
        "location": telling.location,
    }
    facts: tuple[Fact, ...] = (said.Registered(responds=responds), *([promise] if promise else []))
    who = telling.worker if by_desk else telling.person
    return Past("demo", telling.opened, facts, first, person_id=who.pk)


def _work(house: House, telling: Telling) -> list[Step]:
    """Taken, answered, noted, handed over, waited for: what the story tells of."""
    story, worker = telling.story, telling.worker
    steps = [
        Step(telling.taken_after, worker, (said.Taken(),), {"state": "in_progress", "assignee": worker}),
        Step(3, worker, (), {}, story["answer"]),
    ]
    if note := story.get("note"):
        steps.append(Step(telling.worked // 3, worker, (), {}, note, STAFF))
    if team := story.get("hand_over"):
        fact = said.HandedOver(reason=story["because"])
        steps += [
            Step(10, worker, (fact,), {"state": "assigned", "team": house.teams[team], "assignee": None}),
            Step(25, worker, (said.Taken(),), {"state": "in_progress", "assignee": worker}),
        ]
    if question := story.get("ask"):
        waiting = {"state": "waiting", "pause_reason": "requester"}
        goes_on = {"state": "in_progress", "pause_reason": ""}
        steps += [
            Step(5, worker, (said.Paused(reason="requester"),), waiting, question),
            Step(telling.waited, telling.person, (said.Resumed(why="requester"),), goes_on, story["reply"]),
        ]
    return steps


def _end(telling: Telling) -> list[Step]:
    """Withdrawn, or resolved and closed, sometimes after a second try."""
    story, worker, person = telling.story, telling.worker, telling.person
    if telling.withdrawn:
        fact = said.WithdrawnFromDesk(reason="Not needed any more")
        return [Step(5, person, (fact,), {"state": "withdrawn", "pause_reason": ""})]
    code = story.get("code", "solved")
    resolved = {"state": "resolved", "resolution": story["solved"], "closure_code": code, "assignee": worker}
    steps = [Step(telling.worked, worker, (said.Resolved(code=code),), resolved)]
    if telling.came_back:
        steps += [
            Step(120, person, (said.Reopened(reason="It happens again."),), {"state": "in_progress"}),
            Step(60, worker, (said.Resolved(code=code),), resolved),
        ]
    if telling.confirmed:
        return [*steps, Step(40, person, (said.Closed(how="confirmed"),), {"state": "closed"})]
    after = GRACE_DAYS * 480
    return [*steps, Step(after, None, (said.Closed(how="grace"),), {"state": "closed"})]
