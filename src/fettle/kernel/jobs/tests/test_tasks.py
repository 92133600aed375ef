"""A promise of work lives and dies with the transaction that makes it."""

from __future__ import annotations

import json

import pytest
from django.db import connection, transaction

from fettle.kernel.jobs import Task, enqueue, task


@task("jobs.example", most_seconds=5, attempts=3)
def example(number: int) -> None:
    """Does nothing."""


def waiting() -> list[dict[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("select args::text from procrastinate_jobs where task_name = 'jobs.example' order by id")
        return [json.loads(args) for (args,) in cursor.fetchall()]


def test_a_declaration_is_a_value() -> None:
    assert isinstance(example, Task)
    assert (example.name, example.most_seconds, example.attempts, example.cron) == ("jobs.example", 5, 3, "")


@pytest.mark.django_db
def test_what_is_rolled_back_promised_nothing() -> None:
    with transaction.atomic():
        enqueue(example, number=1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(example, number=2)
        1 / 0  # noqa: B018
    assert waiting() == [{"number": 1}]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_can_be_promised() -> None:
    with pytest.raises(RuntimeError, match=r"jobs\.example"):
        enqueue(example, number=3)
    assert waiting() == []
