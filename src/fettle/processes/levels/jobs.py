"""What happens to agreements without anybody asking for it."""

from __future__ import annotations

from django.utils import timezone

from fettle.kernel.jobs import task
from fettle.processes.levels import actions


@task("levels.tell_of_ends", most_seconds=280, cron="25 4 * * *")
def tell_of_agreements(timestamp: int = 0) -> None:
    """Once a day. ``timestamp``: the planned moment."""
    actions.tell_of_ends(timezone.localdate())
