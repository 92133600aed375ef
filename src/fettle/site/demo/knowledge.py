"""The articles of a demo, written and approved by its people, and what came of them in the last month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from fettle.facilities.documents import actions as texts
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.processes.knowledge import actions, tallies
from fettle.processes.knowledge.models import Tally
from fettle.site.demo.parties import House

DAYS = 28


def write_articles(house: House, plan: Mapping[str, Any]) -> int:
    """Returns how many there are then. One without an approver stays a draft."""
    for row in plan["articles"]:
        _count(_write(house, row), row)
    return len(plan["articles"])


def _write(house: House, row: Mapping[str, Any]) -> Record:
    author = Actor.of(house.people[row["author"]])
    made = actions.register(
        author,
        title=row["title"],
        audience=row.get("audience", "everyone"),
        service=house.services[row["service"]],
        text=row["text"],
    )
    if "approver" in row:
        texts.submit(author, made.number, reviewer=house.people[row["approver"]])
        days = row.get("review_in_days")
        due = timezone.localdate() + timedelta(days=days) if days is not None else None
        texts.approve(Actor.of(house.people[row["approver"]]), made.number, review_on=due)
    return made


def _count(article: Record, row: Mapping[str, Any]) -> None:
    """Spread over the days, the same way every time."""
    for what in Tally.What.values:
        for at in range(row.get(what, 0)):
            tallies.add(article.pk, what, timezone.localdate() - timedelta(days=at * 3 % DAYS))
