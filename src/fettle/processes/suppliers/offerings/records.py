"""Every stored field of what a supplier offers, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToRecord
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import Day, Line, Text
from fettle.processes.suppliers.models import Offering
from fettle.processes.suppliers.offerings.workflow import FLOW, MANAGE, OFFERED

SEE = "suppliers.see"
EDIT = while_in(OFFERED)

OFFERING = Kind(
    key="offering",
    prefix="OFR",
    path="offerings",
    label=_("offering"),
    plural=_("offerings of suppliers"),
    model=Offering,
    flow=FLOW,
    may=May(see=SEE, register=MANAGE, revise=MANAGE),
    process="PR8",
    owner_role="supplier_relationship_manager",
    joins=("offering__supplier",),
    sections=(
        Section(
            _("What is offered"),
            Field(
                "title",
                Line(200),
                _("name"),
                needed=True,
                register=True,
                edit=EDIT,
                column=True,
                sort=True,
                search="A",
            ),
            Field("supplier", ToRecord("supplier"), _("supplier"), needed=True, register=True, column=True),
            Field("organisation", ToOrganisation(), _("organisation"), column=True, filter=True),
            Field("description", Text(10_000), _("description"), register=True, edit=EDIT, search="C"),
            Field(
                "price",
                Line(200),
                _("price"),
                _("As it is quoted: an amount, a price list, “on request”."),
                register=True,
                edit=EDIT,
                column=True,
            ),
        ),
        Section(
            _("What it is for"),
            Field(
                "service",
                ToRecord("service"),
                _("service that it could support"),
                _("Further services are linked."),
                register=True,
                edit=EDIT,
                column=True,
                filter=True,
            ),
            Field("valid_from", Day(), _("offered from"), register=True, edit=EDIT, column=True, sort=True),
            Field("valid_until", Day(), _("offered until"), register=True, edit=EDIT, column=True, sort=True),
        ),
    ),
)
