"""The queue of jobs as people look at it: what waits, what ended as a dead letter, and trying that again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.errors import NotSeen
from fettle.kernel.history.deliver import deliver
from fettle.kernel.history.models import Delivery
from fettle.kernel.jobs import enqueue

ADMINISTER = "operations.administer"
MOST_SHOWN = 200

JOBS = """
    select job.id, job.task_name, job.args::text, job.attempts, job.status::text, job.scheduled_at,
           (select max(at) from procrastinate_events where job_id = job.id)
      from procrastinate_jobs job where job.status::text = any(%s) order by job.id desc limit %s
"""
AGAIN = """
    update procrastinate_jobs set status = 'todo', attempts = 0, scheduled_at = now(), worker_id = null
     where id = %s and status = 'failed'
"""


@dataclass(frozen=True)
class Job:
    """A promise of a run. ``at`` is when something last became of it."""

    pk: int
    task: str
    arguments: str
    attempts: int
    status: str
    scheduled_at: datetime | None
    at: datetime | None


def jobs(*status: str) -> list[Job]:
    """The newest jobs in these states: todo, doing, failed."""
    with connection.cursor() as cursor:
        cursor.execute(JOBS, [list(status), MOST_SHOWN])
        return [_job(row) for row in cursor.fetchall()]


def _job(row: tuple[Any, ...]) -> Job:
    pk, task, arguments, *rest = row
    named = ", ".join(f"{name}={value}" for name, value in json.loads(arguments).items())
    return Job(pk, task, named, *rest)


def dead_deliveries() -> list[Delivery]:
    """Reactions that were given up, newest first."""
    return list(Delivery.objects.filter(dead=True).select_related("entry__record").order_by("-pk")[:MOST_SHOWN])


@transaction.atomic
def run_again(actor: Actor, pk: int) -> None:
    """Put a dead letter back into the queue. Raises Forbidden, NotSeen."""
    require_everywhere(actor, ADMINISTER)
    with connection.cursor() as cursor:
        cursor.execute(AGAIN, [pk])
        if cursor.rowcount != 1:
            raise NotSeen(_("There is no failed job of this number any more."))


@transaction.atomic
def react_again(actor: Actor, pk: int) -> None:
    """Try a reaction again that was given up. Raises Forbidden, NotSeen."""
    require_everywhere(actor, ADMINISTER)
    delivery = Delivery.objects.select_for_update().filter(pk=pk, dead=True).first()
    if delivery is None:
        raise NotSeen(_("There is no such reaction any more that was given up."))
    delivery.dead, delivery.attempts = False, 0
    delivery.save(update_fields=["dead", "attempts"])
    enqueue(deliver, entry_id=delivery.entry_id)
