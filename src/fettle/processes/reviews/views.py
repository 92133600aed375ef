"""Which page of a review calls which action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fettle.edges.pages import form
from fettle.edges.pages.listing import Listing, Tab, view_of
from fettle.edges.pages.panels import Panels
from fettle.facilities.cycles import queries as duties
from fettle.facilities.relationships.references import ToRelationship
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records import numbers
from fettle.processes.reviews import actions
from fettle.processes.reviews.records import REVIEW
from fettle.processes.reviews.workflow import WORK

LISTING = Listing(
    kinds=(REVIEW,),
    title=REVIEW.plural,
    path="/reviews",
    tabs=(
        Tab(
            pgettext_lazy("a state", "Open"),
            {"open": "true"},
            empty=_("No review is planned, and nothing of one is left to do."),
        ),
        Tab(_("Closed"), {"state": "closed"}, empty=_("No review is closed yet.")),
        Tab(_("Cancelled"), {"state": "cancelled"}, empty=_("No review was cancelled.")),
    ),
    make=(_("Plan a review"), "/reviews/new", WORK),
    columns=("title", "organisation", "planned_on", "held_on", "assignee", "progress"),
)
PLAIN = Panels(marked=("agenda", "minutes"))


def of_the_party(actor: Actor, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """A form that begins from the party that the address names: on the day on which its review is due."""
    number = numbers.tidy(asked.get("with", ""))
    found = visible(actor, *ToRelationship().kinds()).filter(number=number).first() if number else None
    if found is None:
        return {}
    due = [duty.due_on for duty in duties.of_record(found) if duty.code.endswith(actions.DUTY)]
    return {"relationship": found, "assignee": found.assignee, "planned_on": due[0] if due else None}


listing = view_of(LISTING)
new = form.form(
    REVIEW, action=actions.register, title=_("Plan a review"), submit=_("Plan the review"), first=of_the_party
)
