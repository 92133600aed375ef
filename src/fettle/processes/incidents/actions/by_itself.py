"""What the house does by itself: close after the time of grace, go on when a reminder is due, watch the targets.

Each record is one transaction that locks it and looks again, so two workers do nothing twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.errors import NotSeen, Refusal, Stale
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.replay import in_order
from fettle.kernel.settings.read import current
from fettle.processes.incidents import queries
from fettle.processes.incidents.actions import closing, settled, updating, working
from fettle.processes.incidents.looming import due
from fettle.processes.incidents.models import TargetWatch
from fettle.processes.incidents.records import DESK
from fettle.processes.levels import queries as levels
from fettle.processes.levels.facts import SupportBreached, SupportWarned

MEANWHILE = (NotSeen, Refusal, Stale)
"""Somebody was faster, or a rule forbids it now: nothing is to be done."""


def house() -> Actor:
    """The desk's own clockwork. It sees restricted records too: targets hold for them as well."""
    return Actor.house(gettext_noop("Clockwork"), "incidents.see", "incidents.work", RESTRICTED)


def close_after_grace() -> int:
    """Close what was resolved longer ago than the time of grace (PR9.S6). Returns how many."""
    actor, days = house(), current()["incidents.closure"]["close_after_days"]
    closed = 0
    for number in queries.resolved_before(actor, timezone.now() - timedelta(days=days)):
        try:
            closing.close(actor, number, how="grace")
            closed += 1
        except MEANWHILE:
            continue
    return closed


def go_on_when_due() -> int:
    """Go on with what waited until a moment that has come: whoever works on it is reminded. Returns how many."""
    actor, resumed = house(), 0
    for number in queries.reminded_before(actor, timezone.now()):
        try:
            working.resume(actor, number, why="reminder")
            resumed += 1
        except MEANWHILE:
            continue
    return resumed


def watch_targets() -> int:
    """Say what targets and escalation rules ask for (PR9.A1.4). Returns how many records something was said of."""
    actor, rules = house(), queries.version_of_rules()
    return sum(_watch(actor, number, rules) for number in queries.to_watch(actor, rules, timezone.now()))


def notice_late_updates() -> int:
    """Tell those who lead major incidents that an update is late. Returns of how many incidents."""
    return updating.notice_late_updates(house())


@transaction.atomic
def _watch(actor: Actor, number: str, rules: int) -> bool:
    try:
        record = history.lock(actor, number, *DESK)
    except NotSeen:
        return False
    if record.silent:
        return False
    now = timezone.now()
    found = due(in_order(record), record.rank, current()["incidents.escalation"], now)
    if found.facts:
        changes = {"escalation": record.item.escalation + 1} if found.escalates else {}
        settled.write(actor, record, *map(_told, found.facts), set=changes, at=now)
    seen = {"version": record.version, "rules": rules, "next_at": found.next_at}
    TargetWatch.objects.update_or_create(record=record, defaults=seen)
    return bool(found.facts)


def _told(fact: Fact) -> Fact:
    """Of an OLA or UA whoever answers for it is told, too."""
    if not isinstance(fact, SupportBreached | SupportWarned):
        return fact
    owner = levels.owner_of(fact.agreement)
    return replace(fact, people=(owner,)) if owner else fact
