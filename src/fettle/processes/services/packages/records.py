"""Every stored field of a service design and transition package, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.documents.fields import CONTROL, STANDING, title
from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord, ToTeam
from fettle.kernel.records import Field, Kind, May, Section
from fettle.kernel.records.values import STAFF, Choice, Day, Line, Option
from fettle.processes.services.models import Package
from fettle.processes.services.packages.standing import KEY
from fettle.processes.services.packages.workflow import FLOW
from fettle.processes.services.records import SEE
from fettle.processes.services.workflow import MANAGE

NEW, CHANGED = "new", "changed"


def changes() -> list[Option]:
    """What a package brings."""
    return [Option(NEW, _("A new service")), Option(CHANGED, _("A change of a live service"))]


PACKAGE = Kind(
    key=KEY,
    prefix="SDP",
    path="packages",
    label=_("service design and transition package"),
    plural=_("design and transition packages"),
    model=Package,
    flow=FLOW,
    may=May(see=SEE, register=MANAGE, revise=MANAGE),
    process="PR1",
    owner_role="service_portfolio_manager",
    joins=("service_package__owner",),
    sections=(
        Section(
            _("The package"),
            title(),
            Field("service", ToRecord("service"), _("service"), needed=True, register=True, column=True, filter=True),
            Field("change", Choice(changes), _("brings"), column=True, filter=True),
            Field(
                "owner",
                ToPerson(),
                _("responsible"),
                _("Sees that it is done. Empty: the service owner, else whoever draws it up."),
                register=True,
                edit=STANDING,
                column=True,
                filter=True,
            ),
            Field("live_on", Day(), _("to be live on"), register=True, edit=STANDING, column=True),
            Field("team", ToTeam(), _("team"), register=True, edit=STANDING, audience=STAFF, filter=True),
            Field("organisation", ToOrganisation(), _("organisation"), audience=STAFF, filter=True),
        ),
        Section(
            _("Where it stands"),
            Field("acceptance", Line(9), _("acceptance criteria met"), column=True),
            Field("progress", Line(9), _("steps done"), column=True, audience=STAFF),
            *CONTROL,
            Field("assignee", ToPerson(), _("with"), audience=STAFF),
        ),
    ),
)
