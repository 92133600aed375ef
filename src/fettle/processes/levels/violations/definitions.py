"""Why targets of agreements are missed, with the procedure beside it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Line
from fettle.kernel.settings.declare import Definition, Table
from fettle.processes.levels.violations.workflow import CAUSES

MISSED_BECAUSE = Definition(
    key=CAUSES,
    title=_("Violations: why targets are missed"),
    process="PR2",
    fitsm=("PR2.A2", "PR2.A3"),
    may="levels.manage",
    shape=Table(
        (
            Field("code", Line(40), _("code"), needed=True),
            Field("label", Line(80), _("cause"), needed=True),
            Field("active", Flag(), _("in use")),
        )
    ),
    default=[
        {"code": code, "label": label, "active": True}
        for code, label in (
            ("supplier", _("A supplier did not deliver as agreed")),
            ("team", _("Our people were too few, or lacked knowledge")),
            ("demand", _("More was asked for than expected")),
            ("change", _("A change went wrong")),
            ("infrastructure", _("Equipment, network or software failed")),
            ("other", _("Something else")),
            ("unknown", _("Not known")),
        )
    ],
    procedure=_(
        "Whoever owns a violation finds out why the targets were missed, and says so at the latest when closing it. A "
        "cause is chosen by where something has to change, not by who is to blame. The service level manager counts "
        "the causes before an agreement is reviewed: one that comes again is a reason for a step, another target or an "
        "agreement below it. Where violations are often closed without a known cause, the records behind them say too "
        "little."
    ),
)
