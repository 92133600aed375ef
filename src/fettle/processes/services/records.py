"""Every stored field of a service, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToCalendar, ToOrganisation, ToPerson, ToTeam
from fettle.kernel.records import Field, Kind, May, Section, always
from fettle.kernel.records.values import STAFF, Choice, Flag, Line, Number, Text
from fettle.processes.services.definitions import criticalities, headings
from fettle.processes.services.models import Service
from fettle.processes.services.workflow import FLOW, LIVE, MANAGE, RETIRED

SEE = "portfolio.see"
"""Sees what is planned, demanded and specified; services themselves are seen by everybody once they are live."""

SERVICE = Kind(
    key="service",
    prefix="SVC",
    path="services",
    label=_("service"),
    plural=_("services"),
    model=Service,
    flow=FLOW,
    may=May(see="services.see", register=MANAGE, revise=MANAGE),
    process="PR1",
    owner_role="service_portfolio_manager",
    joins=("service_item__owner", "service_item__calendar"),
    public_in=(LIVE, RETIRED),
    sections=(
        Section(
            _("What it is"),
            Field(
                "title",
                Line(120),
                _("name"),
                needed=True,
                register=True,
                edit=always,
                column=True,
                sort=True,
                search="A",
            ),
            Field("description", Text(), _("description"), register=True, edit=always, search="B"),
            Field(
                "purpose",
                Text(5_000),
                _("purpose"),
                _("What it is for, in the words of those who use it."),
                register=True,
                edit=always,
                search="C",
            ),
            Field(
                "customers",
                Text(5_000),
                _("customers and users"),
                register=True,
                edit=always,
                audience=STAFF,
                search="C",
            ),
            Field(
                "value",
                Text(5_000),
                _("value for the customers"),
                register=True,
                edit=always,
                audience=STAFF,
                search="C",
            ),
            Field("heading", Choice(headings), _("heading in the catalogue"), register=True, edit=always, filter=True),
            Field(
                "criticality",
                Choice(criticalities),
                _("criticality"),
                _("How much depends on it. Customers may read it in the catalogue."),
                register=True,
                edit=always,
                column=True,
                filter=True,
            ),
            Field("organisation", ToOrganisation(), _("provided by"), register=True, audience=STAFF, filter=True),
            Field(
                "requestable", Flag(), _("offered in the portal"), register=True, edit=always, column=True, filter=True
            ),
            Field(
                "icon",
                Line(40),
                _("icon"),
                _("Name of the picture in the portal"),
                register=True,
                edit=always,
                audience=STAFF,
            ),
        ),
        Section(
            _("Who looks after it"),
            Field("owner", ToPerson(), _("service owner"), register=True, edit=always, column=True, audience=STAFF),
            Field(
                "team",
                ToTeam(),
                _("supporting team"),
                register=True,
                edit=always,
                column=True,
                filter=True,
                audience=STAFF,
            ),
            Field("calendar", ToCalendar(), _("support hours"), register=True, edit=always, column=True),
            Field(
                "contact",
                Line(200),
                _("contact for this service"),
                _("Where people turn with questions about it: an address, a phone number, a page."),
                register=True,
                edit=always,
            ),
        ),
        Section(
            _("What the proposal was weighed by"),
            Field(
                "need",
                Text(5_000),
                _("what is needed, and why"),
                _("The demands that it answers stand beside it."),
                register=True,
                edit=always,
                audience=STAFF,
            ),
            Field(
                "resources",
                Text(5_000),
                _("resources and capabilities"),
                _("People, money, technology and knowledge that it takes, and which of them we have."),
                register=True,
                edit=always,
                audience=STAFF,
            ),
            Field(
                "effort",
                Number(0, 100_000, _("days")),
                _("effort, estimated in days of work"),
                _("Until it is live. What it will cost is entered as estimated costs."),
                register=True,
                edit=always,
                audience=STAFF,
            ),
            Field(
                "limits",
                Text(5_000),
                _("limits and constraints"),
                _("What sets bounds to it: law, contracts, budget, time, what we cannot do."),
                register=True,
                edit=always,
                audience=STAFF,
            ),
        ),
    ),
)
