"""Reads of duties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, ExpressionWrapper, F, Q, QuerySet, Value

from fettle.facilities.cycles.declare import Cycle
from fettle.facilities.cycles.models import Duty
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import covers
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.records.models import Record
from fettle.kernel.settings.records import SETTING


def cycles_of(record: Record) -> list[Cycle]:
    """The kinds of duties that a record may have."""
    return [cycle for cycle in assembly().cycles if record.kind in cycle.kinds and cycle.suits(record)]


def running() -> QuerySet[Duty]:
    """The duties that hold: not ended, on records that have not come to their end."""
    kinds = [kind for kind in assembly().kinds if any(kind.key in cycle.kinds for cycle in assembly().cycles)]
    over = Q(pk__in=[])
    for kind in kinds:
        over |= Q(record__kind=kind.key, record__state__in=[s.key for s in kind.flow.states if s.shape == "closed"])
    return (
        Duty.objects.filter(ended_at=None)
        .exclude(over)
        .select_related("record__organisation", "record__setting", "person")
    )


def duties(actor: Actor) -> QuerySet[Duty]:
    """Those on records that the actor sees, the soonest first."""
    return running().filter(record__in=visible(actor)).order_by("due_on", "pk")


def of_record(record: Record) -> list[Duty]:
    """The duties of a visible record."""
    return list(running().filter(record=record).order_by("due_on", "pk"))


def mine(actor: Actor, found: QuerySet[Duty]) -> list[Duty]:
    """Those that the actor is responsible for, in person or by a role that reaches the record."""
    roles = {scope.role for scope in actor.scopes}
    near = found.filter(Q(person_id=actor.person_id or 0) | Q(person=None, role__in=roles))
    return [duty for duty in near if is_mine(actor, duty)]


def due(found: QuerySet[Duty], today: date) -> QuerySet[Duty]:
    """Those of them that are late or soon."""
    return found.filter(due_on__lte=ExpressionWrapper(Value(today) + F("lead_days"), DateField()))


def is_mine(actor: Actor, duty: Duty) -> bool:
    if duty.person_id is not None:
        return duty.person_id == actor.person_id
    return any(scope.role == duty.role and covers(scope, duty.record) for scope in actor.scopes)


def responsible(duty: Duty) -> list[int]:
    """The ids of the people who are told, in ascending order."""
    if duty.person_id is not None:
        return [duty.person_id]
    above = [int(pk) for pk in duty.record.organisation.path.strip("/").split("/")]
    grants = Grant.objects.filter(Q(team=None) | Q(team_id=duty.record.team_id), role=duty.role)
    return sorted(set(grants.filter(organisation__in=above).values_list("person_id", flat=True)))


def responsible_for(record: Record, facts: Iterable[dict[str, Any]]) -> list[int]:
    """The same for the duties that an entry's stored facts are about."""
    codes = {fact.get("data", {}).get("code") for fact in facts}
    found = [duty for duty in of_record(record) if duty.code in codes]
    return sorted({person for duty in found for person in responsible(duty)})


def when(duty: Duty, today: date) -> str:
    """late (its day has passed), soon (within its lead time) or later."""
    if duty.due_on < today:
        return "late"
    return "soon" if duty.due_on <= today + timedelta(days=duty.lead_days) else "later"


def label_of(code: str) -> str:
    """The words of a duty."""
    cycle = assembly().cycle_by_code.get(code)
    return str(cycle.label) if cycle else code


def permission(record: Record) -> str:
    """Who may set duties on a record: whoever may revise it; on a setting whoever may change that setting."""
    if record.kind == SETTING.key:
        return assembly().definition_by_key[record.item.key].may
    return record.declared.may.revise
