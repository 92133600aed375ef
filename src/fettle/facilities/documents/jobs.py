"""Reminding those who have not read what was distributed to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from fettle.facilities.documents import actions, facts, queries
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED, visible
from fettle.kernel.history.models import Entry
from fettle.kernel.jobs import task
from fettle.kernel.settings.read import current

TOLD = (facts.Published.name, facts.Distributed.name, facts.Reminded.name)


@task("documents.remind", most_seconds=280, cron="20 5 * * *")
def remind_readers(timestamp: int = 0) -> None:
    """Once a day. ``timestamp``: the planned moment."""
    remind_due()


def remind_due(now: datetime | None = None) -> int:
    """Remind wherever so many days have passed since people were last told. Returns of how many documents."""
    before = (now or timezone.now()) - timedelta(days=current()["documents.control"]["remind_days"])
    done = 0
    for kind in queries.kinds():
        house = Actor.house(gettext_noop("reminders"), kind.may.see, kind.may.revise, RESTRICTED)
        found = visible(house, kind).select_related("organisation", kind.accessor)
        for record in found.filter(**{f"{kind.accessor}__in_force__isnull": False}).exclude(state="withdrawn"):
            told = Entry.objects.filter(record=record, fact__in=TOLD).aggregate(at=Max("happened_at"))
            if queries.unread(record) and (told["at"] is None or told["at"] <= before):
                actions.remind(house, record.number)
                done += 1
    return done
