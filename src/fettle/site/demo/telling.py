"""Telling the past: each story of the plan several times, by other people in other places, spread over the months.

What is over is restored with its own times. What is still open is restored up to now and then worked by somebody, so
that its clocks run and everything a user can do with a record can be done with it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fettle.facilities.discussion.models import Comment
from fettle.kernel.access.actor import Actor
from fettle.kernel.clock.calendar import add_working
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions, own_answers
from fettle.processes.incidents.actions.parts import make_part
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.levels.models import Cover
from fettle.site.demo.parties import House
from fettle.site.demo.past import Telling, restore_story

KINDS = {"incident": INCIDENT, "request": REQUEST}
SEED = 20_26
FRESH = ((35, "phone"), (140, "walk_in"))
"""Minutes ago, and channel, of what nobody has looked at yet."""


QUESTION = "So that we can help: since when does this happen, and what do you see on the screen?"
"""What one asks when the story brings no question of its own."""
VISIT = "Somebody would like to look at it on the spot: when does it suit you?"
MEANWHILE = "We are still working on it and write again as soon as we know more."
"""What one asks, and says, when the story's own words were said before."""


@dataclass(frozen=True)
class Place:
    """A story at one time: who told it, who works on it, where."""

    story: Mapping[str, Any]
    person: Person
    worker: Person
    opened: datetime
    location: str


def tell(house: House, plan: Mapping[str, Any], now: datetime) -> int:
    """Tell everything, the oldest first. Returns how many records there are then."""
    chance = random.Random(SEED)  # noqa: S311 - the same demo every time is the point
    places = list(_places(house, plan, now, chance))
    still_open = plan["open"]
    for at, place in enumerate(places):
        left = len(places) - at
        if left > still_open:
            restore_story(house, _telling(place, chance), until=now)
        else:
            _still_open(house, place, chance, now, left)
    return len(places) + _fresh(house, plan, now)


def _places(house: House, plan: Mapping[str, Any], now: datetime, chance: random.Random) -> Iterator[Place]:
    """Moments of working time from the first day on, ever later, with the stories dealt like cards."""
    count, days = plan["records"], plan["days"]
    for number, story in enumerate(_dealt(plan["stories"], count, chance)):
        ago = (count - number) / count * days
        someday = now - timedelta(days=ago, minutes=chance.randrange(180))
        opened = add_working(house.calendar, someday, chance.randrange(1, 180) * 60).replace(second=0, microsecond=0)
        opened = min(opened, now - timedelta(minutes=200 + (count - number)))
        yield Place(
            story,
            chance.choice(house.groups[story["by"]]),
            chance.choice(house.groups[story.get("worker", "desk")]),
            opened,
            chance.choice(plan["places"][story.get("at", "rooms")]),
        )


def _dealt(stories: Sequence[Mapping[str, Any]], count: int, chance: random.Random) -> list[Mapping[str, Any]]:
    dealt: list[Mapping[str, Any]] = []
    while len(dealt) < count:
        dealt += chance.sample(stories, len(stories))
    return dealt[:count]


def _telling(place: Place, chance: random.Random) -> Telling:
    """How this one went: how long each step took (minutes of working time), and its turns."""
    quick = chance.random() < 0.35
    return Telling(
        KINDS[place.story["kind"]],
        place.story,
        place.person,
        place.worker,
        place.opened,
        place.location,
        channel=chance.choice(["portal", "portal", "portal", "mail", "phone", "walk_in"]),
        taken_after=chance.randrange(4, 90),
        worked=chance.randrange(15, 90) if quick else chance.randrange(90, 900),
        waited=chance.randrange(60, 1200),
        confirmed=chance.random() < 0.6,
        came_back=chance.random() < 0.08,
        withdrawn=chance.random() < 0.04,
    )


def _still_open(house: House, place: Place, chance: random.Random, now: datetime, left: int) -> None:
    """A past that ends before the solution, and one live step of today."""
    record = restore_story(house, _telling(place, chance), until=now, unfinished=True)
    worker, story = Actor.of(place.worker), place.story
    match left % 6:
        case 0:
            text = _unsaid(record, story.get("ask", QUESTION), VISIT)
            actions.reply(worker, record.number, text=text, then="wait")
        case 1:
            actions.take(worker, record.number)
        case 2:
            actions.wait(worker, record.number, pause_reason="supplier", supplier=_supplier(record))
        case 3:
            actions.resolve(worker, record.number, resolution=story["solved"], closure_code=story.get("code", "solved"))
        case 4:
            actions.note(worker, record.number, text="Still open: I look at it again this afternoon.")
        case _:
            actions.reply(worker, record.number, text=_unsaid(record, story["answer"], MEANWHILE))


def _supplier(record: Record) -> Organisation | None:
    """Who promised something for its service, if anybody did."""
    covers = Cover.objects.filter(service=record.service_id, version__agreement__type="ua")
    return Organisation.objects.filter(pk__in=covers.values("version__agreement__party")).order_by("pk").first()


def _unsaid(record: Record, words: str, others: str) -> str:
    """The words; the others where they stand on the record already."""
    return others if Comment.objects.filter(record=record, text=words).exists() else words


def _fresh(house: House, plan: Mapping[str, Any], now: datetime) -> int:
    """Some that came in just now, through the front door."""
    stories = plan["fresh"]
    worker = Actor.of(house.groups["desk"][0])
    made = []
    for story, (minutes, channel) in zip(stories, FRESH, strict=False):
        begun = now - timedelta(minutes=minutes)
        made.append(_register(house, story, worker, opened_at=begun, channel=channel))
    for story in stories[len(FRESH) :]:
        if "split_of" in story:
            made.append(_split(house, story, worker, made[story["split_of"]]))
            continue
        record = _register(house, story, Actor.of(house.people[story["person"]]))
        if "same_as" in story:
            actions.merge(worker, record.number, into=made[story["same_as"]].number)
        if "part_of" in story:
            make_part(worker, record.number, whole=made[story["part_of"]].number)
        made.append(record)
    actions.note_time(worker, made[0].number, minutes=15, what="Looked at it on the spot")
    own_answers.keep(worker, name="On my way", text="Hello {caller}, I am on my way and look at {number} on the spot.")
    return len(stories)


def _split(house: House, story: Mapping[str, Any], worker: Actor, whole: Record) -> Record:
    """The second of two matters that came in one report."""
    words = {name: story[name] for name in ("title", "details", "category")}
    return actions.split(worker, whole.number, service=house.services[story["service"]], **words)


def _register(house: House, story: Mapping[str, Any], actor: Actor, **more: Any) -> Record:
    return actions.register(
        actor,
        KINDS[story["kind"]],
        title=story["title"],
        details=story["details"],
        requester=house.people[story["person"]],
        service=house.services[story["service"]] if "service" in story else None,
        impact=story["impact"],
        urgency=story["urgency"],
        location=story.get("location", ""),
        **more,
    )
