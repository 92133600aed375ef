"""Every stored field of a report's specification, one row each (PR3.S2)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToPerson
from fettle.kernel.assembly import assembly
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import Choice, Day, Line, Option, Text
from fettle.processes.reporting.models import ReportSpecification
from fettle.processes.reporting.patterns import PATTERNS
from fettle.processes.reporting.workflow import AGREED, FLOW, follow_ups, outcomes

WHILE_AGREED = while_in(AGREED)


def frequencies() -> Sequence[Option]:
    """How often a report is due."""
    return (
        Option("weekly", _("Weekly")),
        Option("monthly", _("Monthly")),
        Option("quarterly", _("Quarterly")),
        Option("yearly", _("Yearly")),
    )


def formats() -> Sequence[Option]:
    """The files that a report can be delivered as."""
    return (Option("pdf", "PDF"), Option("xlsx", "XLSX"), Option("html", "HTML"), Option("json", "JSON"))


def layouts() -> Sequence[Option]:
    """The kinds of report that are made of records here."""
    return [Option(pattern.key, pattern.title, hint=pattern.lead) for pattern in PATTERNS.values()]


def roles() -> Sequence[Option]:
    """The roles of staff, who see the list of reports."""
    return [Option(role.key, role.label) for role in assembly().roles if role.staff]


SPECIFICATION = Kind(
    key="report_spec",
    prefix="RPS",
    path="reports",
    label=_("report specification"),
    plural=_("report specifications"),
    model=ReportSpecification,
    flow=FLOW,
    may=May(see="reporting.see", register="reporting.manage", revise="reporting.manage"),
    process="PR3",
    owner_role="report_owner",
    joins=("report_specification__owner", "report_specification__follow_up_by"),
    sections=(
        Section(
            _("The report"),
            Field(
                "title", Line(200), _("name"), needed=True, register=True, edit=WHILE_AGREED, column=True, search="A"
            ),
            Field(
                "identifier",
                Line(60),
                _("unique identifier"),
                _("Small letters, digits and hyphens"),
                needed=True,
                register=True,
                column=True,
                search="A",
            ),
            Field("purpose", Text(2000), _("purpose"), needed=True, register=True, edit=WHILE_AGREED, search="B"),
            Field(
                "recipients",
                Text(2000),
                _("audience"),
                _("Who gets it"),
                needed=True,
                register=True,
                edit=WHILE_AGREED,
                search="C",
            ),
            Field("contents", Text(4000), _("contents"), needed=True, register=True, edit=WHILE_AGREED, search="C"),
        ),
        Section(
            _("How it is made"),
            Field(
                "frequency",
                Choice(frequencies),
                _("frequency"),
                needed=True,
                register=True,
                edit=WHILE_AGREED,
                column=True,
                filter=True,
            ),
            Field(
                "layout",
                Choice(layouts),
                _("made from records as"),
                _("Empty: somebody puts it together elsewhere."),
                register=True,
                edit=WHILE_AGREED,
                column=True,
                filter=True,
            ),
            Field("format", Choice(formats), _("format"), needed=True, register=True, edit=WHILE_AGREED, column=True),
            Field("delivery", Text(1000), _("way of delivery"), needed=True, register=True, edit=WHILE_AGREED),
            Field(
                "told_role",
                Choice(roles),
                _("told when it is delivered"),
                _("Whoever has this role, beside the responsible. Others get it as the way of delivery says."),
                register=True,
                edit=WHILE_AGREED,
            ),
            Field("owner", ToPerson(), _("responsible"), register=True, edit=WHILE_AGREED, column=True),
            Field("starts_on", Day(), _("agreed from"), needed=True, register=True, edit=WHILE_AGREED),
            Field("ends_on", Day(), _("agreed until"), register=True, edit=WHILE_AGREED),
        ),
        Section(
            _("Production and delivery"),
            Field("delivered_until", Day(), _("delivered until"), column=True),
            Field("checked_until", Day(), _("checked until"), column=True),
            Field("outcome", Choice(outcomes), _("last check"), column=True, filter=True),
            Field("follow_up_state", Choice(follow_ups), _("follow-up stands"), filter=True),
            Field("follow_up", Text(2000), _("follow-up"), search="C"),
            Field("follow_up_by", ToPerson(), _("follow-up by"), filter=True),
            Field("follow_up_until", Day(), _("follow-up until")),
        ),
    ),
)
