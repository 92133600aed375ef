"""The clockwork of steps."""

from __future__ import annotations

from django.utils import timezone

from fettle.facilities.tasks import clockwork
from fettle.kernel.jobs import task


@task("tasks.tell", most_seconds=280, cron="* * * * *")
def tell_of_steps(timestamp: int = 0) -> None:
    """Every minute: steps whose time has passed. ``timestamp``: the planned moment."""
    clockwork.tell(timezone.now())
