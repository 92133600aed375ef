"""Every stored field of a violation, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import STAFF, Choice, Day, Line, Moment, Text
from fettle.processes.levels.models import Violation
from fettle.processes.levels.violations.workflow import ACKNOWLEDGED, FLOW, FOLLOW, NOTED, SEE, TOLD, WORK, causes

VIOLATION = Kind(
    key="violation",
    prefix="VIO",
    path="violations",
    label=_("violation"),
    plural=_("violations"),
    model=Violation,
    flow=FLOW,
    may=May(see=SEE, register=WORK, revise=WORK, follow=FOLLOW),
    process="PR2",
    owner_role="service_level_manager",
    joins=("violation__agreement", "violation__told"),
    sections=(
        Section(
            _("What was missed"),
            Field("title", Line(200), _("title"), column=True, sort=True, search="A"),
            Field("agreement", ToRecord("agreement"), _("agreement"), audience=STAFF, column=True),
            Field("organisation", ToOrganisation(), _("other party"), column=True, filter=True),
            Field("start", Day(), _("period begins"), column=True, sort=True),
            Field("missed", Text(20_000), _("missed targets"), search="C"),
        ),
        Section(
            _("What becomes of it"),
            Field(
                "assignee",
                ToPerson(),
                _("owner"),
                edit=while_in(NOTED, TOLD, ACKNOWLEDGED),
                audience=STAFF,
                column=True,
                filter=True,
            ),
            Field(
                "cause",
                Choice(causes),
                _("cause"),
                _("Why the targets were missed; said at the latest on closing. The other side does not see it."),
                edit=while_in(NOTED, TOLD, ACKNOWLEDGED),
                audience=STAFF,
                column=True,
                filter=True,
            ),
            Field("notice", Text(10_000), _("notice"), edit=while_in(NOTED), search="C"),
            Field("told", ToPerson(), _("told"), audience=STAFF),
            Field("told_at", Moment(), _("notice sent"), column=True, sort=True),
            Field("acknowledged_at", Day(), _("acknowledged on"), column=True, sort=True),
            Field("acknowledged_by", Line(200), _("acknowledged by"), personal=True),
            Field("acknowledged_how", Line(200), _("in which way"), audience=STAFF),
            Field("progress", Line(9), _("follow-ups"), audience=STAFF, column=True),
        ),
    ),
)
