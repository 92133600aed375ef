"""What the customer relationship manager settles, each with its procedure beside it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.relationships import rhythm
from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Line, Number
from fettle.kernel.settings.declare import Definition, Form, Table
from fettle.processes.customers import procedures
from fettle.processes.customers.complaints.actions import HANDLING as KEY
from fettle.processes.customers.complaints.records import CHANNELS
from fettle.processes.customers.complaints.workflow import OUTCOMES
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
CODE = Field("code", Line(20), _("code"), needed=True)
ACTIVE = Field("active", Flag(), _("in use"))
WAYS = Definition(
    key=CHANNELS,
    title=_("Complaints: by which ways they come"),
    hint=_("What comes in by the portal, by mail and over REST is noted as portal, mail and other by itself."),
    process="PR7",
    fitsm=("PR7.S3",),
    may=MANAGE,
    shape=Table((CODE, Field("label", Line(80), _("name"), needed=True), ACTIVE)),
    default=[
        {"code": code, "label": label, "active": True}
        for code, label in (
            ("portal", _("Portal")),
            ("phone", _("Phone")),
            ("mail", _("E-mail")),
            ("meeting", _("In a meeting")),
            ("other", _("Another way")),
        )
    ],
    procedure=procedures.WAYS,
)
CAME = Definition(
    key=OUTCOMES,
    title=_("Complaints: what may come of them"),
    process="PR7",
    fitsm=("PR7.S3",),
    may=MANAGE,
    shape=Table((CODE, Field("label", Line(80), _("outcome"), needed=True), ACTIVE)),
    default=[
        {"code": code, "label": label, "active": True}
        for code, label in (
            ("justified", _("Justified")),
            ("partly", _("Justified in part")),
            ("unjustified", _("Not justified")),
        )
    ],
    procedure=procedures.CAME,
)
DEFINITIONS = (CUSTOMERS, HANDLING, WAYS, CAME)
