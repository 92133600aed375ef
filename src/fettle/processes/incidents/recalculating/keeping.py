"""How long a recalculation is kept that nobody confirmed: it changed nothing. One that was confirmed is history."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Number
from fettle.kernel.settings.declare import Definition, Form
from fettle.kernel.settings.read import current
from fettle.processes.incidents.models import Recalculation

State = Recalculation.State
KEEPING = Definition(
    key="incidents.recalculations",
    title=_("Recalculations that nobody confirmed"),
    process="PR2",
    fitsm=("PR2.A2",),
    may="levels.manage",
    shape=Form(
        (
            Field(
                "days",
                Number(1, 3650, _("days")),
                _("forget what was only looked at after"),
                _("Counted from when it was looked at. What was confirmed is kept."),
                needed=True,
            ),
        )
    ),
    default={"days": 30},
    procedure=_(
        "Whoever corrects an agreement or a calendar looks first what would change, and confirms it within a few days. "
        "What nobody confirmed is forgotten after this time; it is looked at again when it is needed."
    ),
)


def forget(now: datetime) -> int:
    """Remove what was only looked at so many days ago; how many there were. May run twice."""
    before = now - timedelta(days=current()[KEEPING.key]["days"])
    old = Recalculation.objects.filter(state__in=(State.LOOKING, State.LOOKED), looked_at__lt=before)
    return old.delete()[1].get(Recalculation._meta.label, 0)
