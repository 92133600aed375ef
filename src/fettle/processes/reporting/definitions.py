"""How reports are agreed and checked, and the words of the service report, with the procedures beside (PR3.S1–S3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Line, Number, Text
from fettle.kernel.settings.declare import Definition, Form

AGREEING = Definition(
    key="reporting.agreeing",
    title=_("Agreeing on reports and checking them"),
    process="PR3",
    fitsm=("PR3.S1", "PR3.S2", "PR3.A2"),
    may="reporting.manage",
    shape=Form(
        (
            Field(
                "check_days",
                Number(0, 90, _("days")),
                _("check a report after the end of its period within"),
                _("Then the list of reports says that its check is due."),
                needed=True,
            ),
        )
    ),
    default={"check_days": 7},
    procedure=_(
        "The service reporting manager keeps the list of all reports: what is promised in agreements, what the "
        "management asked for, and what somebody produces already. Each is specified with those who get it before "
        "the first one is made, and looked at with them once a year; what nobody reads is ended. After each period "
        "whoever is responsible for the report produces and delivers it, and the service reporting manager checks "
        "it against its specification: there, in time, complete, right. Where it was not, somebody is named who "
        "sees to it until a day."
    ),
)


def _words(empty: Any) -> Form:
    """The words that stand around the figures of a report."""
    return Form(
        (
            Field("title", Line(120), _("title"), empty),
            Field("opening", Text(2000), _("words before the figures")),
            Field("closing", Text(2000), _("words after the figures"), _("Whom to ask, what is left out.")),
        )
    )


def _template(key: str, title: Any, hint: Any, *, fitsm: str, may: str, empty: Any, procedure: Any) -> Definition:
    """The words around the figures of one report, with the procedure of those who read it."""
    return Definition(
        key=f"reporting.{key}",
        title=title,
        hint=hint,
        process=fitsm.partition(".")[0],
        fitsm=(fitsm,),
        may=may,
        shape=_words(empty),
        default={"title": None, "opening": None, "closing": None},
        procedure=procedure,
    )


HINT = _("Its blocks and lines are the same in every period. These words stand around them.")
TEMPLATE = _template(
    "template",
    _("Template of the service report"),
    _("Its blocks and lines are those of FITS, the same in every period. These words stand around them."),
    fitsm="PR3.S3",
    may="reporting.manage",
    empty=_("Empty: Service report."),
    procedure=_(
        "Every service report has the same blocks in the same order, so that periods can be laid side by side. The "
        "service reporting manager changes title and words for all reports to come when their readers ask for it, "
        "never within a period."
    ),
)
INCIDENT_TEMPLATE = _template(
    "incidents",
    _("Template of the incident report"),
    HINT,
    fitsm="PR9.O6",
    may="incidents.manage",
    empty=_("Empty: Incident report."),
    procedure=_(
        "The incident and service request manager reads the report in the first week of each month with those who "
        "work at the desk: what came in, what took long, which major incidents there were and what became of their "
        "reviews. What comes up again gets steps, an article, or is looked into further. Whoever else gets the report "
        "stands in its specification."
    ),
)
COMPLAINT_TEMPLATE = _template(
    "complaints",
    _("Template of the complaint report"),
    HINT,
    fitsm="PR7.A2",
    may="customers.manage",
    empty=_("Empty: Complaint report."),
    procedure=_(
        "The customer relationship manager goes through the report once a quarter with the account managers: every "
        "complaint of the period, whether it was answered in time, whether its measures are done, and what comes up "
        "again. What is decided becomes a step of the complaint or an improvement."
    ),
)
SATISFACTION_TEMPLATE = _template(
    "satisfaction",
    _("Template of the satisfaction report"),
    HINT,
    fitsm="PR7.S4",
    may="customers.manage",
    empty=_("Empty: Satisfaction report."),
    procedure=_(
        "The customer relationship manager reads the report once a quarter with the account managers and the process "
        "managers: how many answered, how satisfied they are with which service, and whether every follow-up is "
        "settled. It goes into the review with each customer. Single people are not judged by it."
    ),
)
AGREEMENT_TEMPLATE = _template(
    "agreements",
    _("Template of the agreement report"),
    HINT,
    fitsm="PR2.A2",
    may="levels.manage",
    empty=_("Empty: Agreement report."),
    procedure=_(
        "The service level manager reads the report once a quarter with the owners of the agreements: how many "
        "evaluations missed no target, which violations were noted and why, and which notices nobody has acknowledged "
        "yet. What comes up again is a reason to review the agreement, or what it stands on. Whoever else gets the "
        "report stands in its specification."
    ),
)
DEFINITIONS = (
    *(AGREEING, TEMPLATE, INCIDENT_TEMPLATE, COMPLAINT_TEMPLATE),
    *(SATISFACTION_TEMPLATE, AGREEMENT_TEMPLATE),
)
