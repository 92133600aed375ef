"""After something was resolved or closed: who is asked for a rating, when, and if not, why. Runs again harmlessly."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from fettle.edges.notify.leaving import withheld
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.errors import NotSeen
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import names
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import Reaction
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.incidents import facts as incidents
from fettle.processes.incidents.queries import DESK
from fettle.processes.surveys import queries, rules
from fettle.processes.surveys.definitions import CLOSED, HANDLING_KEY, RESOLVED, RULES_KEY
from fettle.processes.surveys.facts import Asked
from fettle.processes.surveys.models import Invitation

State = Invitation.State
KINDS = frozenset(kind.key for kind in DESK)
OVER = {RESOLVED: ("resolved", "closed"), CLOSED: ("closed",)}
"""The states in which it is still over when people are asked."""
MOST_AT_ONCE = 500
REASONS = {
    "automatic": _("it came about by itself: nobody asked for it"),
    "own": _("they worked on it themselves"),
    "sample": _("it was not drawn into the share that is asked about"),
    "changed": _("it was opened again, or went on in another one"),
    "other": _("somebody else asks for it now"),
    "lately": _("they were asked not long ago"),
    "no_address": _("they have no e-mail address"),
    "left": _("they are no longer here"),
    "no_mail": _("no mail left this installation"),
    "rule_off": _("the rule is no longer in use"),
}
"""Why somebody is not asked, in words."""


def row_for(record: Record) -> dict[str, Any] | None:
    """The first row in use that fits a record."""
    service = record.service.number if record.service else None
    fitting = (
        row
        for row in current()[RULES_KEY]
        if row["active"] and row["kind"] in (None, record.kind) and row["service"] in (None, service)
    )
    return next(fitting, None)


def plan(entry: Entry) -> None:
    """Note who is to be asked, and when; or why nobody is."""
    record = entry.record
    if entry.origin != "live" or record.silent or record.kind not in KINDS:
        return
    row, person = row_for(record), record.item.requester_id
    if row is None or person is None or row["after"] != _moment(entry):
        return
    reason = _why_never(record, person, row)
    values = {
        "state": State.LEFT_OUT if reason else State.WAITING,
        "reason": reason,
        "rule": row["code"],
        "made_at": timezone.now(),
        "due_at": entry.happened_at + timedelta(hours=row["wait_hours"]),
    }
    found, new = Invitation.objects.get_or_create(record=record, person_id=person, defaults=values)
    if not new and (found.state == State.WAITING or found.reason == "changed"):
        Invitation.objects.filter(pk=found.pk, asked_at=None).update(**values)


def _moment(entry: Entry) -> str:
    told = {name for stored in entry.facts for name in names(stored)}
    return CLOSED if incidents.Closed.name in told else RESOLVED


def _why_never(record: Record, person: int, row: dict[str, Any]) -> str:
    if _came_by_itself(record):
        return "automatic"
    if not rules.nobody_rates_own_work(person, queries.workers(record)):
        return "own"
    return "" if rules.in_the_sample(record.number, row["code"], row["share"]) else "sample"


def _came_by_itself(record: Record) -> bool:
    first = Entry.objects.filter(record=record, seq=1).first()
    return first is not None and first.actor_id is None and first.channel == Channel.JOB


def ask_due(now: datetime) -> int:
    """Ask those whose time has come. Returns how many were asked."""
    found = Invitation.objects.filter(state=State.WAITING, due_at__lte=now).order_by("due_at", "pk")
    return sum(_ask(*each, now) for each in found.values_list("pk", "record__number")[:MOST_AT_ONCE])


@transaction.atomic
def _ask(pk: int, number: str, now: datetime) -> bool:
    house = Actor.house(gettext_noop("Clockwork"), *(kind.may.see for kind in DESK), RESTRICTED)
    try:
        record = history.lock(house, number)
    except NotSeen:
        return False
    found = Invitation.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
    if found.state != State.WAITING:
        return False
    if reason := _why_not_now(record, found, now):
        Invitation.objects.filter(pk=pk).update(state=State.LEFT_OUT, reason=reason)
        return False
    expires = now + timedelta(days=current()[HANDLING_KEY]["open_days"])
    Invitation.objects.filter(pk=pk).update(state=State.ASKED, asked_at=now, expires_at=expires)
    history.write(house, record, Asked(people=[found.person_id]), wakes=False)
    return True


def _why_not_now(record: Record, found: Invitation, now: datetime) -> str:
    row = row_for(record)
    if row is None:
        return "rule_off"
    if record.state not in OVER[row["after"]]:
        return "changed"
    if found.person_id != record.item.requester_id:
        return "other"
    if not rules.nobody_rates_own_work(found.person_id, queries.workers(record)):
        return "own"
    return _unreachable(found.person) or _lately(found, now)


def _unreachable(person: Person) -> str:
    if not person.is_active:
        return "left"
    if not person.mail:
        return "no_address"
    return "no_mail" if withheld() else ""


def _lately(found: Invitation, now: datetime) -> str:
    since = now - timedelta(days=current()[HANDLING_KEY]["pause_days"])
    others = Invitation.objects.filter(person_id=found.person_id, asked_at__gt=since).exclude(pk=found.pk)
    return "lately" if others.exists() else ""


PLANNING = Reaction("surveys.plan", (incidents.Resolved.name, incidents.Closed.name), plan)
