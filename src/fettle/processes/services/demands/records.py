"""Every stored field of a demand, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import STAFF, Choice, Day, Line, Option, Text
from fettle.kernel.settings.choices import options
from fettle.processes.services.demands.workflow import FLOW, NEW, TAKEN_UP
from fettle.processes.services.models import Demand
from fettle.processes.services.records import SEE
from fettle.processes.services.workflow import MANAGE

OPEN = while_in(NEW, TAKEN_UP)
RECORD = "services.demand"
"""Whoever hears what customers ask for writes it down: the desk too."""


def natures() -> list[Option]:
    """What is asked for: something that is not there, or how something has to be."""
    return [Option("demand", _("Demand: something new")), Option("requirement", _("Requirement: how it has to be"))]


WEIGHTS = "services.demand_weights"


def weights() -> list[Option]:
    """How much it matters to those who ask, as it is settled."""
    return options(WEIGHTS)


DEMAND = Kind(
    key="demand",
    prefix="DEM",
    path="demands",
    label=_("demand"),
    plural=_("demands and requirements"),
    model=Demand,
    flow=FLOW,
    may=May(see=SEE, register=RECORD, revise=MANAGE),
    process="PR1",
    owner_role="service_portfolio_manager",
    joins=("service_demand__agreement",),
    sections=(
        Section(
            _("What is asked for"),
            Field(
                "title",
                Line(200),
                _("title"),
                needed=True,
                register=True,
                edit=OPEN,
                column=True,
                sort=True,
                search="A",
            ),
            Field(
                "nature",
                Choice(natures),
                _("nature"),
                needed=True,
                register=True,
                edit=OPEN,
                column=True,
                filter=True,
            ),
            Field("details", Text(10_000), _("details"), register=True, edit=OPEN, search="C"),
            Field(
                "organisation",
                ToOrganisation(),
                _("customer"),
                _("Empty: the provider's own."),
                register=True,
                column=True,
                filter=True,
            ),
            Field("voiced_by", Line(200), _("voiced by"), register=True, edit=OPEN, audience=STAFF),
            Field("weight", Choice(weights), _("weight"), register=True, edit=OPEN, column=True, filter=True),
            Field("wanted_by", Day(), _("wanted by"), register=True, edit=OPEN, column=True),
        ),
        Section(
            _("What becomes of it"),
            Field("service", ToRecord("service"), _("service"), register=True, column=True, filter=True),
            Field("agreement", ToRecord("agreement"), _("agreement"), audience=STAFF, filter=True),
            Field("assignee", ToPerson(), _("with"), register=True, edit=OPEN, audience=STAFF, column=True),
        ),
    ),
)
