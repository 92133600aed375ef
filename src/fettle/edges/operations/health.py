"""Whether everything runs: a list of checks, each with a sentence. The same list for people and for machines."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.mail.mailboxes import mailbox
from fettle.edges.mail.models import IncomingMail, MailboxState
from fettle.edges.notify.leaving import withheld
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.notify.wording import WITHHELD
from fettle.kernel.history.models import Delivery

SILENT_SECONDS = 60
LATE_SECONDS = 600
LEAST_FREE = 1_000_000_000


@dataclass(frozen=True)
class Check:
    """``bad``: the installation does not do its work. ``note``: somebody should look."""

    name: Any
    state: str
    text: str

    @property
    def bad(self) -> bool:
        return self.state == "bad"


ALIVE = "select count(*) from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %s)"
LATE = """
    select count(*) from procrastinate_jobs job
     where status = 'todo' and coalesce(scheduled_at, '-infinity') < now() - make_interval(secs => %s)
       and not exists (select 1 from procrastinate_events event
                        where event.job_id = job.id and event.at > now() - make_interval(secs => %s))
"""
DEAD = "select count(*) from procrastinate_jobs where status = 'failed'"


def _one(sql: str, *values: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def _database() -> Check:
    return Check(_("Database"), "good", f"PostgreSQL {_one('show server_version')}")


def _tables() -> Check:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    text = _("%(count)s migrations are missing: restart Fettle.") % {"count": len(plan)} if plan else _("up to date")
    return Check(_("Tables"), "bad" if plan else "good", text)


def _workers() -> Check:
    alive = _one(ALIVE, SILENT_SECONDS)
    text = (
        _("%(count)s at work") % {"count": alive} if alive else _("None is running: no mail leaves, nothing escalates.")
    )
    return Check(_("Workers"), "good" if alive else "bad", text)


def _waiting() -> Check:
    late = _one(LATE, LATE_SECONDS, LATE_SECONDS)
    text = _("%(count)s wait longer than ten minutes") % {"count": late} if late else _("nothing is late")
    return Check(_("Jobs"), "note" if late else "good", text)


def _dead() -> Check:
    dead = _one(DEAD)
    dead += Delivery.objects.filter(dead=True).count()
    text = _("%(count)s dead letters") % {"count": dead} if dead else _("none")
    return Check(_("Dead letters"), "note" if dead else "good", text)


def _mail() -> Check:
    held, failed = withheld(), OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).count()
    if held:
        return Check(_("Mail"), "note", _("Nothing leaves: %(why)s") % {"why": WITHHELD[held]})
    waiting, now = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING), timezone.now()
    later = waiting.filter(leaves_at__gt=now).count()
    text = _("%(waiting)s waiting, %(failed)s failed") % {"waiting": waiting.count() - later, "failed": failed}
    if later:
        text += "; " + _("%(count)s for the end of quiet hours") % {"count": later}
    late = NotificationDecision.objects.filter(leaves_at__lt=now - timedelta(seconds=LATE_SECONDS)).exists()
    if late:
        return Check(_("Mail"), "note", text + "; " + _("digests are late"))
    return Check(_("Mail"), "note" if failed else "good", text)


def _mailboxes() -> Check:
    """A mailbox that cannot be looked into or holds mails too large to be taken in, or mails that nobody reads:
    somebody has to see to it.
    """
    long_ago = timezone.now() - timedelta(seconds=LATE_SECONDS)
    away = ~Q(problem="") & Q(problem_since__lt=long_ago)
    states = list(MailboxState.objects.filter(away | ~Q(too_large=[])).order_by("pk"))
    used = [state for state in states if (box := mailbox(state.code)) and box.active]
    shut = ", ".join(one.code for one in used if one.problem and one.problem_since and one.problem_since < long_ago)
    full = ", ".join(one.code for one in used if one.too_large)
    late = IncomingMail.objects.filter(state=IncomingMail.State.ARRIVED, arrived_at__lt=long_ago).count()
    if shut:
        return Check(_("Mailboxes"), "note", _("Cannot be looked into: %(names)s") % {"names": shut})
    text = _("%(count)s mails are still to be read") % {"count": late} if late else _("nothing is late")
    if full:
        text += "; " + _("mails too large to be taken in: %(names)s") % {"names": full}
    return Check(_("Mailboxes"), "note" if late or full else "good", text)


def _disk() -> Check:
    there = next(path for path in (Path(settings.MEDIA_ROOT), *Path(settings.MEDIA_ROOT).parents) if path.exists())
    free = shutil.disk_usage(there).free
    text = _("%(free)s GB free where files are kept") % {"free": f"{free / 1e9:.1f}"}
    return Check(_("Disk"), "good" if free > LEAST_FREE else "note", text)


CHECKS: tuple[Callable[[], Check], ...] = (_database, _tables, _workers, _waiting, _dead, _mail, _mailboxes, _disk)


def checks() -> Iterator[Check]:
    """All of them; without a database there is nothing else to ask."""
    for check in CHECKS:
        try:
            yield check()
        except DatabaseError as problem:
            yield Check(_("Database"), "bad", f"{type(problem).__name__}: {problem}"[:300])
            return
