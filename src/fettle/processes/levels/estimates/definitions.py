"""How far measured levels may be from their estimates, with the procedure beside it."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Number
from fettle.kernel.settings.declare import Definition, Form
from fettle.kernel.settings.read import current
from fettle.processes.levels.estimates.counting import Limits

ESTIMATING = Definition(
    key="levels.estimating",
    title=_("Estimating the levels of services"),
    process="PR2",
    fitsm=("PR2.A1",),
    may="levels.manage",
    shape=Form(
        (
            Field(
                "percent",
                Number(1, 1000, "%"),
                _("a measured value is too far off when it differs by more than so many per cent of the estimate"),
                _("Of counts and times."),
                needed=True,
            ),
            Field(
                "records",
                Number(0, 10_000),
                _("so many records a month more or less are never too far off"),
                _("So that one incident instead of two raises no alarm."),
                needed=True,
            ),
            Field(
                "hours",
                Number(1, 744, _("hours")),
                _("an availability is too far off when it differs by more than so many hours a month"),
                needed=True,
            ),
        )
    ),
    default={"percent": 30, "records": 2, "hours": 4},
    procedure=_(
        "For each service of the catalogue the service level manager estimates what is expected of it: how many "
        "incidents, requests and changes a month, how long it takes to respond and to fix, how available it is. A "
        "guess is good enough to begin with; say what it rests on and how sure you are. Each month the estimate is "
        "held against what was measured. Where it is too far off, find out why: estimate anew from what the records "
        "say, or look for the cause, and then agree on levels."
    ),
)


def limits() -> Limits:
    """As they are settled now."""
    told = current()[ESTIMATING.key]
    return Limits(*(Decimal(int(told[name])) for name in ("percent", "records", "hours")))
