"""Finished jobs are forgotten after some days; dead letters stay long enough to be looked at."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app

from fettle.kernel.jobs.tasks import task

DONE_HOURS = 72
DEAD_LETTER_HOURS = 90 * 24


@task("jobs.forget_old", most_seconds=300, cron="17 3 * * *")
def forget_old_jobs(timestamp: int) -> None:
    """Delete what ended long ago. `timestamp`: the planned moment in Unix seconds."""
    delete = async_to_sync(app.job_manager.delete_old_jobs)
    delete(nb_hours=DONE_HOURS, include_cancelled=True, include_aborted=True)
    delete(nb_hours=DEAD_LETTER_HOURS, include_failed=True)
