"""What the supplier relationship manager settles, with its procedure beside it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.relationships import rhythm
from fettle.kernel.settings.declare import Definition
from fettle.processes.suppliers import procedures
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
DEFINITIONS = (SUPPLIERS,)
