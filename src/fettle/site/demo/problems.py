"""Problems and known errors of a demo, with the incidents behind them; by the actions that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from fettle.facilities.tasks import actions as tasks
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.incidents.records import DESK
from fettle.processes.knowledge import tallies
from fettle.processes.problems import actions
from fettle.processes.problems.known_errors import actions as known
from fettle.site.demo.parties import House

MOST = 6
"""So many incidents are linked to a problem."""
DAYS = 28
VALUES = ("title", "details", "source", "category", "impact", "urgency")


def build(house: House, plan: Mapping[str, Any]) -> int:
    """Write what the plan says. Returns how many problems there are."""
    for row in plan["problems"]:
        _look_into(house, row)
    return len(plan["problems"])


def _look_into(house: House, row: Mapping[str, Any]) -> None:
    """As far as the plan goes: recorded, linked, owned, its cause named, a known error, resolved, closed."""
    owner = Actor.of(house.people[row["by"]])
    made = actions.register(
        owner, service=house.services[row["service"]], **{name: row[name] for name in VALUES if name in row}
    )
    if "words" in row:
        _link(owner, made, row)
    if "owner" in row:
        actions.assign(owner, made.number, assignee=house.people[row["owner"]])
        actions.take(owner, made.number)
    for title, person in row.get("steps", []):
        tasks.add(owner, made.number, title=title, person=house.people[person])
    if "investigation" in row:
        actions.revise(owner, made.number, investigation=row["investigation"])
    if "root_cause" in row:
        actions.name_cause(owner, made.number, root_cause=row["root_cause"], causes="\n".join(row.get("causes", [])))
    for each in row.get("known_errors", []):
        _write_down(owner, made, each)
    if row.get("known_errors"):
        actions.declare(owner, made.number)
    if "escalated" in row:
        way, to, reason = row["escalated"]
        actions.escalate(owner, made.number, way=way, to=house.people[to], reason=reason)
    if "solution" in row:
        actions.resolve(owner, made.number, way=row["way"], solution=row["solution"])
    if "outcome" in row:
        manager = Actor.of(house.people[row["closed_by"]])
        actions.close(manager, made.number, outcome=row["outcome"])


def _link(owner: Actor, problem: Record, row: Mapping[str, Any]) -> None:
    """The newest records of the desk that tell of it."""
    found = visible(owner, *DESK).filter(title__icontains=row["words"]).exclude(state="merged").order_by("-pk")[:MOST]
    numbers = [record.number for record in found]
    if numbers:
        actions.add_incidents(owner, problem.number, incidents=" ".join(numbers))


def _write_down(owner: Actor, problem: Record, row: Mapping[str, Any]) -> None:
    """A known error, and what came of it, spread over the days the same way every time."""
    values = {name: row[name] for name in ("title", "symptoms", "workaround", "for_users") if name in row}
    made = known.register(owner, problem=Record.objects.get(pk=problem.pk), **values)
    for what in ("shown", "helped", "failed", "used"):
        for at in range(row.get(what, 0)):
            tallies.add(made.pk, what, timezone.localdate() - timedelta(days=at * 3 % DAYS))
    if "removed" in row:
        known.remove(owner, made.number, reason=row["removed"])
