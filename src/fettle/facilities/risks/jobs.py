"""The clockwork of risks."""

from __future__ import annotations

from django.utils import timezone

from fettle.facilities.risks import clockwork
from fettle.kernel.jobs import task


@task("risks.look", most_seconds=280, cron="25 5 * * *")
def look_at_acceptances(timestamp: int = 0) -> None:
    """Once a day: acceptances that end. ``timestamp``: the planned moment."""
    clockwork.look(timezone.localdate())
