"""The worker process: runs jobs until it is told to stop, and ends itself rather than leave one in the dark."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from procrastinate import RetryStrategy, worker
from procrastinate.contrib.django.db_cleanup import DjangoApp

from fettle.kernel.jobs import reapers
from fettle.kernel.jobs.connector import connector
from fettle.kernel.jobs.tasks import Task

AT_ONCE = 4
HEARTBEAT_SECONDS = 3
STOP_SECONDS = 20
EX_TEMPFAIL = 75  # the supervisor starts us again

log = structlog.get_logger(__name__)


class Worker(worker.Worker):
    """Procrastinate's worker, made honest about two things it would only log."""

    failed = False

    async def _persist_job_status(self, **result: Any) -> None:  # type: ignore[override]
        """A result that cannot be recorded leaves a job that looks busy for ever while we live: so we go."""
        try:
            await super()._persist_job_status(**result)
        except Exception:
            log.exception("job result not recorded, worker ends", job=result["job"].id)
            self.failed = True
            self.stop()  # type: ignore[no-untyped-call]

    async def give_up_late_jobs(self, most_seconds: Mapping[str, float]) -> None:
        """End the process when a job runs past its time: its thread cannot be stopped in any other way."""
        while True:
            await asyncio.sleep(1)
            for context in list(self._running_jobs.values()):
                most = most_seconds.get(context.job.task_name, reapers.UNKNOWN_TASK_SECONDS)
                if time.time() - context.start_timestamp > most:
                    log.error("job runs too long, worker ends", job=context.job.id, task=context.job.task_name)
                    os._exit(EX_TEMPFAIL)


def application(tasks: Sequence[Task]) -> DjangoApp:
    """Procrastinate's application for the worker: all tasks, over connections of its own.

    `enqueue` never goes through it: a promise made inside a job belongs to Django's transaction there too.
    """
    app = DjangoApp(connector=connector())
    for each in tasks:
        retry = RetryStrategy(max_attempts=each.attempts, exponential_wait=4)
        made = app.task(name=each.name, queue=each.queue, retry=retry)(each.run)
        if each.cron:
            app.periodic(cron=each.cron)(made)
    return app


def run(tasks: Sequence[Task], *, wait: bool = True) -> int:
    """Run jobs until SIGTERM or SIGINT; without `wait` until none is due. Returns the exit code."""
    return asyncio.run(_run(tasks, wait))


async def _run(tasks: Sequence[Task], wait: bool) -> int:
    app = application(tasks)
    most_seconds = {each.name: each.most_seconds for each in tasks}
    async with app.open_async():
        options: dict[str, Any] = {**app.worker_defaults, "update_heartbeat_interval": HEARTBEAT_SECONDS}
        working = Worker(app, concurrency=AT_ONCE, wait=wait, shutdown_graceful_timeout=STOP_SECONDS, **options)
        beside = [
            asyncio.create_task(reapers.keep_reaping(app.connector, most_seconds)),
            asyncio.create_task(working.give_up_late_jobs(most_seconds)),
        ]
        try:
            await working.run()  # type: ignore[no-untyped-call]
        finally:
            for each in beside:
                each.cancel()
    return EX_TEMPFAIL if working.failed else os.EX_OK
