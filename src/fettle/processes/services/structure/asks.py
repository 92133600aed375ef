"""What is asked about components and parties, for pages and REST alike."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord
from fettle.kernel.records.values import Choice, Line, Number, Option
from fettle.kernel.workflow import Ask
from fettle.processes.services.definitions import party_roles
from fettle.processes.services.models import Component


def roles() -> list[Option]:
    """How much a component matters."""
    return [
        Option(Component.Role.ENABLING, _("Enabling: it does not work without")),
        Option(Component.Role.ENHANCING, _("Enhancing: it is better with")),
    ]


SERVICE = Ask("service", ToRecord("service"), _("Service"), _("Or give a name below."), needed=False)
THE_SAME = _(
    "For what is no service, such as a line or a licence. In another service of the same provider the same name means "
    "the same thing; other things get other names."
)
NAME = Ask("name", Line(120), _("Name"), THE_SAME, needed=False)
HOW = (
    Ask("role", Choice(roles), _("Role")),
    Ask("group", Line(80), _("Group"), _("Components of one group stand in for each other."), needed=False),
    Ask("needed", Number(1, 50), _("so many of the group are needed"), needed=False),
)
COMPONENT = (SERVICE, NAME, *HOW)
OF_A_SERVICE = HOW
OF_A_NAME = (NAME, *HOW)
REACHED = (
    Ask("role", Choice(party_roles), _("Role")),
    Ask("does", Line(500), _("What it does for the service"), needed=False),
    Ask("contact", ToPerson(), _("Contact point: a person"), needed=False),
    Ask(
        "contact_point",
        Line(200),
        _("or an address that is nobody's own"),
        _("A mailbox, a phone number, a page: the one point at which this party is reached."),
        needed=False,
    ),
)
PARTY = (Ask("organisation", ToOrganisation(), _("Organisation")), *REACHED)
