"""Catching up: records that no live entry told of, such as restored ones."""

from __future__ import annotations

from django.db import transaction

from fettle.facilities.search import documents
from fettle.kernel.jobs import enqueue, task

BATCH = 500


@task("search.catch_up", most_seconds=300, cron="23 * * * *")
def catch_up(timestamp: int = 0) -> None:
    """Index what is missing or outdated, a batch at a time. ``timestamp``: the planned moment."""
    late = documents.behind(BATCH)
    for record_id in late:
        documents.index(record_id)
    if len(late) == BATCH:
        with transaction.atomic():
            enqueue(catch_up)
