"""What happens to agreements without anybody asking for it."""

from __future__ import annotations

from django.utils import timezone

from fettle.kernel.jobs import task
from fettle.processes.levels import actions
from fettle.processes.levels.evaluation import actions as evaluating
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.feasible import watching


@task("levels.tell_of_ends", most_seconds=280, cron="25 4 * * *")
def tell_of_agreements(timestamp: int = 0) -> None:
    """Once a day. ``timestamp``: the planned moment."""
    actions.tell_of_ends(timezone.localdate())


@task("levels.look_below", most_seconds=280, cron="45 4 * * *")
def look_below(timestamp: int = 0) -> None:
    """Once a day: whether what is agreed below SLAs in force still suffices."""
    watching.look(timezone.localdate())


@task("levels.prepare_evaluations", most_seconds=280, cron="35 4 1-10 * *")
def prepare_evaluations(timestamp: int = 0) -> None:
    """On the first days of a month, once: the evaluation of the month before."""
    evaluating.prepare(spans.today())
