"""Imports that take longer than a page may: tried and brought in by a worker. A run of a job goes on where another
one stopped, because an importer adds nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from fettle.edges.transfer import runs
from fettle.edges.transfer.models import ImportRun
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.jobs import Task, enqueue, task
from fettle.kernel.orgs.models import Person

AT_ONCE = 200_000
"""Bytes of a file that is read while somebody waits."""


def begin_preview(actor: Actor, run: ImportRun) -> None:
    """At once for a small file, soon for a large one."""
    if run.file and run.file.size <= AT_ONCE:
        runs.preview(actor, run)
    else:
        _promise(try_later, actor, run)


def begin_import(actor: Actor, run: ImportRun) -> None:
    """Confirm it, and do it at once or soon. Raises Forbidden, Refusal."""
    with transaction.atomic():
        runs.confirm(actor, run)
        later = run.file is None or run.file.size > AT_ONCE
        if later:
            _promise(import_later, actor, run)
    if not later:
        runs.bring_in(actor, run)


@transaction.atomic
def _promise(what: Task, actor: Actor, run: ImportRun) -> None:
    enqueue(what, run=run.pk, person=actor.person_id)


@task("transfer.preview", most_seconds=3600, attempts=3)
def try_later(run: int, person: int) -> None:
    """Try an uploaded file."""
    _as(person, run, ImportRun.State.UPLOADED, runs.preview)


@task("transfer.import", most_seconds=7200, attempts=4)
def import_later(run: int, person: int) -> None:
    """Bring in what was confirmed."""
    _as(person, run, ImportRun.State.CONFIRMED, runs.bring_in)


@task("transfer.find_left_behind", most_seconds=60, cron="*/5 * * * *")
def find_left_behind(timestamp: int = 0) -> None:
    """Tell of the runs whose process died: nobody works on them any more."""
    waiting = ProcrastinateJob.objects.filter(
        task_name__in=[try_later.name, import_later.name], status__in=["todo", "doing"]
    )
    runs.tell_left_behind([job.args["run"] for job in waiting])


def _as(person: int, run: int, state: str, do: Callable[[Actor, ImportRun], object]) -> None:
    """Do it as the person who asked, in their language, unless it is done already."""
    row = ImportRun.objects.select_related("organisation", "file").get(pk=run)
    who = Person.objects.select_related("organisation").get(pk=person)
    if row.state == state:
        with override(who.language):
            do(Actor.of(who, Channel.JOB), row)
