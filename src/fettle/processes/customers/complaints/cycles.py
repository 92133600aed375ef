"""What is due of complaints: all of them, and what followed, are looked through (PR7.A2.3). The duty stands on the
setting that says how complaints are handled.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from fettle.facilities.cycles import actions as cycles
from fettle.facilities.cycles.dates import after
from fettle.facilities.cycles.declare import Cycle
from fettle.kernel.access.actor import Actor
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.kernel.settings.records import SETTING
from fettle.processes.customers.complaints.actions import HANDLING
from fettle.processes.customers.complaints.records import COMPLAINT

LOOK = "complaints.review"
LEAD_DAYS = 14


def quarterly(record: Any) -> tuple[int, str]:
    return 3, "months"


def of_handling(record: Any) -> bool:
    return bool(record.item.key == HANDLING)


CYCLES = (
    Cycle(
        LOOK,
        _("Look through the complaints of the quarter, and what followed"),
        (SETTING.key,),
        quarterly,
        lead_days=LEAD_DAYS,
        suits=of_handling,
    ),
)


@transaction.atomic
def install(today: date) -> bool:
    """Let it be due for the first time in a quarter, unless it ever was: one that somebody ended stays ended. Run at
    each start. Returns whether it was set.
    """
    house = Actor.house(gettext_noop("installation"), SETTING.may.see)
    record = history.lock(house, Record.objects.get(setting__key=HANDLING).number, SETTING)
    if record.duties.filter(code=LOOK).exists():
        return False
    every, unit = quarterly(record)
    wish = {"due_on": after(today, every, unit), "every": every, "unit": unit, "lead_days": LEAD_DAYS}
    fact = cycles.plan(record, LOOK, **wish, person=None, role=COMPLAINT.owner_role)
    if fact is not None:
        history.write(house, record, fact, wakes=False)
    return fact is not None
