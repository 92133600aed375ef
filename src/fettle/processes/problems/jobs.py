"""The clockwork of problems."""

from __future__ import annotations

from django.utils import timezone

from fettle.kernel.jobs import task
from fettle.processes.problems import actions


@task("problems.tell", most_seconds=280, cron="*/5 * * * *")
def tell_of_problems(timestamp: int = 0) -> None:
    """Every five minutes: what is due soon, and what is late. ``timestamp``: the planned moment."""
    actions.tell(timezone.now())
