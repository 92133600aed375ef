"""Seeing that every mail is handled, and forgetting what is old."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from fettle.edges.mail import intake
from fettle.edges.mail.models import IncomingMail, Picture
from fettle.facilities.discussion.models import Attachment, StoredFile
from fettle.kernel.jobs import enqueue, task
from fettle.kernel.settings.read import current

State = IncomingMail.State
PIECE = 1_000


@task("mail.find_left", most_seconds=60, cron="* * * * *")
def find_left(timestamp: int = 0) -> None:
    """Promise again to handle what is to be read: a try that failed, or one whose worker died."""
    now = timezone.now()
    left = IncomingMail.objects.filter(state=State.ARRIVED).exclude(next_at__gt=now)
    with transaction.atomic():
        for code in left.order_by("mailbox").values_list("mailbox", flat=True).distinct():
            enqueue(intake.handle, mailbox=code)


@task("mail.forget_old", most_seconds=600, cron="33 3 * * *")
def forget_old(timestamp: int = 0) -> None:
    """Forget mails past the time that they are kept, as they came and what was decided; what they wrote on records
    stays there. What waits for a decision waits on.
    """
    before = timezone.now() - timedelta(days=current()["mail.intake"]["kept_days"])
    settled = IncomingMail.objects.filter(arrived_at__lt=before, state__in=(State.DONE, State.IGNORED))
    while keys := list(settled.order_by("pk").values_list("pk", flat=True)[:PIECE]):
        drop(keys)


@transaction.atomic
def drop(keys: list[int]) -> None:
    """Rows and, where nothing else names them, the contents, which the nightly sweep takes off the disk."""
    rows = IncomingMail.objects.filter(pk__in=keys)
    pictures = Picture.objects.filter(mail__in=keys).exclude(file=None)
    files = {*rows.exclude(file=None).values_list("file_id", flat=True), *pictures.values_list("file_id", flat=True)}
    rows.delete()
    drop_contents(files)


def drop_contents(files: set[str]) -> None:
    """Those that no mail, no picture of one and no attachment names any more."""
    named = {
        *IncomingMail.objects.filter(file__in=files).values_list("file_id", flat=True),
        *Picture.objects.filter(file__in=files).values_list("file_id", flat=True),
        *Attachment.objects.filter(file__in=files).values_list("file_id", flat=True),
    }
    StoredFile.objects.filter(pk__in=files - named).delete()
