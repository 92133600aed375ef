"""What passing time does to a round: it reminds, and then tells those who can help. It never decides."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from fettle.facilities.approvals import queries
from fettle.facilities.approvals.facts import Overdue, Reminded
from fettle.facilities.approvals.models import Key, Round
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.errors import NotSeen
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Participant
from fettle.kernel.settings.read import current

MOST_AT_ONCE = 500
KEPT = timedelta(days=30)


def tell(now: datetime) -> int:
    """Remind those who are asked once the deadline has passed, and escalate when that did not help. Returns how often
    something was said.
    """
    after = now - timedelta(hours=current()["approvals.handling"]["escalate_after_hours"])
    late = Q(reminded_at=None, due_at__lte=now) | Q(escalated_at=None, reminded_at__isnull=False, due_at__lte=after)
    found = Round.objects.filter(late, state=Round.State.OPEN, record__is_open=True).exclude(queries.on_what_is_done())
    keys = found.order_by("due_at").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return sum(_told(pk, after, now) for pk in keys)


@transaction.atomic
def _told(pk: int, after: datetime, now: datetime) -> bool:
    found = Round.objects.select_related("record").get(pk=pk)
    house = Actor.house(gettext_noop("Clockwork"), found.record.declared.may.see, RESTRICTED)
    try:
        record = history.lock(house, found.record.number)
    except NotSeen:
        return False
    found = Round.objects.select_for_update(of=("self",)).get(pk=pk)
    if found.state != Round.State.OPEN or found.due_at is None or found.due_at > now:
        return False
    if found.reminded_at is None:
        Round.objects.filter(pk=pk).update(reminded_at=now)
        parts = [(person, Participant.Part.NAMED) for person in queries.asked_now([pk])]
        history.write(house, record, Reminded(pk, found.step + 1), parts=parts, wakes=False)
    elif found.escalated_at is None and found.due_at <= after:
        Round.objects.filter(pk=pk).update(escalated_at=now)
        history.write(house, record, Overdue(pk, found.step + 1), wakes=False)
    else:
        return False
    return True


def forget_keys(now: datetime) -> int:
    """Delete links that have been of no use for a month."""
    return Key.objects.filter(expires_at__lt=now - KEPT).delete()[0]
