"""What passing time does to a step: its owner is told, once for each due time. It never ends one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from fettle.facilities.tasks import queries
from fettle.facilities.tasks.facts import StepLate
from fettle.facilities.tasks.models import Step
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.errors import NotSeen
from fettle.kernel.history import write as history

MOST_AT_ONCE = 500
NEWS = timedelta(days=7)
"""What is late for longer is told nobody any more: all of it at once is of no use to anybody."""


def tell(now: datetime) -> int:
    """Say which steps have become late that can be begun and were not said to be. Returns how many."""
    late = Step.objects.filter(state=Step.State.OPEN, late_at=None, due_at__lte=now, due_at__gt=now - NEWS)
    found = queries.can_be_begun(late.filter(record__is_open=True))
    rows = found.order_by("due_at").select_related("record")[:MOST_AT_ONCE]
    return sum(_told(row, now) for row in list(rows))


@transaction.atomic
def _told(row: Step, now: datetime) -> bool:
    house = Actor.house(gettext_noop("Clockwork"), row.record.declared.may.see, RESTRICTED)
    try:
        record = history.lock(house, row.record.number)
    except NotSeen:
        return False
    ready = {each.pk: each for each in queries.ready(queries.steps(record))}
    found = ready.get(row.pk)
    if not record.is_open or found is None or found.late_at or found.due_at is None or found.due_at > now:
        return False
    Step.objects.filter(pk=row.pk).update(late_at=now)
    history.write(house, record, StepLate(row.pk, found.title), wakes=False)
    return True
