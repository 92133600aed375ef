"""The worker runs what is due, repeats what failed, and ends itself when it cannot record a result."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from fettle.kernel.jobs import Task, enqueue, task, worker

pytestmark = pytest.mark.django_db(transaction=True)
done: list[int] = []


@task("jobs.note")
def note(number: int) -> None:
    done.append(number)


@task("jobs.note_and_promise")
def note_and_promise(number: int) -> None:
    """Promises in its transaction, which fails for odd numbers."""
    with transaction.atomic():
        enqueue(note, number=number * 10)
        if number % 2:
            raise ValueError("odd")


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    """Before it too: what another test has promised for good would be done here."""
    done.clear()
    _forget()
    yield
    _forget()


def _forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
        cursor.execute("delete from procrastinate_workers")


def promise(task: Task, number: int) -> int:
    with transaction.atomic():
        return enqueue(task, number=number)


def states() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("select task_name, array_agg(status::text order by id) from procrastinate_jobs group by 1")
        return dict(cursor.fetchall())


def test_it_runs_what_is_due() -> None:
    promise(note, 1)
    promise(note, 2)
    assert worker.run([note], wait=False) == 0
    assert sorted(done) == [1, 2]
    assert states() == {"jobs.note": ["succeeded", "succeeded"]}


def test_promises_made_in_a_job_belong_to_its_own_transaction() -> None:
    promise(note_and_promise, 3)
    promise(note_and_promise, 4)
    worker.run([note, note_and_promise], wait=False)
    worker.run([note, note_and_promise], wait=False)
    assert done == [40]
    assert states()["jobs.note_and_promise"] == ["todo", "succeeded"]  # the failed one waits for its next attempt


def test_it_ends_itself_when_a_result_cannot_be_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so by its exit code, and leaves the job where the reapers find it."""
    from procrastinate import manager

    async def lost(*_: object, **__: object) -> None:
        raise ConnectionError("the database went away")

    monkeypatch.setattr(manager.JobManager, "finish_job", lost)
    promise(note, 5)
    assert worker.run([note], wait=True) == worker.EX_TEMPFAIL
    assert done == [5]
    with connection.cursor() as cursor:
        cursor.execute("select status::text, worker_id from procrastinate_jobs")
        assert cursor.fetchall() == [("doing", None)]


def test_it_ends_itself_when_a_job_runs_past_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread cannot be stopped, a process can; here the end is only noted and the job let go."""
    ends: list[int] = []
    released = threading.Event()

    @task("jobs.hang", most_seconds=0.1)
    def hang(number: int) -> None:
        released.wait(30)

    def end(code: int) -> None:
        ends.append(code)
        released.set()

    monkeypatch.setattr(worker.os, "_exit", end)
    promise(hang, 6)
    worker.run([hang], wait=False)
    assert ends[0] == worker.EX_TEMPFAIL
