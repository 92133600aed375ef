"""How agreements are made, kept and looked at again, with the procedures beside them (PR2.S2 to PR2.S5)."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Line, Number, Option, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Form, Table
from fettle.kernel.settings.read import current
from fettle.processes.levels import beginnings

DAYS_A_MONTH = 30.44
AGREEING = Definition(
    key="levels.agreeing",
    title=_("Making and reviewing the default agreement"),
    process="PR2",
    fitsm=("PR2.S2",),
    may="levels.manage",
    shape=Form(
        (
            Field(
                "review_months",
                Number(1, 60, _("months")),
                _("review the agreement after"),
                _("Counted from the version in force."),
                needed=True,
            ),
        )
    ),
    default={"review_months": 12},
    procedure=_(
        "The default agreement holds for every service and customer without an agreement of their own. The service "
        "level manager writes it with the head of the desk, who says what the desk can keep, and shows it to those "
        "who speak for the customers before it is put in force. Targets are set so that nine of ten records of the "
        "last months would have kept them. The service level manager reviews it when the time of review is over, when "
        "hours change, and when a report shows a target missed twice."
    ),
)
REVIEW = "agreement.review"
"""The duty to look at an agreement again."""
KEEPING = Definition(
    key="levels.keeping",
    title=_("Individual agreements: templates, reviews and warnings"),
    process="PR2",
    fitsm=("PR2.S3", "PR2.S4", "PR2.S5"),
    may="levels.manage",
    shape=Form(
        (
            Field("review_months", Number(1, 60, _("months")), _("review an agreement after"), needed=True),
            Field(
                "warn_days",
                Number(1, 365, _("days")),
                _("warn before an agreement runs out"),
                needed=True,
            ),
            Field("sla", Text(20_000), _("what an SLA begins with"), _("Markdown")),
            Field("ola", Text(20_000), _("what an OLA begins with"), _("Markdown")),
            Field("ua", Text(20_000), _("what a UA begins with"), _("Markdown")),
        )
    ),
    default={
        "review_months": 12,
        "warn_days": 60,
        "sla": beginnings.SLA,
        "ola": beginnings.OLA,
        "ua": beginnings.UA,
    },
    procedure=_(
        "Customers of the most important services get an agreement of their own; the default agreement holds for all "
        "others. Each begins with the template of its type. The service level manager negotiates it with the party, "
        "and with those who have to keep it: what is promised to customers has to be covered by what teams, members "
        "and suppliers promise us, first of all for the components without which the service stands still. Both sides "
        "sign a version; only then is it put in force, and nothing of it is changed but by a new version that both "
        "sign. The owner reviews it when the time of review is over, when the service changes and when a target was "
        "missed twice, and decides before it runs out whether it is renewed."
    ),
)
EXCLUSIONS = Definition(
    key="levels.exclusions",
    title=_("What may be excluded in an agreement"),
    process="PR2",
    fitsm=("PR2.S3", "PR2.S4", "PR2.S5"),
    may="levels.manage",
    shape=Table(
        (
            Field("code", Line(40), _("code"), needed=True),
            Field("label", Line(120), _("what does not count"), needed=True),
            Field("described", Flag(), _("has to be described")),
            Field("active", Flag(), _("in use")),
        )
    ),
    default=[
        {"code": code, "label": label, "described": code == "other", "active": True}
        for code, label in (
            ("planned", _("Planned maintenance that was announced in time")),
            ("beyond", _("Events that nobody can prevent (force majeure)")),
            ("customer", _("Faults that the customer or its users caused")),
            ("wanted", _("Interruptions that the customer asked for")),
            ("theirs", _("Equipment and networks that we do not operate")),
            ("hours", _("Time outside the support hours")),
            ("other", _("Something else")),
        )
    ],
    procedure=_(
        "What an agreement does not count is said before it is signed, in rows of these kinds, for all of its targets "
        "or for some; words say where its limits are. Whoever enters a measured value leaves out what is excluded, and "
        "says so in the remark. A kind that proves to be disputed is described more closely, or is no longer in use: "
        "agreements that name it keep it until their next version."
    ),
)


def exclusion_kinds() -> list[Option]:
    """What may be excluded, in order."""
    return options(EXCLUSIONS.key)


def begins_with(type: str) -> str:
    """The template of a type of agreement."""
    return str(current()[KEEPING.key][type] or "")


def review_due(made_on: date) -> date:
    """The day on which a version made on this day is to be reviewed."""
    return made_on + timedelta(days=round(current()[AGREEING.key]["review_months"] * DAYS_A_MONTH))
