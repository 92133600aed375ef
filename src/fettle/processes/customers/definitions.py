"""What the customer relationship manager settles, each with its procedure beside it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.relationships import rhythm
from fettle.kernel.records import Field
from fettle.kernel.records.values import Number
from fettle.kernel.settings.declare import Definition, Form
from fettle.processes.customers import procedures
from fettle.processes.customers.complaints.actions import HANDLING as KEY
from fettle.processes.customers.records import IMPORTANCES, MANAGE

CUSTOMERS = Definition(
    key=IMPORTANCES,
    title=_("Customers: importance, and how often they are reviewed"),
    hint=_("From the day on which a customer is entered the review is due again so many months later."),
    process="PR7",
    fitsm=("PR7.S1",),
    may=MANAGE,
    shape=rhythm.SHAPE,
    default=rhythm.DEFAULT,
    procedure=procedures.CUSTOMERS,
)
HANDLING = Definition(
    key=KEY,
    title=_("How complaints are handled"),
    process="PR7",
    fitsm=("PR7.S3",),
    may=MANAGE,
    shape=Form(
        (
            Field(
                "days",
                Number(1, 365, _("days")),
                _("a complaint is answered within"),
                _("From the day on which it came; the owner may settle another day."),
                needed=True,
            ),
        )
    ),
    default={"days": 10},
    procedure=procedures.COMPLAINTS,
)
DEFINITIONS = (CUSTOMERS, HANDLING)
