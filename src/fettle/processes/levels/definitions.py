"""How the default agreement is made and looked at again, with the procedure beside it (PR2.S2)."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Number
from fettle.kernel.settings.declare import Definition, Form
from fettle.kernel.settings.read import current

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


def review_due(made_on: date) -> date:
    """The day on which a version made on this day is to be reviewed."""
    return made_on + timedelta(days=round(current()[AGREEING.key]["review_months"] * DAYS_A_MONTH))
