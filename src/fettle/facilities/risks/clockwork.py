"""What passing time does to a risk: its owner is told that the acceptance ends, and then it is open again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from fettle.facilities.risks.actions import NOT_ACCEPTED
from fettle.facilities.risks.definitions import handling
from fettle.facilities.risks.facts import AcceptanceEnded, AcceptanceEnds
from fettle.facilities.risks.models import Risk
from fettle.facilities.risks.records import RISK
from fettle.facilities.risks.workflow import ACCEPTED, ASSESSED, SEE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.errors import NotSeen
from fettle.kernel.history import write as history


def look(today: date) -> int:
    """Once a day. Returns how often something was said."""
    near = today + timedelta(days=handling()["warn_days"])
    found = Risk.objects.filter(record__state=ACCEPTED, accepted_until__lte=near).order_by("accepted_until")
    fresh = found.filter(accepted_until__gte=today).filter(warned_for=None)
    over = found.filter(accepted_until__lt=today)
    numbers = [number for some in (over, fresh) for number in some.values_list("record__number", flat=True)]
    return sum(_told(number, today, near) for number in numbers)


@transaction.atomic
def _told(number: str, today: date, near: date) -> bool:
    house = Actor.house(gettext_noop("Clockwork"), SEE, RESTRICTED)
    try:
        record = history.lock(house, number, RISK)
    except NotSeen:
        return False
    until = record.item.accepted_until
    if record.state != ACCEPTED or until is None or until > near:
        return False
    values: dict[str, Any] = {"warned_for": until}
    if until < today:
        values = {"state": ASSESSED, "treatment": "", **NOT_ACCEPTED}
        history.write(house, record, AcceptanceEnded(until=until.isoformat()), set=values)
    elif record.item.warned_for is None:
        history.write(house, record, AcceptanceEnds(until=until.isoformat()), set=values, wakes=False)
    else:
        return False
    return True
