"""What the tests of this package share."""

from __future__ import annotations

import pytest


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
