"""What the supplier relationship manager settles, with its procedure beside it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.relationships import rhythm
from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Line, Number
from fettle.kernel.settings.declare import Definition, Form, Table
from fettle.processes.suppliers import procedures
from fettle.processes.suppliers.performance import rating
from fettle.processes.suppliers.records import IMPORTANCES, MANAGE

SUPPLIERS = Definition(
    key=IMPORTANCES,
    title=_("Suppliers: importance, and how often they are reviewed"),
    hint=_("From the day on which a supplier is entered the review is due again so many months later."),
    process="PR8",
    fitsm=("PR8.S1",),
    may=MANAGE,
    shape=rhythm.SHAPE,
    default=rhythm.DEFAULT,
    procedure=procedures.SUPPLIERS,
)
CRITERIA = Definition(
    key=rating.CRITERIA,
    title=_("Suppliers: criteria by which they are rated"),
    hint=_(
        "The weight says how much a criterion counts beside the others. Without a weight it is shown and not counted."
    ),
    process="PR8",
    may=MANAGE,
    shape=Table(
        (
            Field("code", Line(40), _("code"), needed=True),
            Field("label", Line(80), _("criterion"), needed=True),
            Field("weight", Number(0, 100), _("weight"), needed=True),
            Field("active", Flag(), _("in use")),
        )
    ),
    default=[
        {"code": "quality", "label": _("Quality of what is delivered"), "weight": 30, "active": True},
        {"code": "time", "label": _("In time, and as agreed"), "weight": 30, "active": True},
        {"code": "talk", "label": _("Reached, and tells in time"), "weight": 20, "active": True},
        {"code": "value", "label": _("Worth its price"), "weight": 20, "active": True},
    ],
    procedure=procedures.RATING,
)
PERFORMANCE = Definition(
    key=rating.ENOUGH,
    title=_("Suppliers: what is enough"),
    process="PR8",
    may=MANAGE,
    shape=Form(
        (
            Field(
                "enough",
                Number(0, 100, "%"),
                _("a rating is enough from"),
                _("Below it whoever looks after the supplier is told, and starts a follow-up."),
                needed=True,
            ),
            Field("days", Number(7, 1000, _("days")), _("days that a scorecard looks back"), needed=True),
        )
    ),
    default={"enough": 50, "days": 90},
    procedure=procedures.PERFORMANCE,
)
DEFINITIONS = (SUPPLIERS, CRITERIA, PERFORMANCE)
