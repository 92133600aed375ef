"""Ratings of what was closed in a demo, a survey that runs and one that is over, and what follows from a low rating."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.incidents.records import DESK
from fettle.processes.surveys import actions, following, questions, running
from fettle.processes.surveys.definitions import RULES_KEY
from fettle.processes.surveys.models import Invitation
from fettle.processes.surveys.records import FOLLOW_UP
from fettle.processes.surveys.workflow import RUNNING
from fettle.site.demo.parties import House

PERHAPS, EVERY = 14, 4
"""So many of the newest are asked about; of each four one is not answered yet."""


def build(house: House, plan: Mapping[str, Any]) -> int:
    """Write what the plan says. Returns how many ratings were given. No mail leaves a demo: what was asked before, and
    what people answered, is simply there.
    """
    told: Mapping[str, Any] = plan["satisfaction"]
    rows = [{**row, "active": True} for row in current()[RULES_KEY]]
    settings.redefine(Actor.house("demo", "surveys.manage"), RULES_KEY, value=rows, reason="demo")
    closed = Record.objects.filter(kind__in=[kind.key for kind in DESK], state="closed").order_by("-closed_at", "-pk")
    rated = [record for record in closed[: 3 * PERHAPS] if _asks(record)][:PERHAPS]
    for at, record in enumerate(rated):
        _ask(record, at)
        if at % EVERY != EVERY - 1:
            said = told["ratings"][at % len(told["ratings"])]
            who = Actor.of(record.item.requester, Channel.LINK)
            actions.answer(who, record.number, {0: str(said["score"])}, said.get("comment", ""))
    for entry in Entry.objects.filter(fact="surveys.rated").order_by("pk"):
        following.follow(entry)
    low = Record.objects.filter(kind=FOLLOW_UP.key).order_by("pk").first()
    if low is not None:
        following.settle(Actor.of(house.people[told["survey"]["owner"]]), low.number, outcome=told["settled"])
    _survey(house, told["earlier"], over=True)
    _survey(house, told["survey"])
    return sum(at % EVERY != EVERY - 1 for at in range(len(rated)))


def _asks(record: Record) -> bool:
    person = record.item.requester
    return person is not None and person.is_active and person.pk != record.assignee_id and bool(person.mail)


def _ask(record: Record, at: int) -> None:
    now = timezone.now()
    asked = now - timedelta(hours=5 + 7 * at)
    Invitation.objects.create(
        record=record,
        person=record.item.requester,
        state=Invitation.State.ASKED,
        rule="all",
        made_at=asked,
        due_at=asked,
        asked_at=asked,
        expires_at=now + timedelta(days=9),
    )


def _survey(house: House, row: Mapping[str, Any], *, over: bool = False) -> None:
    manager = Actor.of(house.people[row["owner"]])
    made = running.register(
        manager,
        title=row["title"],
        reach="named",
        others="\n".join(str(house.people[who].mail) for who in row["asks"]),
        introduction=row["introduction"],
        questions="\n".join(row["questions"]),
        ends_on=timezone.localdate() + timedelta(days=row["in_days"]),
    )
    asked = questions.read(made.item.questions)
    running.begin(manager, made, RUNNING, asked, running.meant(manager, made))
    for who, answers in row["answers"].items():
        actions.answer(Actor.of(house.people[who], Channel.LINK), made.number, dict(enumerate(map(str, answers))))
    if over:
        running.close(manager, made.number)
