"""Jobs of dead and of confused workers come back, those of healthy ones are left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from django.db import connection

from fettle.kernel.jobs import reapers
from fettle.kernel.jobs.connector import connector

pytestmark = pytest.mark.django_db(transaction=True)
LIMITS = {"quick": 10.0, "slow": 1000.0}
# Beyond a quick job's time and grace, well within a slow one's.
LONG_AGO = 10 + reapers.GRACE_SECONDS + 5


@pytest.fixture(autouse=True)
def _empty_queue() -> Iterator[None]:
    """Procrastinate's tables are not Django's to empty."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
        cursor.execute("delete from procrastinate_workers")


def worker(silent_seconds: float) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - %s * interval '1s') returning id",
            [silent_seconds],
        )
        return int(cursor.fetchone()[0])


def busy(task: str, worker: int | None, for_seconds: float = 1, attempts: int = 0) -> int:
    """A job that its worker took `for_seconds` ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " values ('default', %s, '{}', 'todo', %s) returning id",
            [task, attempts],
        )
        job = int(cursor.fetchone()[0])
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s where id = %s", [worker, job])
        cursor.execute(
            "update procrastinate_events set at = now() - make_interval(secs => %s) where job_id = %s",
            [for_seconds, job],
        )
    return job


def reap() -> dict[int, tuple[str, str]]:
    """Job → which reaper took it, and what it is now."""

    async def once() -> list[dict[str, object]]:
        queue = connector()
        await queue.open_async()
        try:
            return await reapers.reap(queue, LIMITS)
        finally:
            await queue.close_async()

    return {row["id"]: (row["reaper"], row["status"]) for row in asyncio.run(once())}  # type: ignore[misc, index]


def test_a_healthy_worker_keeps_its_jobs() -> None:
    alive = worker(silent_seconds=1)
    busy("quick", alive)
    busy("slow", alive, for_seconds=LONG_AGO)
    assert reap() == {}


def test_the_jobs_of_a_silent_worker_come_back() -> None:
    job = busy("slow", worker(silent_seconds=reapers.SILENT_SECONDS + 5))
    assert reap() == {job: ("heartbeat", "todo")}


def test_the_jobs_of_a_worker_that_signed_off_come_back() -> None:
    job = busy("slow", None)
    assert reap() == {job: ("heartbeat", "todo")}


def test_a_job_that_looks_busy_for_too_long_under_a_living_worker_comes_back() -> None:
    """The end of the job, or the answer to its fetching, was lost when the database died: no heartbeat tells."""
    job = busy("quick", worker(silent_seconds=1), for_seconds=LONG_AGO)
    assert reap() == {job: ("age", "todo")}
    assert reap() == {}


def test_a_task_nobody_knows_has_a_limit_too() -> None:
    job = busy("renamed", worker(1), for_seconds=reapers.UNKNOWN_TASK_SECONDS + reapers.GRACE_SECONDS + 5)
    assert reap() == {job: ("age", "todo")}


def test_a_job_that_takes_its_worker_down_each_time_becomes_a_dead_letter() -> None:
    job = busy("slow", None, attempts=reapers.MOST_RETURNS)
    assert reap() == {job: ("heartbeat", "failed")}
