"""Every stored field of an agreement, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field, Kind, May, Section, always
from fettle.kernel.records.values import Flag, Line, Number, Text
from fettle.processes.levels.models import Agreement
from fettle.processes.levels.workflow import FLOW

AGREEMENT = Kind(
    key="agreement",
    prefix="AGR",
    path="agreements",
    label=_("agreement"),
    plural=_("agreements"),
    model=Agreement,
    flow=FLOW,
    may=May(see="levels.see", register="levels.manage", revise="levels.manage"),
    process="PR2",
    owner_role="service_level_manager",
    sections=(
        Section(
            _("What is promised"),
            Field("title", Line(200), _("title"), needed=True, edit=always, column=True, search="A"),
            Field("terms", Text(), _("text of the agreement"), edit=always, search="C"),
            Field("reporting", Text(5000), _("reports that are promised"), edit=always, search="C"),
            Field("is_default", Flag(), _("covers every service without its own"), column=True),
            Field("latest", Number(), _("version"), column=True),
        ),
    ),
)
