"""How the catalogue is built up, with the procedure beside it (PR2.S1)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Line, Option
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Table

CATALOGUE = Definition(
    key="services.catalogue",
    title=_("Structure of the service catalogue"),
    hint=_("Customers find the services on offer under these headings, in this order."),
    process="PR2",
    fitsm=("PR2.S1",),
    may="services.manage",
    shape=Table(
        (
            Field("code", Line(40), _("code"), needed=True),
            Field("label", Line(80), _("heading"), needed=True),
            Field("active", Flag(), _("in use")),
        )
    ),
    default=[
        {"code": "workplace", "label": _("Workplace"), "active": True},
        {"code": "access", "label": _("Accounts and access"), "active": True},
        {"code": "communication", "label": _("Network and communication"), "active": True},
        {"code": "applications", "label": _("Applications"), "active": True},
    ],
    procedure=_(
        "The service level manager takes into the catalogue every live service that customers may use and leaves "
        "out those that only carry others. Each has a name that users say themselves, one sentence of what they "
        "get, its support hours and the team that supports it. The catalogue changes on the day on which a service "
        "goes live, changes or is retired; all of it is read through twice a year with the service owners."
    ),
)


def headings() -> list[Option]:
    """The headings of the catalogue, in order."""
    return options(CATALOGUE.key)
