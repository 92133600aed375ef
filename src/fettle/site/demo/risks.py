"""The risks of a demo: noted, assessed, with measures, treated or accepted; all by the actions that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from fettle.facilities.risks import actions
from fettle.facilities.risks.workflow import NOTE, SEE
from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.site.demo.parties import House

FIELDS = ("title", "nature", "description", "consequence", "category")
LISTED = Actor.house("demo", SEE, NOTE)
"""Brought over from a list on paper: nobody here noted it."""


def build(house: House, plan: Mapping[str, Any]) -> int:
    """Write what the plan says of risks. Returns how many there are."""
    rows = plan["risks"]
    for row in rows:
        _risk(house, Actor.of(house.people[plan["portfolio"]["manager"]]), row)
    return len(rows)


def _risk(house: House, manager: Actor, row: Mapping[str, Any]) -> None:
    values = {"nature": "threat", **{name: row[name] for name in FIELDS if name in row}}
    owner = house.people[row["owner"]] if "owner" in row else None
    noting = Actor.of(house.people[row["by"]]) if "by" in row else LISTED
    service = house.services[row["service"]] if "service" in row else None
    made = actions.register(noting, assignee=owner, service=service, **values)
    if "judged" not in row:
        return
    judged = dict(zip(("likelihood", "impact"), row["judged"], strict=True))
    left = dict(zip(("residual_likelihood", "residual_impact"), row.get("remains", ("", "")), strict=True))
    actions.assess(manager, made.number, reason=row["because"], **judged, **left)
    _measures(house, manager, made, row.get("measures", []))
    if "treated" in row:
        actions.treat(manager, made.number, treatment=row["treatment"], reason=row["treated"], **left)
    elif "treatment" in row:
        actions.revise(manager, made.number, treatment=row["treatment"])
    if "borne" in row:
        until = timezone.localdate() + timedelta(days=row["days"])
        actions.accept(Actor.of(house.people[row["bearer"]]), made.number, until=until, reason=row["borne"])


def _measures(house: House, manager: Actor, risk: Record, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        due = timezone.now() + timedelta(days=row["in_days"]) if "in_days" in row else None
        tasks.add(manager, risk.number, title=row["title"], person=house.people[row["owner"]], due_at=due)
    for step, row in zip(steps.steps(risk), rows, strict=True):
        if row.get("done"):
            tasks.done(manager, risk.number, step=step.pk, remark=row["done"])
