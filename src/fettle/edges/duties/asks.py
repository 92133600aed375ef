"""What is asked about duties, for pages and REST alike."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fettle.edges.papers.asks import ROLE
from fettle.facilities.cycles.dates import MOST
from fettle.kernel.access.references import ToPerson
from fettle.kernel.assembly import assembly
from fettle.kernel.records.values import Choice, Day, Line, Number, Option
from fettle.kernel.workflow import Ask


def codes() -> Sequence[Option]:
    """Every kind of duty."""
    return [Option(cycle.code, cycle.label) for cycle in assembly().cycles]


def units() -> Sequence[Option]:
    """Of an interval."""
    return (
        Option("days", _("days")),
        Option("weeks", _("weeks")),
        Option("months", _("months")),
        Option("years", _("years")),
    )


CODE = Ask("code", Choice(codes), _("duty"))
UNIT = Choice(units)
SET = (
    Ask("due_on", Day(), _("next due on")),
    Ask("every", Number(1, MOST), _("due again after"), _("Counted from the day on which it was done."), needed=False),
    Ask("unit", UNIT, _("unit"), needed=False),
    Ask("lead_days", Number(0, MOST, _("days")), _("told before, in days"), needed=False),
    Ask("person", ToPerson(), _("responsible person"), _("Or choose a role."), needed=False),
    Ask("role", ROLE, _("responsible role"), needed=False),
)
DONE = (
    Ask("remark", Line(500), _("remark"), needed=False),
    Ask("on", Day(), _("done on"), _("Empty: today."), needed=False),
)
REASON = (Ask("reason", Line(500), _("Reason")),)
