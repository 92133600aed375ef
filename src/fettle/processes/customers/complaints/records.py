"""Every stored field of a complaint, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import STAFF, Choice, Line, Moment, Option, Text
from fettle.kernel.settings.choices import options
from fettle.processes.customers.complaints.workflow import FLOW, FOLLOW, REGISTER, SEE, STANDING, WORK, outcomes
from fettle.processes.customers.models import Complaint

OPEN = while_in(*STANDING)


CHANNELS = "customers.complaint_channels"


def channels() -> list[Option]:
    """By which way it came, as it is settled."""
    return options(CHANNELS)


COMPLAINT = Kind(
    key="complaint",
    prefix="CMP",
    path="complaints",
    label=_("complaint"),
    plural=_("complaints"),
    model=Complaint,
    flow=FLOW,
    may=May(see=SEE, register=REGISTER, revise=WORK, follow=FOLLOW),
    process="PR7",
    owner_role="customer_relationship_manager",
    joins=("complaint__requester",),
    sections=(
        Section(
            _("What is complained of"),
            Field(
                "title",
                Line(200),
                _("in one sentence"),
                needed=True,
                register=True,
                edit=OPEN,
                column=True,
                sort=True,
                search="A",
            ),
            Field("details", Text(20_000), _("what happened"), register=True, edit=OPEN, search="C"),
            Field(
                "organisation",
                ToOrganisation(),
                _("customer"),
                _("Empty: the organisation of the person."),
                register=True,
                column=True,
                filter=True,
            ),
            Field("requester", ToPerson(), _("person who complains"), register=True, column=True, filter=True),
            Field(
                "service",
                ToRecord("service"),
                _("service"),
                register=True,
                edit=OPEN,
                column=True,
                filter=True,
            ),
            Field(
                "channel",
                Choice(channels),
                _("how it came"),
                register=True,
                edit=OPEN,
                audience=STAFF,
                filter=True,
            ),
        ),
        Section(
            _("What becomes of it"),
            Field("assignee", ToPerson(), _("owner"), edit=OPEN, column=True, filter=True),
            Field("opened_at", Moment(), _("received"), column=True, sort=True),
            Field("due_at", Moment(), _("answered by"), edit=OPEN, column=True, sort=True),
            Field("answer", Text(20_000), _("answer"), search="C"),
            Field("outcome", Choice(outcomes), _("outcome"), audience=STAFF, column=True, filter=True),
            Field("answered_at", Moment(), _("answered"), sort=True),
            Field("closed_at", Moment(), _("closed")),
            Field("progress", Line(9), _("measures"), audience=STAFF, column=True),
            Field(
                "notes",
                Text(20_000),
                _("internal notes"),
                _("Whoever complained never sees them."),
                edit=OPEN,
                audience=STAFF,
                search="D",
            ),
        ),
    ),
)
