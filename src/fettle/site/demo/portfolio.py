"""The portfolio of a demo: what its services are made of and who delivers them, specifications, demands, and services
on their way from the proposal to being live; all by the actions that people use.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from fettle.facilities.approvals import actions as approvals
from fettle.facilities.documents import actions as texts
from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.processes.services import actions as services
from fettle.processes.services.demands import actions as demands
from fettle.processes.services.packages import actions as packages
from fettle.processes.services.packages import criteria, standing
from fettle.processes.services.records import SEE
from fettle.processes.services.specifications import actions as specifications
from fettle.processes.services.structure import components, parties
from fettle.processes.services.workflow import MANAGE
from fettle.site.demo.parties import House

FIELDS = ("need", "value", "resources", "limits", "purpose", "customers", "description", "icon")
HOUSE = Actor.house("demo", SEE, MANAGE)


def build(house: House, plan: Mapping[str, Any]) -> int:
    """Write what the plan says of the portfolio. Returns how many services are on their way."""
    told: Mapping[str, Any] = plan["portfolio"]
    manager = Actor.of(house.people[told["manager"]])
    for row in told.get("organisations", []):
        house.make(row)
    for row in told["components"]:
        _component(house, manager, row)
    for row in told["parties"]:
        _party(house, manager, row)
    for row in told["specifications"]:
        _specify(house, row)
    for row in told["planned"]:
        _plan(house, manager, row)
    for row in told["demands"]:
        _demand(house, manager, row)
    for row in told["retired"]:
        _retired(house, manager, row)
    return len(told["planned"])


def _retired(house: House, manager: Actor, row: Mapping[str, Any]) -> None:
    """A service that was provided once."""
    owner, team = house.people[row["owner"]], house.teams[row["team"]]
    values = {name: row[name] for name in FIELDS if name in row}
    made = services.register(manager, title=row["title"], owner=owner, team=team, **values)
    services.retire(manager, made.number, reason=row["reason"])


def _component(house: House, manager: Actor, row: Mapping[str, Any]) -> None:
    below = house.services[row["below"]] if "below" in row else None
    values = {name: row[name] for name in ("name", "group", "needed") if name in row}
    number = house.services[row["service"]].number
    components.add(manager, number, service=below, role=row.get("role", "enabling"), **values)


def _party(house: House, manager: Actor, row: Mapping[str, Any]) -> None:
    point: dict[str, Any] = {"contact": house.people[row["contact"]]} if "contact" in row else {}
    point |= {"contact_point": row["point"]} if "point" in row else {}
    home, number = house.organisations[row["organisation"]], house.services[row["service"]].number
    parties.add(manager, number, organisation=home, role=row["role"], does=row.get("does", ""), **point)


def _specify(house: House, row: Mapping[str, Any]) -> None:
    author, approver = (Actor.of(house.people[row[who]]) for who in ("author", "approver"))
    made = specifications.register(author, service=house.services[row["service"]], title=row["title"])
    texts.write(author, made.number, text=row["text"])
    if row.get("approved", True):
        texts.submit(author, made.number, reviewer=house.people[row["approver"]])
        texts.approve(approver, made.number)


def _plan(house: House, manager: Actor, row: Mapping[str, Any]) -> None:
    """A service as far on its way as the plan says; or a package that changes one that is live."""
    if "changes" in row:
        _package(house, manager, house.services[row["changes"]], row["package"])
        return
    values = {name: row[name] for name in FIELDS if name in row}
    home = house.organisations[row.get("organisation", "root")]
    owner, team = house.people[row["owner"]], house.teams[row["team"]]
    made = services.propose(manager, title=row["title"], organisation=home, owner=owner, team=team, **values)
    house.services[row["key"]] = made
    if "accepted" in row:
        services.accept(manager, made.number, reason=row["accepted"])
    if "package" in row:
        _package(house, manager, made, row["package"])
    if row.get("in_transition"):
        services.start_transition(manager, made.number)


def _package(house: House, manager: Actor, service: Record, row: Mapping[str, Any]) -> None:
    day = timezone.localdate() + timedelta(days=row["in_days"])
    made = packages.register(manager, service=service, title=row["title"], live_on=day)
    texts.write(manager, made.number, text=row["text"])
    tasks.lay_out(manager, made.number, workflow="transition")
    if "approver" in row:
        packages.submit(manager, made.number, person=house.people[row["approver"]], question=row["question"])
        if row.get("approved", True):
            approvals.decide(Actor.of(house.people[row["approver"]]), made.number, approve=True)
            packages.follow_the_round(HOUSE, made.number)
    for step in steps.steps(made)[: row.get("done", 0)]:
        tasks.done(manager, made.number, step=step.pk)
    for criterion, said in zip(standing.criteria(made), row.get("shown", []), strict=False):
        criteria.evidence(manager, made.number, criterion=criterion.pk, evidence=said)


def _demand(house: House, manager: Actor, row: Mapping[str, Any]) -> None:
    values = {name: row[name] for name in ("details", "voiced_by", "weight") if name in row}
    home = house.organisations[row.get("organisation", "root")]
    made = demands.register(manager, title=row["title"], nature=row["nature"], organisation=home, **values)
    if "taken_up" in row:
        demands.take_up(manager, made.number, service=house.services[row["taken_up"]])
    if "met" in row:
        demands.meet(manager, made.number, remark=row["met"])
    if "declined" in row:
        demands.decline(manager, made.number, reason=row["declined"])
