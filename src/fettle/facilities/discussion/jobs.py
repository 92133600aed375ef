"""Tidying the store."""

from __future__ import annotations

from fettle.facilities.discussion.models import StoredFile
from fettle.facilities.discussion.store import store
from fettle.kernel.jobs import task

A_DAY = 86_400.0


@task("discussion.sweep_files", most_seconds=600, cron="41 3 * * *")
def sweep_files(timestamp: int = 0) -> None:
    """Delete contents that no row names: an upload whose transaction was rolled back. ``timestamp``: planned moment."""
    home = store()
    for key in home.contents():
        if not StoredFile.objects.filter(pk=key).exists():
            home.drop_unused(key, A_DAY)
