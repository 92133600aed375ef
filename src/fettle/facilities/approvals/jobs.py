"""The clockwork of approvals."""

from __future__ import annotations

from django.utils import timezone

from fettle.facilities.approvals import clockwork, delegates
from fettle.kernel.jobs import task


@task("approvals.tell", most_seconds=280, cron="* * * * *")
def tell_of_approvals(timestamp: int = 0) -> None:
    """Every minute: deadlines that have passed, and delegates whose time has begun. ``timestamp``: the planned
    moment.
    """
    clockwork.tell(timezone.now())
    delegates.take_in()


@task("approvals.forget_keys", most_seconds=280, cron="52 3 * * *")
def forget_keys(timestamp: int = 0) -> None:
    """Once a night."""
    clockwork.forget_keys(timezone.now())
