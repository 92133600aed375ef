"""What happens to announcements without anybody asking for it."""

from __future__ import annotations

from fettle.kernel.jobs import task
from fettle.processes.announcements import actions


@task("announcements.end_what_is_over", most_seconds=120, cron="* * * * *")
def end_announcements(timestamp: int = 0) -> None:
    """Every minute. ``timestamp``: the planned moment."""
    actions.end_what_is_over()
