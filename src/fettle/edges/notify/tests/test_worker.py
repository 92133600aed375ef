"""Mails by real workers: sent by one, and cut off by killing one in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.utils import timezone

from fettle.edges.notify import outbox
from fettle.edges.notify.jobs import find_cut_off
from fettle.edges.notify.leaving import leave
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.kernel.jobs import worker
from fettle.site.jobs import TASKS
from fettle.site.testing.world import make_world

WORKER = """
import django
django.setup()
from fettle.kernel.jobs import worker
from fettle.edges.notify.leaving import leave
worker.run([leave])
"""


def letter(local: str) -> OutgoingMail:
    with connection.cursor() as cursor:  # the queue of an earlier test, whose rows are gone
        cursor.execute("delete from procrastinate_jobs")
    person = make_world().people["requester"]
    person.mail = f"{local}@example.org"
    person.save()
    with transaction.atomic():
        return outbox.send(person, "Sign in", "A link", private=False)


def work() -> None:
    assert worker.run([task for task in TASKS if not task.cron], wait=False) == 0


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_sends(mail_server: BadServer) -> None:
    mail = letter("ok")
    work()
    mail.refresh_from_db()
    assert mail.state == "sent" and [taken["Message-ID"] for taken in mail_server.taken] == [mail.message_id]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_sent(mail_server: BadServer) -> None:
    person = make_world().people["requester"]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.send(person, "Sign in", "A link")
        raise ZeroDivisionError
    work()
    assert not OutgoingMail.objects.exists() and not mail_server.taken


@pytest.mark.kill
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_sends_leaves_a_mail_that_is_sent_again_and_says_so(mail_server: BadServer) -> None:
    mail = letter("hang")
    database = connection.settings_dict
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(database['HOST'], safe='')}",
        "FETTLE_MAIL_HOST": "127.0.0.1",
        "FETTLE_MAIL_PORT": str(mail_server.port),
        "FETTLE_MAIL_TLS": "none",
        "FETTLE_MAIL_FROM": "desk@example.org",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
    try:
        assert mail_server.has_read.wait(60), "the worker never spoke to the server"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    mail.refresh_from_db()
    assert mail.state == "sending" and not mail.maybe_twice
    mail_server.hanging = False
    OutgoingMail.objects.update(sending_at=timezone.now() - timedelta(seconds=151))
    find_cut_off.run()
    leave.run(mail=mail.pk)  # no worker: where a browser was before, a loop runs in this thread
    mail.refresh_from_db()
    assert (mail.state, mail.maybe_twice, mail.attempts) == ("sent", True, 2)
    assert [taken["Message-ID"] for taken in mail_server.taken] == [mail.message_id]
