"""Which page of a complaint calls which action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fettle.edges.pages import drafts, form, talk
from fettle.edges.pages.listing import Listing, Tab, view_of
from fettle.edges.pages.panels import Panels, Talk
from fettle.facilities.discussion.queries import people
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.access.references import ToAnything
from fettle.kernel.records import numbers
from fettle.kernel.records.declare import Field
from fettle.processes.customers.complaints import actions, talking
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.complaints.workflow import CLOSED, FOLLOW, RECORD, WITHDRAWN, WORK

LISTING = Listing(
    kinds=(COMPLAINT,),
    title=COMPLAINT.plural,
    path="/complaints",
    tabs=(
        Tab(pgettext_lazy("a state", "Open"), {"open": "true"}, empty=_("No complaint is open.")),
        Tab(_("Answered"), {"state": "answered"}, empty=_("No answered complaint waits to be closed.")),
        Tab(_("Closed"), {"state": "closed"}, empty=_("No complaint is closed yet.")),
    ),
    make=(_("New complaint"), "/complaints/new", RECORD),
    columns=("title", "organisation", "service", "assignee", "due_at"),
)
PLAIN = Panels(
    talk=Talk(FOLLOW, WORK, people, elsewhere={CLOSED, WITHDRAWN}),
    rail=(
        (_("What is complained of"), ("organisation", "requester", "service", "channel")),
        (
            _("What becomes of it"),
            ("assignee", "opened_at", "due_at", "outcome", "answered_at", "closed_at", "progress"),
        ),
    ),
)
listing = view_of(LISTING)
TALK = (
    ("/reply", talk.reply(COMPLAINT, action=talking.reply, panels=PLAIN)),
    ("/note", talk.note(COMPLAINT, action=talking.note, panels=PLAIN)),
    ("/draft/(?P<mode>reply|note)", drafts.draft(COMPLAINT)),
)
ABOUT = Field(
    "about",
    ToAnything(),
    _("about"),
    _("The number of an incident, a request or another record: the two are linked."),
)


def _known(actor: Actor, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """What the record ``?about=`` says already that it is about."""
    number = numbers.tidy(asked.get("about", ""))
    found = visible(actor).filter(number=number).select_related("organisation", "service").first() if number else None
    if found is None:
        return {}
    requester = getattr(found.item, "requester", None)
    return {"about": found, "organisation": found.organisation, "service": found.service, "requester": requester}


new = form.form(
    COMPLAINT,
    action=actions.register,
    title=_("New complaint"),
    submit=_("Record complaint"),
    first=_known,
    also=(ABOUT,),
    may=RECORD,
)
