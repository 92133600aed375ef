"""Erasing people whose time has come, if a time is set."""

from __future__ import annotations

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Refusal
from fettle.kernel.jobs import task
from fettle.kernel.settings import erasing, retention, territory
from fettle.kernel.settings.read import current

log = structlog.get_logger(__name__)


@task("administration.erase_the_departed", most_seconds=3600, cron="20 2 * * *")
def erase_the_departed(timestamp: int = 0) -> None:
    """Each in a transaction of their own, so that a run that ends early goes on the next night. ``timestamp``: the
    planned moment in Unix seconds.
    """
    rule = current()[retention.RETENTION.key]
    if not rule["days"]:
        return
    actor = Actor.house(gettext_noop("retention"), territory.ADMINISTER, erasing.ERASE)
    for person in retention.due(rule["days"], timezone.now()):
        try:
            reason = _("%(days)s days after they left") % {"days": rule["days"]}
            erasing.erase(actor, person, reason=reason, files=bool(rule["files"]))
        except Refusal as refusal:
            log.warning("a person was not erased", person=person.pk, why=str(refusal))
