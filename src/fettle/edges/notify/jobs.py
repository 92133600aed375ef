"""Finding again what a crash cut off, and forgetting what is old."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.notify import digest, leaving
from fettle.edges.notify.models import Notice, NotificationDecision, OutgoingMail
from fettle.kernel.jobs import task

log = logging.getLogger(__name__)
MOST_CUT_OFF = 5
"""Tries of a mail whose outcome could never be kept: nobody gets the same mail for ever."""
KEPT = timedelta(days=400)
"""Mails and decisions: a year and a month, so that last year's question can be answered."""


@task("notify.find_cut_off", most_seconds=60, cron="* * * * *")
def find_cut_off(timestamp: int = 0) -> None:
    """Promise again what has been "being sent" for too long: its worker died between our write and the server's
    answer.
    """
    now = timezone.now()
    cut_off = Q(state=leaving.State.SENDING, sending_at__lt=now - timedelta(seconds=leaving.LEASE_SECONDS))
    with transaction.atomic():
        for mail in OutgoingMail.objects.select_for_update().filter(cut_off, attempts__gte=MOST_CUT_OFF)[:500]:
            mail.state, mail.ended_at, mail.maybe_twice = leaving.State.FAILED, now, True
            mail.answer = _("Cut off again and again: see the log.")
            mail.save(update_fields=["state", "ended_at", "maybe_twice", "answer"])
            leaving.tell(mail)
    forgotten = Q(state=leaving.State.WAITING, next_at__lt=now - timedelta(minutes=10))
    with transaction.atomic():
        for mail in OutgoingMail.objects.filter(cut_off | forgotten)[:500]:
            leaving.send_later(mail)


@task("notify.send_digests", most_seconds=300, cron="* * * * *")
def send_digests(timestamp: int = 0) -> None:
    """Write the digests whose time has come, each in a transaction of its own. One that cannot be written is tried
    again with the next run and keeps nobody else waiting; the health page says that digests are late.
    """
    for person in digest.waiting(timezone.now()):
        try:
            digest.write(person)
        except (OperationalError, InterfaceError):
            raise  # the database is away: nothing of this digest's making
        except Exception:
            log.exception("The digest of person %s could not be written", person)


@task("notify.forget_old", most_seconds=600, cron="51 3 * * *")
def forget_old(timestamp: int = 0) -> None:
    """Remove mails and decisions past their retention time, and notices after half of it."""
    before = timezone.now() - KEPT
    NotificationDecision.objects.filter(at__lt=before).delete()
    OutgoingMail.objects.filter(made_at__lt=before).exclude(state__in=("waiting", "sending")).delete()
    Notice.objects.filter(made_at__lt=timezone.now() - KEPT / 2).delete()
