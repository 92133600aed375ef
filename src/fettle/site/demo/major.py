"""Major incidents and announcements of a demo: one that is over and reviewed, one that runs, work that is planned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from fettle.facilities.discussion.models import Comment
from fettle.kernel.access.actor import Actor
from fettle.kernel.clock.calendar import add_working
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.restore import Past, restore
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import EVERYONE
from fettle.processes.announcements import actions as announcements
from fettle.processes.announcements import facts as news
from fettle.processes.announcements.records import ANNOUNCEMENT
from fettle.processes.incidents import actions
from fettle.processes.incidents import facts as said
from fettle.processes.incidents.records import INCIDENT
from fettle.site.demo.parties import House
from fettle.site.demo.past import TELLER

MINUTES = 30


def tell_of_majors(house: House, plan: Mapping[str, Any], now: datetime) -> int:
    """What the plan says. Returns how many incidents there are of it."""
    told = plan.get("major", {})
    if over := told.get("over"):
        _over(house, over, now)
    if running := told.get("running"):
        _running(house, running, now)
    if planned := told.get("planned"):
        _planned(house, planned, now)
    return sum(name in told for name in ("over", "running"))


def _over(house: House, row: Mapping[str, Any], now: datetime) -> None:
    """It went its whole way, and stood in the portal."""
    worker, person = house.people[row["worker"]], house.people[row["person"]]
    opened = add_working(house.calendar, now - timedelta(days=row["days_ago"]), 3600).replace(second=0, microsecond=0)
    begin = Past("demo", opened, (said.Registered(),), _first(house, row, person, opened), person_id=person.pk)
    home, parts = house.root, [(person.pk, Participant.Part.REQUESTER)]
    record = restore(TELLER, INCIDENT, [begin], organisation=home, parts=parts).record
    past = [begin, *_course(record, row, opened, worker)]
    restore(TELLER, INCIDENT, past, record=record, organisation=home)
    _announced(house, record, row, opened, worker)


def _first(house: House, row: Mapping[str, Any], person: Person, opened: datetime) -> dict[str, Any]:
    service = house.services[row["service"]]
    return {
        "state": "new",
        "opened_at": opened,
        "title": row["title"],
        "details": row["details"],
        "requester": person,
        "channel": "portal",
        "service": service,
        "team": service.team,
        "category": row["category"],
        "impact": "service",
        "urgency": "stopped",
        "rank": 1,
    }


def _course(record: Record, row: Mapping[str, Any], opened: datetime, worker: Person) -> Iterator[Past]:
    """Taken, declared, updates, solved, reviewed, closed: each so many minutes after it was opened."""
    leads = {"coordinator": worker.pk}
    solved = {"state": "resolved", "resolution": row["solved"], "closure_code": "solved"}
    declared = {
        "major": "declared",
        "major_criterion": "service_down",
        "leads": leads,
        "update_minutes": MINUTES,
        "meeting_place": row["place"],
    }
    steps: list[tuple[int, tuple[Fact, ...], dict[str, Any]]] = [
        (4, (said.Taken(),), {"state": "in_progress", "assignee": worker}),
        (
            row["declared"],
            (
                said.DeclaredMajor(criterion="service_down", reason=row["reason"], minutes=MINUTES),
                said.Appointed(role="coordinator", who=worker.name, people=(worker.pk,)),
            ),
            declared,
        ),
    ]
    for minute, stage, text in row["updates"]:
        comment = _written(record, worker, text, opened + timedelta(minutes=minute))
        steps.append((minute, (said.UpdateSent(comment=comment, by_staff=True, stage=stage, told=row["told"]),), {}))
    steps += [
        (row["restored"], (said.Resolved(code="solved"),), solved),
        (row["reviewed"], (said.ReviewedMajor(),), {"major": "reviewed", "review": row["review"]}),
        (row["reviewed"] + 5, (said.Closed(how="staff"),), {"state": "closed"}),
    ]
    for at, (minute, facts, changes) in enumerate(steps):
        yield Past(f"demo-{at}", opened + timedelta(minutes=minute), facts, changes, person_id=worker.pk)


def _announced(house: House, record: Record, row: Mapping[str, Any], opened: datetime, worker: Person) -> None:
    at = opened + timedelta(minutes=row["declared"] + 4)
    first = {
        "state": "stands",
        "title": row["title"],
        "text": row["announced"],
        "nature": "outage",
        "stage": "investigating",
        "starts_at": opened,
        "opened_at": at,
        "service": house.services[row["service"]],
        "about": record.number,
        "assignee": worker,
    }
    begin = Past("demo", at, (news.Announced(),), first, person_id=worker.pk)
    people = [(house.people[name].pk, Participant.Part.AFFECTED) for name in row["affected"]]
    up = _restored(house, ANNOUNCEMENT, [begin], people)
    past = [begin]
    for number, (minute, stage, text) in enumerate(row["updates"]):
        moment = opened + timedelta(minutes=minute)
        fact = news.Told(comment=_written(up, worker, text, moment), by_staff=True, stage=stage)
        over = {"state": "ended", "closed_at": moment} if stage == "resolved" else {}
        past.append(Past(f"demo-{number}", moment, (fact,), {"stage": stage, **over}, person_id=worker.pk))
    restore(TELLER, ANNOUNCEMENT, past, record=up, organisation=house.root)


def _restored(house: House, kind: Kind, past: list[Past], parts: Iterable[tuple[int, str]]) -> Record:
    return restore(TELLER, kind, past, organisation=house.root, parts=parts).record


def _written(record: Record, author: Person, text: str, at: datetime) -> int:
    made = Comment.objects.create(record=record, author=author, audience=EVERYONE, text=text, at=at)
    return int(made.pk)


def _running(house: House, row: Mapping[str, Any], now: datetime) -> None:
    """It was reported half an hour ago, and people wait for it."""
    worker = Actor.of(house.people[row["worker"]])
    record = actions.register(
        worker,
        INCIDENT,
        title=row["title"],
        details=row["details"],
        requester=house.people[row["person"]],
        service=house.services[row["service"]],
        category=row["category"],
        impact="service",
        urgency="stopped",
        channel="phone",
        opened_at=now - timedelta(minutes=35),
    )
    actions.take(worker, record.number)
    lead, where = house.people[row["lead"]], {"meeting": row.get("meeting", ""), "meeting_place": row.get("place", "")}
    declared = {"criterion": "service_down", "reason": row["reason"], "coordinator": lead, **where}
    record = actions.declare_major(worker, record.number, communicator=house.people[row["worker"]], **declared)
    words = {"title": row["title"], "text": row["announced"], "nature": "outage", "service": record.service}
    up = announcements.announce(worker, organisation=house.root, about=record, starts_at=record.opened_at, **words)
    for name in row["affected"]:
        announcements.me_too(Actor.of(house.people[name]), up.number)
    actions.send_update(worker, record.number, stage="identified", text=row["update"])


def _planned(house: House, row: Mapping[str, Any], now: datetime) -> None:
    begins = (now + timedelta(days=row["in_days"])).replace(minute=0, second=0, microsecond=0)
    announcements.announce(
        Actor.of(house.people[row["worker"]]),
        title=row["title"],
        text=row["announced"],
        nature="planned",
        organisation=house.root,
        service=house.services[row["service"]],
        starts_at=begins,
        ends_at=begins + timedelta(hours=row["hours"]),
    )
