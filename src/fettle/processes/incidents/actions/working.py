"""Take, assign, hand over, start, wait, go on, prioritise, escalate (PR9.A1.3, PR9.A1.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.kernel.settings.scheme import priority_of
from fettle.processes.incidents import rules
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.catalogue import queries as catalogue
from fettle.processes.incidents.facts import (
    Assigned,
    Escalated,
    HandedOver,
    Prioritised,
    Resumed,
    Started,
    Taken,
    Woken,
)
from fettle.processes.incidents.records import DESK

WORKING = {"state": "in_progress", "pause_reason": "", "resume_at": None, "supplier": None}


@transaction.atomic
def take(actor: Actor, number: str) -> Record:
    """Make it mine and work on it. What waits goes on waiting for what it waits for; what is mine and in work stays,
    unless it sleeps since it was restored: then its clocks run from now.
    """
    record = settled.begin(actor, number, "take")
    stays = record.state in ("in_progress", "waiting")
    if not stays or record.silent or record.assignee_id != actor.person_id:
        settled.write(actor, record, Taken(), set={**({} if stays else WORKING), "assignee": actor.person_id})
    return record


@transaction.atomic
def wake(actor: Actor, number: str) -> Record:
    """Work a restored record that is still open from now on; asked for by the import that was told to wake the open
    ones.
    """
    record = history.lock(actor, number, *DESK)
    require(actor, "transfer.import", record)
    if record.silent:
        settled.write(actor, record, Woken())
    return record


@transaction.atomic
def start(actor: Actor, number: str) -> Record:
    """Begin work on what is assigned."""
    record = settled.begin(actor, number, "start")
    settled.write(actor, record, Started(), set=WORKING)
    return record


@transaction.atomic
def assign(actor: Actor, number: str, *, team: Team | None = None, assignee: Person | None = None) -> Record:
    """Name who is to work on it: a team, a person, or both."""
    record = settled.begin(actor, number, "assign")
    if team is None and assignee is None:
        raise Invalid({"team": _("Name a team or a person.")})
    settled.write(actor, record, Assigned(), set={"state": "assigned", **_named(team, assignee)})
    return record


@transaction.atomic
def hand_over(actor: Actor, number: str, *, team: Team, reason: str, assignee: Person | None = None) -> Record:
    """Give it to another team (functional escalation by hand)."""
    record = settled.begin(actor, number, "hand_over")
    changes = {**WORKING, "state": "assigned", "team": team, "assignee": assignee}
    settled.write(actor, record, HandedOver(reason=reason), set=changes)
    return record


def _named(team: Team | None, assignee: Person | None) -> dict[str, Any]:
    return {name: value for name, value in (("team", team), ("assignee", assignee)) if value is not None}


@transaction.atomic
def wait(
    actor: Actor,
    number: str,
    *,
    pause_reason: str,
    resume_at: datetime | None = None,
    supplier: Organisation | None = None,
) -> Record:
    """Wait for a named reason, or for another one than until now. Whether the clocks stand still is the reason's matter
    (definition "reasons to wait"). The time of a ``supplier`` that is waited for is counted by its UA.
    """
    record = settled.begin(actor, number, "wait")
    if resume_at and resume_at <= timezone.now():
        raise Invalid({"resume_at": _("This lies in the past: give a later time.")})
    rules.only_a_supplier_is_waited_for(supplier)
    rules.it_waits_for_something_else(record.item, pause_reason, resume_at, supplier)
    changes = {"state": "waiting", "pause_reason": pause_reason, "resume_at": resume_at, "supplier": supplier}
    settled.write(actor, record, settled.paused(pause_reason), set=changes)
    return record


@transaction.atomic
def resume(actor: Actor, number: str, *, why: str = "") -> Record:
    """Go on with what waited."""
    record = settled.begin(actor, number, "resume")
    settled.write(actor, record, Resumed(why=why), set=WORKING)
    return record


@transaction.atomic
def prioritise(
    actor: Actor, number: str, *, reason: str, impact: str = "", urgency: str = "", priority: int | str | None = None
) -> Record:
    """Set the priority, from impact and urgency by the scheme or against it. Always with a reason; the first one is
    kept (PR9.S4).
    """
    record = settled.begin(actor, number, "prioritise")
    impact, urgency = impact or record.item.impact, urgency or record.item.urgency
    by_scheme = priority_of(impact, urgency, current()["incidents.matrix"])
    rank = int(priority) if priority else by_scheme
    if rank is None:
        raise Invalid({"priority": _("Say who is affected and how urgent it is, or choose a priority.")})
    facts: list[Fact] = [Prioritised(reason=reason, by_scheme=rank == by_scheme)]
    if rank != record.rank:
        standard, home = getattr(record.item, "standard", ""), record.organisation
        promise = catalogue.promise(record.kind, rank, record.service, home, standard, _("by priority"))
        facts += [promise] if promise else []
    settled.write(actor, record, *facts, set={"impact": impact, "urgency": urgency, "rank": rank})
    return record


@transaction.atomic
def escalate(actor: Actor, number: str, *, way: str, reason: str, team: Team | None = None, rule: str = "") -> Record:
    """Escalate by hand, or by a rule of the house. A team given takes it over (functional); hierarchical tells those
    who decide.
    """
    record = settled.begin(actor, number, "escalate")
    changes: dict[str, Any] = {"escalation": record.item.escalation + 1}
    if team is not None and team.pk != record.team_id:
        changes |= {"team": team, "assignee": None}
    settled.write(actor, record, Escalated(way=way, reason=reason, rule=rule), set=changes)
    return record
