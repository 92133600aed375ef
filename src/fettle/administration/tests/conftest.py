"""What the tests of this package share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from fettle.site.testing.world import World


@pytest.fixture
def as_(world: World):
    """A browser in which somebody is signed in: `as_("agent")`."""

    def client(who: str) -> Client:
        browser = Client()
        browser.force_login(world.people[who], backend="fettle.kernel.orgs.signing.password.Backend")
        return browser

    return client


@pytest.fixture
def letters(settings, mailoutbox):
    """Mails that were promised, delivered now: `letters()` gives the whole outbox."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from fettle.site.jobs import TASKS

    done: set[int] = set()

    def deliver() -> list:
        by_name = {task.name: task for task in TASKS}
        while waiting := [
            job
            for job in ProcrastinateJob.objects.filter(task_name__startswith="administration.").order_by("id")
            if job.id not in done
        ]:
            for job in waiting:
                done.add(job.id)
                by_name[job.task_name].run(**job.args)
        return mailoutbox

    return deliver
