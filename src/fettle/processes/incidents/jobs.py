"""The desk's clockwork: what happens without anybody asking for it."""

from __future__ import annotations

from django.utils import timezone

from fettle.kernel.jobs import task
from fettle.processes.incidents import outcomes
from fettle.processes.incidents.actions import by_itself
from fettle.processes.incidents.catalogue import recurring


@task("incidents.close_after_grace", most_seconds=280, cron="*/5 * * * *")
def close_after_grace(timestamp: int = 0) -> None:
    """Every five minutes. ``timestamp``: the planned moment."""
    by_itself.close_after_grace()


@task("incidents.go_on_when_due", most_seconds=120, cron="* * * * *")
def go_on_when_due(timestamp: int = 0) -> None:
    """Every minute."""
    by_itself.go_on_when_due()


@task("incidents.make_recurring", most_seconds=280, cron="5 * * * *")
def make_recurring(timestamp: int = 0) -> None:
    """Every hour, so that what a restart kept from its moment is made on its day."""
    recurring.make_due(timezone.localdate())


@task("incidents.notice_late_updates", most_seconds=120, cron="* * * * *")
def notice_late_updates(timestamp: int = 0) -> None:
    """Every minute."""
    by_itself.notice_late_updates()


@task("incidents.watch_targets", most_seconds=280, cron="* * * * *")
def watch_targets(timestamp: int = 0) -> None:
    """Every minute."""
    by_itself.watch_targets()


@task("incidents.count_outcomes", most_seconds=280, cron="*/5 * * * *")
def count_outcomes(timestamp: int = 0) -> None:
    """Every five minutes: what became of clocks, for the evaluation of agreements."""
    outcomes.catch_up(timezone.now())
