"""Every stored field of a service specification, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.documents.fields import STANDING, STANDS, title
from fettle.facilities.documents.workflow import flow
from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord
from fettle.kernel.records import Field, Kind, May, Section
from fettle.kernel.records.values import STAFF
from fettle.processes.services.models import Specification
from fettle.processes.services.records import SEE
from fettle.processes.services.workflow import MANAGE

APPROVE = "services.approve"

SPECIFICATION = Kind(
    key="service_specification",
    prefix="SSP",
    path="specifications",
    label=_("service specification"),
    plural=_("service specifications"),
    model=Specification,
    flow=flow(MANAGE, APPROVE),
    may=May(see=SEE, register=MANAGE, revise=MANAGE),
    process="PR1",
    owner_role="service_portfolio_manager",
    joins=("service_specification__owner",),
    sections=(
        Section(
            _("The specification"),
            title(),
            Field("service", ToRecord("service"), _("service"), needed=True, register=True, column=True, filter=True),
            Field(
                "owner",
                ToPerson(),
                _("owner"),
                _("Answers for it and reviews it. Empty: the service owner, else whoever enters it."),
                register=True,
                edit=STANDING,
                column=True,
                filter=True,
            ),
            Field("organisation", ToOrganisation(), _("organisation"), audience=STAFF, filter=True),
        ),
        STANDS,
    ),
)
