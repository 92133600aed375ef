"""The form by which it is noted on whom a supplier relies, and the button by which that is taken away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.pages.asking import asked, pressed
from fettle.kernel.access.references import ToRecord
from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask
from fettle.processes.suppliers.records import MANAGE, SUPPLIER
from fettle.processes.suppliers.subcontractors import actions

PART = "#subcontractors"
ASKS = (
    Ask("supplier", ToRecord(SUPPLIER.key), _("Supplier"), _("Enter it among the suppliers first if it is new.")),
    Ask("does", Line(200), _("What it does for it"), needed=False),
)
add = asked(
    SUPPLIER,
    MANAGE,
    _("Add a subcontractor"),
    _("The subcontractor is added."),
    lambda actor, record, row: ASKS,
    actions.add,
    part=PART,
)
remove = pressed(
    SUPPLIER, MANAGE, _("The subcontractor is taken away."), actions.remove, row="subcontractor", part=PART
)
BELOW = (
    ("/subcontractors/add", add),
    (r"/subcontractors/(?P<subcontractor>\d{1,12})/remove", remove),
)
