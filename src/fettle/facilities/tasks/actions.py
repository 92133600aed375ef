"""Laying out, adding, changing, moving, doing, leaving out, opening again and taking away steps of a record.

Whoever may revise the record arranges its steps; a step is done by its owner too. Each deed is one entry, and keeps how
far the record is in a column of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.tasks import facts, queries, rules
from fettle.facilities.tasks.declare import Planned
from fettle.facilities.tasks.models import Step
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.clock.calendar import due_after
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Person, Team
from fettle.kernel.records.models import Participant, Record

NAMED = Participant.Part.NAMED
MOST = 100
OPEN, DONE, SKIPPED = Step.State.OPEN, Step.State.DONE, Step.State.SKIPPED


@transaction.atomic
def lay_out(actor: Actor, number: str, *, workflow: str, unowned: bool = False) -> Record:
    """Make the steps of a workflow that is known for the record, once. ``unowned``: also where nobody works on the
    record yet; the steps fall to whoever will. Raises Invalid, Refusal.
    """
    record = _arranged(actor, number)
    known = {each.code: each for each in queries.workflows(record)}
    if workflow not in known:
        raise Invalid({"workflow": _("Choose one of: %(names)s.") % {"names": ", ".join(known) or "–"}})
    chosen = known[workflow]
    rules.it_was_not_laid_out_before(chosen.label, workflow in queries.laid_out(record))
    _room_for(record, len(chosen.steps))
    first = _last_place(record) + 1
    teams = _teams(chosen.steps)
    made = []
    for at, planned in enumerate(chosen.steps):
        team = teams.get(planned.team.casefold())
        if not unowned:
            rules.somebody_owns_it(record, None, team)
        made.append(
            Step(
                record=record,
                place=first + at,
                title=planned.title,
                text=planned.text,
                team=team,
                waits=chosen.in_order and at > 0,
                hours=planned.hours,
                workflow=workflow,
                version=chosen.version,
            )
        )
    Step.objects.bulk_create(made)
    ready = {row.pk for row in queries.ready(queries.steps(record))}
    begun = [row.pk for row in made if row.pk in ready]
    fact = facts.LaidOut(workflow, chosen.version, chosen.label, len(made), begun)
    _write(actor, record, fact)
    return record


@transaction.atomic
def add(
    actor: Actor,
    number: str,
    *,
    title: str,
    text: str = "",
    person: Person | None = None,
    team: Team | None = None,
    due_at: datetime | None = None,
    waits: bool = False,
) -> Record:
    """Add a step after the others."""
    record = _arranged(actor, number)
    if not title.strip():
        raise Invalid({"title": _("Say what is to be done.")})
    rules.somebody_owns_it(record, person, team)
    _room_for(record, 1)
    made = Step.objects.create(
        record=record,
        place=_last_place(record) + 1,
        title=title,
        text=text,
        person=person,
        team=team,
        due_at=due_at,
        waits=waits,
    )
    _write(actor, record, facts.StepAdded(made.pk, made.title), person)
    return record


@transaction.atomic
def change(actor: Actor, number: str, *, step: int, **values: Any) -> Record:
    """Change what a step says, who owns it, when it is due, or whether it waits. Without a difference nothing
    happens.
    """
    record = _arranged(actor, number)
    row = _found(record, step)
    rules.it_is(row, OPEN)
    if "title" in values and not values["title"].strip():
        raise Invalid({"title": _("Say what is to be done.")})
    wish = {name: getattr(row, name) for name in ("person", "team")} | values
    rules.somebody_owns_it(record, wish["person"], wish["team"])
    if all(getattr(row, name) == value for name, value in values.items()):
        return record
    if "due_at" in values:
        values["late_at"] = None
    Step.objects.filter(pk=row.pk).update(**values)
    _write(actor, record, facts.StepChanged(row.pk, values.get("title", row.title)), values.get("person"))
    return record


@transaction.atomic
def move(actor: Actor, number: str, *, step: int, place: int) -> Record:
    """Put a step into another place, counted from 1."""
    record = _arranged(actor, number)
    row = _found(record, step)
    rows = queries.steps(record)
    if not 1 <= place <= len(rows):
        raise Invalid({"place": _("Give a number from %(least)s to %(most)s.") % {"least": 1, "most": len(rows)}})
    order = [each for each in rows if each.pk != row.pk]
    order.insert(place - 1, row)
    if [each.pk for each in order] == [each.pk for each in rows]:
        return record
    for at, each in enumerate(order, start=1):
        each.place = at
    Step.objects.bulk_update(order, ["place"])
    _write(actor, record, facts.StepChanged(row.pk, row.title))
    return record


@transaction.atomic
def done(actor: Actor, number: str, *, step: int, remark: str = "") -> Record:
    """A step is done, with what shows it."""
    record, row = _theirs(actor, number, step)
    rules.it_is(row, OPEN)
    rows = queries.steps(record)
    rules.the_one_before_is_over(row, queries.before(rows, row))
    _end(actor, row, DONE, remark)
    after = queries.following(rows, row)
    _write(actor, record, facts.StepDone(row.pk, row.title, remark[:500], after.pk if after else 0))
    return record


@transaction.atomic
def skip(actor: Actor, number: str, *, step: int, reason: str) -> Record:
    """A step is left out, with a reason."""
    record, row = _theirs(actor, number, step)
    rules.it_is(row, OPEN)
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is left out.")})
    _end(actor, row, SKIPPED, reason)
    after = queries.following(queries.steps(record), row)
    _write(actor, record, facts.StepSkipped(row.pk, row.title, reason[:500], after.pk if after else 0))
    return record


@transaction.atomic
def reopen(actor: Actor, number: str, *, step: int) -> Record:
    """A step that was done or left out is to be done after all."""
    record, row = _theirs(actor, number, step)
    rules.it_is(row, DONE, SKIPPED)
    Step.objects.filter(pk=row.pk).update(state=OPEN, remark="", ended_at=None, ended_by=None)
    _write(actor, record, facts.StepReopened(row.pk, row.title))
    return record


@transaction.atomic
def withdraw(actor: Actor, number: str, *, step: int) -> Record:
    """Take away a step that was added in error; the history keeps it."""
    record = _arranged(actor, number)
    row = _found(record, step)
    rules.it_is(row, OPEN)
    Step.objects.filter(pk=row.pk).update(state=Step.State.WITHDRAWN, ended_at=timezone.now())
    _write(actor, record, facts.StepWithdrawn(row.pk, row.title))
    return record


def _arranged(actor: Actor, number: str) -> Record:
    record = history.lock(actor, number)
    require(actor, record.declared.may.revise, record)
    rules.record_is_open(record)
    return record


def _theirs(actor: Actor, number: str, step: int) -> tuple[Record, Step]:
    record = history.lock(actor, number)
    row = _found(record, step)
    rules.it_is_theirs(queries.is_mine(actor, row, record), may(actor, record.declared.may.revise, record))
    rules.record_is_open(record)
    return record, row


def _found(record: Record, step: int) -> Step:
    row = Step.objects.filter(record=record, pk=step).exclude(state=Step.State.WITHDRAWN).first()
    if row is None:
        raise Invalid({"step": _("%(number)s has no such step any more.") % {"number": record.number}})
    return row


def _end(actor: Actor, row: Step, state: str, remark: str) -> None:
    ended = {"ended_at": timezone.now(), "ended_by_id": actor.person_id}
    Step.objects.filter(pk=row.pk).update(state=state, remark=remark, **ended)


def _last_place(record: Record) -> int:
    last: int | None = Step.objects.filter(record=record).aggregate(last=Max("place"))["last"]
    return last or 0


def _room_for(record: Record, more: int) -> None:
    if len(queries.steps(record)) + more > MOST:
        raise Invalid({"": _("A record takes at most %(count)s steps.") % {"count": MOST}})


def _teams(steps: Iterable[Planned]) -> dict[str, Team]:
    """The active teams that the steps name, by their name in small letters; a name that several bear means none."""
    wanted = {step.team.casefold() for step in steps if step.team}
    found: dict[str, list[Team]] = {}
    for team in Team.objects.filter(active=True) if wanted else ():
        found.setdefault(team.name.casefold(), []).append(team)
    return {name: found[name][0] for name in wanted if len(found.get(name, ())) == 1}


def _begin(record: Record, rows: Sequence[Step]) -> None:
    """What has a time of its own is due so long after it can be begun; never under a calendar that never works."""
    begun = [row for row in queries.ready(rows) if row.hours and row.due_at is None]
    calendars = {each.code: each.calendar() for each in queries.workflows(record)} if begun else {}
    now = timezone.now()
    for row in begun:
        calendar, hours = calendars.get(row.workflow), row.hours or 0
        row.due_at = due_after(calendar, now, hours * 3600) if calendar else now + timedelta(hours=hours)
    Step.objects.bulk_update(begun, ["due_at"])


def _write(actor: Actor, record: Record, fact: Fact, person: Person | None = None) -> None:
    """The entry; the person who owns the step sees the record from now on."""
    rows, columns = queries.steps(record), {}
    _begin(record, rows)
    if queries.PROGRESS in record.declared.by_name:
        columns[queries.PROGRESS] = queries.progress(rows)
    parts = [(person, NAMED)] if person else []
    history.write(actor, record, fact, set=columns, parts=parts, wakes=False)
