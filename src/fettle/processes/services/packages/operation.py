"""Bringing into operation what a package plans: the package is over and, where it brings a new service, that is live.
Two entries, one on each record, in one transaction.
"""

from __future__ import annotations

from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.offers import allow
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.processes.services.facts import PackageCompleted, WentLive
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.records import SERVICE
from fettle.processes.services.workflow import TRANSITION


def bring(actor: Actor, service: str, package: str) -> tuple[Record, Record]:
    """Service and package, by their numbers; locked in this order by whoever brings one of them. Raises Forbidden,
    Refusal.
    """
    whole = history.lock(actor, service, SERVICE)
    planned = history.lock(actor, package, PACKAGE)
    verb = allow(actor, planned, "complete")
    if whole.state == TRANSITION:
        live = allow(actor, whole, "go_live")
        history.write(actor, whole, WentLive(package=package), set={"state": live.target})
    values = {"state": verb.target, "draft": None, "assignee": None, "closed_at": timezone.now()}
    history.write(actor, planned, PackageCompleted(), set=values)
    return whole, planned
