"""What the portfolio manager settles: how the portfolio is documented, how a service is described, packages and their
acceptance, parties; and how the catalogue is built up (PR2.S1). Each with its procedure beside it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.facilities.approvals.definitions import Policies, policies
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Flag, Line, Option, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Form, Table
from fettle.processes.services import defaults, procedures
from fettle.processes.services.packages.standing import KEY as PACKAGE_KEY
from fettle.processes.services.packages.workflow import POLICIES as POLICIES_KEY
from fettle.processes.services.packages.workflow import SUBMIT
from fettle.processes.services.workflow import MANAGE

CATALOGUE = Definition(
    key="services.catalogue",
    title=_("Structure of the service catalogue"),
    hint=_("Customers find the services on offer under these headings, in this order."),
    process="PR2",
    fitsm=("PR2.S1",),
    may=MANAGE,
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
SHOWN = ("description", "purpose", "criticality", "calendar", "contact", "price")
"""What an entry of the catalogue may say of a service."""


def _known(rows: list[dict[str, Any]]) -> None:
    """Raises ValueError."""
    for at, row in enumerate(rows, start=1):
        if row["code"] not in SHOWN:
            sentence = _now("Row %(row)s: “%(code)s” is not known here. Known are: %(known)s.")
            raise ValueError(sentence % {"row": at, "code": row["code"], "known": ", ".join(SHOWN)})


ENTRY = Definition(
    key="services.catalogue_entry",
    title=_("What an entry of the service catalogue says"),
    hint=_("Below the name of a service in the portal, in this order. What a service does not have is left out."),
    process="PR2",
    fitsm=("PR2.S1",),
    may=MANAGE,
    shape=Table(
        (
            Field("code", Line(40), _("code"), needed=True),
            Field("label", Line(80), _("what it says"), needed=True),
            Field("active", Flag(), _("shown")),
        ),
        fixed=True,
    ),
    default=[
        {"code": "description", "label": _("Description"), "active": True},
        {"code": "purpose", "label": _("Purpose"), "active": False},
        {"code": "criticality", "label": _("Criticality"), "active": False},
        {"code": "calendar", "label": _("Support hours"), "active": False},
        {"code": "contact", "label": _("Contact for this service"), "active": False},
        {"code": "price", "label": _("Price"), "active": True},
    ],
    procedure=_(
        "An entry says what customers need to choose: what they get, when it is supported, whom to ask, what it costs. "
        "The service level manager asks those who read it once a year whether something is missing or too much."
    ),
    check=_known,
)
PORTFOLIO = Definition(
    key="services.portfolio",
    title=_("How the service portfolio is documented"),
    process="PR1",
    fitsm=("PR1.S1", "PR1.S3"),
    may=MANAGE,
    shape=Form(
        (
            Field(
                "add_live",
                Flag(),
                _("services that are provided already may be added as live"),
                _("For building the first portfolio. Off: each service goes live by its package."),
            ),
        )
    ),
    default={"add_live": True},
    procedure=procedures.PORTFOLIO,
)
LACKS = {
    "purpose": _("purpose"),
    "customers": _("customers and users"),
    "value": _("value for the customers"),
    "owner": _("service owner who is still here"),
    "contact": _("contact for this service"),
    "team": _("supporting team"),
    "specification": _("specification in force"),
    "parties": _("party with a contact point that can be reached"),
    "components": _("components"),
}
"""What a live service may lack, by the name of the flag that asks for it."""
SPECIFYING = Definition(
    key="services.specifying",
    title=_("How a service is described"),
    hint=_("What is asked for here is looked for in every live service."),
    process="PR1",
    fitsm=("PR1.S2",),
    may=MANAGE,
    shape=Form(
        (
            *(Field(name, Flag(), label) for name, label in LACKS.items()),
            Field("template", Text(20_000), _("what a specification begins with"), _("Markdown")),
        )
    ),
    default={**dict.fromkeys(LACKS, True), "components": False, "template": defaults.SPECIFICATION},
    procedure=procedures.SPECIFYING,
)
PACKAGES = Definition(
    key="services.packages",
    title=_("Service design and transition packages"),
    process="PR1",
    fitsm=("PR1.A2",),
    may=MANAGE,
    shape=Form(
        (
            Field("template", Text(20_000), _("what a package begins with"), _("Markdown")),
            Field("steps", Text(20_000), _("steps of a transition"), _("Markdown: each numbered line becomes a step.")),
        )
    ),
    default={"template": defaults.PACKAGE, "steps": defaults.STEPS},
    procedure=procedures.PACKAGES,
)
ACCEPTANCE = Definition(
    key="services.acceptance",
    title=_("Acceptance criteria that every package begins with"),
    process="PR1",
    fitsm=("PR1.A2",),
    may=MANAGE,
    shape=Table(
        (
            Field("code", Line(40), _("code"), needed=True),
            Field("label", Line(200), _("what has to be shown"), needed=True),
            Field("text", Line(500), _("how it is shown")),
            Field("active", Flag(), _("in use")),
        )
    ),
    default=defaults.CRITERIA,
    procedure=procedures.ACCEPTANCE,
)
PARTY_ROLES = Definition(
    key="services.party_roles",
    title=_("Roles of the parties that deliver"),
    process="PR1",
    fitsm=("PR1.S4",),
    may=MANAGE,
    shape=Table(
        (
            Field("code", Line(40), _("code"), needed=True),
            Field("label", Line(80), _("role"), needed=True),
            Field("active", Flag(), _("in use")),
        )
    ),
    default=defaults.PARTY_ROLES,
    procedure=procedures.PARTIES,
)
APPROVAL_POLICIES = policies(
    POLICIES_KEY,
    _("Approval of packages: who is asked"),
    may=MANAGE,
    default=defaults.POLICIES,
    procedure=procedures.APPROVALS,
    process="PR1",
    fitsm=("PR1.A2",),
    hint=_("Rows with the same code are the steps of one policy; a step is asked when the one before is fulfilled."),
)
CRITICALITIES = Definition(
    key="services.criticalities",
    title=_("Criticality of services"),
    hint=_("The most critical first. What nobody has promised of their components is shown in this order."),
    process="PR2",
    fitsm=("PR2.S4",),
    may=MANAGE,
    shape=Table(
        (
            Field("code", Line(20), _("code"), needed=True),
            Field("label", Line(80), _("criticality"), needed=True),
            Field("active", Flag(), _("in use")),
        )
    ),
    default=defaults.CRITICALITIES,
    procedure=procedures.CRITICALITY,
)
DEMAND_WEIGHTS = Definition(
    key="services.demand_weights",
    title=_("Demands: how much they matter"),
    hint=_("To those who ask. The most important first."),
    process="PR1",
    may=MANAGE,
    shape=Table(
        (
            Field("code", Line(20), _("code"), needed=True),
            Field("label", Line(80), _("weight"), needed=True),
            Field("active", Flag(), _("in use")),
        )
    ),
    default=defaults.DEMAND_WEIGHTS,
    procedure=procedures.DEMANDS,
)
DEFINITIONS = (
    CATALOGUE,
    ENTRY,
    PORTFOLIO,
    SPECIFYING,
    PACKAGES,
    ACCEPTANCE,
    PARTY_ROLES,
    APPROVAL_POLICIES,
    CRITICALITIES,
    DEMAND_WEIGHTS,
)


def _authors(record: Record) -> set[int]:
    """Whoever wrote what is submitted."""
    written = record.versions.filter(number=record.item.draft or 0).exclude(author=None)
    return set(written.values_list("author_id", flat=True))


SOURCE = Policies((PACKAGE_KEY,), POLICIES_KEY, SUBMIT, _authors)


def criticalities() -> list[Option]:
    """How much may depend on a service, the most first."""
    return options(CRITICALITIES.key)


def headings() -> list[Option]:
    """The headings of the catalogue, in order."""
    return options(CATALOGUE.key)


def shown_in_catalogue() -> list[Option]:
    """What an entry of the catalogue says of a service, in order."""
    return [option for option in options(ENTRY.key) if option.active]


def party_roles() -> list[Option]:
    """In which roles parties take part."""
    return options(PARTY_ROLES.key)
