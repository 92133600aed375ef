"""Every stored field of a customer, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.relationships.fields import WHILE_ACTIVE, noted, reached, who
from fettle.facilities.relationships.rhythm import importances
from fettle.facilities.relationships.workflow import flow
from fettle.kernel.records import Field, Kind, May, Section
from fettle.kernel.records.values import Text
from fettle.processes.customers.models import Customer

SEE, MANAGE = "customers.see", "customers.manage"
IMPORTANCES = "customers.importances"
"""The definition of what customers may be worth to us."""

CUSTOMER = Kind(
    key="customer",
    prefix="CUS",
    path="customers",
    label=_("customer"),
    plural=_("customers"),
    model=Customer,
    flow=flow(MANAGE),
    may=May(see=SEE, register=MANAGE, revise=MANAGE),
    process="PR7",
    owner_role="customer_relationship_manager",
    joins=("customer__contact",),
    sections=(
        who(_("customer"), importances(IMPORTANCES)),
        reached(_("account manager")),
        Section(
            _("What they get"),
            Field(
                "needs",
                Text(10_000),
                _("what they use and need"),
                _("In their words. The services that they use are linked to this record."),
                register=True,
                edit=WHILE_ACTIVE,
                search="C",
            ),
            noted(),
        ),
    ),
)
