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
def letters(db: None):
    """`letters()` runs the promised work of the sign-in pages and gives the mails in the outbox, oldest first."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from fettle.administration.signing.jobs import mail_link
    from fettle.edges.notify.models import OutgoingMail

    done: set[int] = set()

    def deliver() -> list[OutgoingMail]:
        for job in ProcrastinateJob.objects.filter(task_name=mail_link.name).exclude(id__in=done).order_by("id"):
            done.add(job.id)
            mail_link.run(**job.args)
        return list(OutgoingMail.objects.order_by("pk"))

    return deliver
