"""Every stored field of a supplier, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.relationships.fields import WHILE_ACTIVE, noted, reached, who
from fettle.facilities.relationships.rhythm import importances
from fettle.facilities.relationships.workflow import flow
from fettle.kernel.records import Field, Kind, May, Section
from fettle.kernel.records.values import STAFF, Number, Text
from fettle.processes.suppliers.models import Supplier

SEE, MANAGE = "suppliers.see", "suppliers.manage"
IMPORTANCES = "suppliers.importances"
"""The definition of what suppliers may be worth to us."""

SUPPLIER = Kind(
    key="supplier",
    prefix="SUP",
    path="suppliers",
    label=_("supplier"),
    plural=_("suppliers"),
    model=Supplier,
    flow=flow(MANAGE),
    may=May(see=SEE, register=MANAGE, revise=MANAGE),
    process="PR8",
    owner_role="supplier_relationship_manager",
    joins=("supplier__contact",),
    sections=(
        who(_("supplier"), importances(IMPORTANCES)),
        reached(_("supplier relationship manager")),
        Section(
            _("What they deliver"),
            Field(
                "offerings",
                Text(10_000),
                _("what they offer"),
                _("Products and services that can be had from them. Those that we use are linked to this record."),
                register=True,
                edit=WHILE_ACTIVE,
                search="C",
            ),
            Field(
                "score",
                Number(0, 100, "%"),
                _("rating"),
                _("Of the newest period that was rated, in per cent."),
                audience=STAFF,
                column=True,
                sort=True,
            ),
            noted(),
        ),
    ),
)
