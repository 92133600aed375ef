"""The clockwork of satisfaction."""

from __future__ import annotations

from django.utils import timezone

from fettle.kernel.jobs import task
from fettle.processes.surveys import asking, keeping, running


@task("surveys.ask", most_seconds=280, cron="*/5 * * * *")
def ask_for_ratings(timestamp: int = 0) -> None:
    """Every five minutes. ``timestamp``: the planned moment."""
    asking.ask_due(timezone.now())


@task("surveys.daily", most_seconds=280, cron="40 4 * * *")
def go_on_with_surveys(timestamp: int = 0) -> None:
    """Once a day: surveys are reminded of and closed, and what has been kept for long enough is forgotten."""
    running.go_on(timezone.now())
    keeping.forget(timezone.now())
