"""A task as a value, and the promise to run it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app


@dataclass(frozen=True, slots=True)
class Task:
    """Something a worker does. `name` is stored with every promise, so it stays when the function is renamed.

    A run that lasts longer than `most_seconds` is given up together with its worker process. A failed run is repeated
    after 4, 16, 64 ... seconds until there were `attempts`; then the job is a dead letter that people look at.
    With `cron` (five fields, UTC) it runs by the clock, and `run` takes the planned moment in Unix seconds.
    """

    name: str
    run: Callable[..., None]
    most_seconds: float = 60
    attempts: int = 6
    queue: str = "default"
    cron: str = ""


def task(
    name: str, *, most_seconds: float = 60, attempts: int = 6, queue: str = "default", cron: str = ""
) -> Callable[[Callable[..., None]], Task]:
    """Make the decorated function a Task."""

    def made(run: Callable[..., None]) -> Task:
        return Task(name, run, most_seconds, attempts, queue, cron)

    return made


def enqueue(task: Task, *, at: datetime | None = None, **arguments: Any) -> int:
    """Promise one run of `task`, not before `at`; the promise holds when the present transaction commits.

    `arguments` are JSON values: numbers and keys, never records. Returns the job's id.
    Raises RuntimeError outside a transaction, where a promise could survive the failure of what it belongs to.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{task.name} must be enqueued in the transaction that needs it")
    return app.configure_task(task.name, queue=task.queue, schedule_at=at).defer(**arguments)
