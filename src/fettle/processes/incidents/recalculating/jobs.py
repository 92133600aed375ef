"""Recalculations that take longer than a page may: looked at and done by a worker. Both may run twice."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from fettle.kernel.access.actor import Actor
from fettle.kernel.jobs import enqueue, task
from fettle.kernel.orgs.models import Person
from fettle.processes.incidents.models import Recalculation
from fettle.processes.incidents.recalculating import keeping, runs

State = Recalculation.State


def begin(run: Recalculation) -> None:
    """Look at it at once where few records are concerned, else soon."""
    if _few(run):
        runs.look(run)
        return
    with transaction.atomic():
        enqueue(look_later, run=run.pk)


def confirm(actor: Actor, run: Recalculation) -> None:
    """Confirm it, and do it at once or soon. Raises Refusal."""
    with transaction.atomic():
        runs.confirm(actor, run)
        if run.total <= runs.AT_ONCE:
            runs.do(actor, run)
            run.refresh_from_db()
        else:
            enqueue(do_later, run=run.pk)


def _few(run: Recalculation) -> bool:
    return len(runs.candidates(run).values_list("pk", flat=True)[: runs.AT_ONCE + 1]) <= runs.AT_ONCE


@task("incidents.look_at_recalculation", most_seconds=1800, attempts=3)
def look_later(run: int) -> None:
    """Count what would change."""
    row = Recalculation.objects.get(pk=run)
    if row.state == State.LOOKING:
        runs.look(row)


@task("incidents.recalculate", most_seconds=3600, attempts=4)
def do_later(run: int) -> None:
    """Go on where a former run of this job stopped: each portion and the note of it are one transaction."""
    row = Recalculation.objects.get(pk=run)
    who = Person.objects.select_related("organisation").get(pk=row.confirmed_by_id or 0)
    with override(who.language):
        runs.do(runs.acting(who), row)


@task("incidents.forget_recalculations", most_seconds=120, cron="56 3 * * *")
def forget_unconfirmed(timestamp: int = 0) -> None:
    """Once a day. ``timestamp``: the planned moment."""
    keeping.forget(timezone.now())
