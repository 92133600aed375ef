"""Reads of steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from fettle.facilities.tasks.declare import WORKFLOWS, Workflow
from fettle.facilities.tasks.models import Step
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Membership
from fettle.kernel.records.models import Record

PROGRESS = "progress"
"""The column of a kind in which its records keep how far their steps are; kinds without it keep nothing."""


def steps(record: Record) -> list[Step]:
    """The steps of a visible record in their order, without those that were taken away."""
    found = Step.objects.filter(record=record).exclude(state=Step.State.WITHDRAWN)
    return list(found.select_related("person", "team", "ended_by").order_by("place", "pk"))


def progress(rows: Iterable[Step]) -> str:
    """`2/5`: so many are done or left out, of so many; "" where there are none."""
    states = [row.state for row in rows]
    return f"{sum(state != Step.State.OPEN for state in states)}/{len(states)}" if states else ""


def open_titles(record: Record) -> list[str]:
    """What is still to be done."""
    found = Step.objects.filter(record=record, state=Step.State.OPEN)
    return list(found.order_by("place", "pk").values_list("title", flat=True))


def before(rows: Sequence[Step], step: Step) -> Step | None:
    """The one before a step."""
    at = next(at for at, row in enumerate(rows) if row.pk == step.pk)
    return rows[at - 1] if at else None


def ready(rows: Sequence[Step]) -> list[Step]:
    """Those that are open and wait for nothing."""
    return [
        row
        for row in rows
        if row.state == Step.State.OPEN
        and not (row.waits and (one := before(rows, row)) and one.state == Step.State.OPEN)
    ]


def can_be_begun(found: QuerySet[Step]) -> QuerySet[Step]:
    """Of open steps of any records those that wait for nothing: ``ready``, as a condition."""
    earlier = Q(place__lt=OuterRef("place")) | Q(place=OuterRef("place"), pk__lt=OuterRef("pk"))
    stays = Step.objects.filter(earlier, record=OuterRef("record")).exclude(state=Step.State.WITHDRAWN)
    one = Subquery(stays.order_by("-place", "-pk").values("state")[:1])
    return found.annotate(one_before=one).exclude(waits=True, one_before=Step.State.OPEN)


def following(rows: Sequence[Step], step: Step) -> Step | None:
    """The open one that waited for a step."""
    at = next(at for at, row in enumerate(rows) if row.pk == step.pk)
    after = rows[at + 1] if at + 1 < len(rows) else None
    return after if after and after.waits and after.state == Step.State.OPEN else None


def workflows(record: Record) -> list[Workflow]:
    """Those that rooms know for a record and that have steps."""
    found = [each for bring in assembly().slots.get(WORKFLOWS, ()) for each in bring(record)]
    return [each for each in found if each.steps]


def laid_out(record: Record) -> set[str]:
    """The codes of the workflows whose steps were laid out on a record."""
    found = Step.objects.filter(record=record).exclude(workflow="")
    return set(found.values_list("workflow", flat=True))


def is_mine(actor: Actor, step: Step, record: Record) -> bool:
    """Whether a step is the actor's: as a person, as one of its team, or because it falls to the record."""
    if step.person_id is not None:
        return step.person_id == actor.person_id
    if step.team_id is not None:
        return step.team_id in actor.teams
    mine = record.assignee_id is not None and record.assignee_id == actor.person_id
    return mine or (record.assignee_id is None and record.team_id in actor.teams)


def mine(actor: Actor) -> QuerySet[Step]:
    """The open steps that are the actor's own or of their teams, on open records that they see, and that do not wait;
    the soonest due first. Steps that fall to the record stand with the record.
    """
    if actor.person_id is None:
        return Step.objects.none()
    theirs = Q(person_id=actor.person_id) | Q(person=None, team_id__in=actor.teams)
    found = Step.objects.filter(theirs, state=Step.State.OPEN, record__is_open=True, record__in=visible(actor))
    return found.select_related("record", "person", "team").order_by(F("due_at").asc(nulls_last=True), "pk")


def owners(record: Record, facts: Iterable[dict[str, Any]]) -> list[int]:
    """The ids of those who own the steps that stored facts say may be begun now."""
    data = [fact.get("data", {}) for fact in facts if fact["name"].startswith("tasks.")]
    ids = {one for each in data for one in (*each.get("steps", ()), each.get("next"))}
    ids |= {each.get("step") for each in data}
    rows = [row for row in ready(steps(record)) if row.pk in ids]
    people = {row.person_id for row in rows if row.person_id}
    teams = {row.team_id for row in rows if row.team_id and not row.person_id}
    people |= set(Membership.objects.filter(team_id__in=teams).values_list("person_id", flat=True))
    return sorted(person for person in people if person)
