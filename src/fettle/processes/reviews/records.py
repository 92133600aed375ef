"""Every stored field of a review, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fettle.facilities.relationships.references import ToRelationship
from fettle.kernel.access.references import ToOrganisation, ToPerson
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import STAFF, Day, Line, Text
from fettle.processes.reviews.models import Review
from fettle.processes.reviews.workflow import FLOW, HELD, PLANNED, SEE, WORK

OPEN = while_in(PLANNED, HELD)

REVIEW = Kind(
    key="review",
    prefix="REV",
    path="reviews",
    label=_("review"),
    plural=_("reviews"),
    model=Review,
    flow=FLOW,
    may=May(see=SEE, register=WORK, revise=WORK),
    process="PR7",
    owner_role="customer_relationship_manager",
    joins=("review__relationship",),
    sections=(
        Section(
            _("The review"),
            Field(
                "title",
                Line(200),
                _("title"),
                _("Empty: the name of the party and the day."),
                register=True,
                edit=OPEN,
                column=True,
                sort=True,
                search="A",
            ),
            Field(
                "relationship",
                ToRelationship(),
                pgettext_lazy("a review", "with"),
                _("The customer or the supplier."),
                needed=True,
                register=True,
                audience=STAFF,
            ),
            Field("organisation", ToOrganisation(), _("organisation"), column=True, filter=True),
            Field(
                "planned_on",
                Day(),
                _("planned for"),
                needed=True,
                register=True,
                edit=while_in(PLANNED),
                column=True,
                sort=True,
            ),
            Field("held_on", Day(), _("held on"), column=True, sort=True),
            Field(
                "assignee",
                ToPerson(),
                _("led by"),
                _("Empty: whoever looks after the party."),
                register=True,
                edit=OPEN,
                column=True,
                filter=True,
            ),
            Field("participants", Text(2_000), _("who takes part"), register=True, edit=OPEN, search="D"),
        ),
        Section(
            _("What is talked about"),
            Field(
                "agenda",
                Text(50_000),
                _("agenda"),
                _("Markdown. Fills itself when the review is planned."),
                edit=while_in(PLANNED),
                search="C",
            ),
            Field(
                "minutes",
                Text(50_000),
                pgettext_lazy("a review", "minutes"),
                _("Markdown"),
                edit=while_in(HELD),
                search="B",
            ),
            Field("progress", Line(9), _("follow-ups"), audience=STAFF, column=True),
        ),
    ),
)
