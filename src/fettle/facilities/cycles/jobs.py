"""Telling of duties."""

from __future__ import annotations

from django.utils import timezone

from fettle.facilities.cycles import actions
from fettle.kernel.jobs import task


@task("cycles.tell", most_seconds=280, cron="40 5 * * *")
def tell_of_duties(timestamp: int = 0) -> None:
    """Once a day. ``timestamp``: the planned moment."""
    actions.tell(timezone.localdate())
