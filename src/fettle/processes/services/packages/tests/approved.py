"""A package on its way through approval, for tests."""

from __future__ import annotations

from fettle.facilities.approvals import actions as approvals
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.processes.services.packages import actions, criteria, standing
from fettle.processes.services.records import SEE
from fettle.processes.services.workflow import MANAGE
from fettle.site.testing.world import World


def follow(package: Record) -> Record:
    """What the worker does once the round has its outcome."""
    return actions.follow_the_round(Actor.house("tests", SEE, MANAGE), package.number)


def approve(world: World, package: Record) -> Record:
    """Submitted by the manager, approved by the head."""
    actions.submit(world.actor("manager"), package.number, policy="package")
    approvals.decide(world.actor("head"), package.number, approve=True)
    return follow(package)


def show_all(world: World, package: Record) -> None:
    """Every criterion is shown to be met."""
    for row in standing.criteria(package):
        if row.state == "open":
            criteria.evidence(world.actor("manager"), package.number, criterion=row.pk, evidence="Seen")
