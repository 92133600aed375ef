"""The lists of surveys and follow-ups, and the forms of new ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fettle.edges.pages import form
from fettle.edges.pages.listing import Listing, Tab, view_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records import numbers
from fettle.kernel.settings.read import current
from fettle.processes.surveys import following, running
from fettle.processes.surveys.definitions import HANDLING_KEY
from fettle.processes.surveys.queries import ASKED_ABOUT
from fettle.processes.surveys.records import FOLLOW_UP, SURVEY
from fettle.processes.surveys.workflow import MANAGE

SURVEYS = Listing(
    kinds=(SURVEY,),
    title=SURVEY.plural,
    path="/surveys",
    tabs=(
        Tab(
            pgettext_lazy("a state", "Open"),
            {"open": "true"},
            empty=_("No survey is being drawn up, and none is running."),
        ),
        Tab(_("Closed"), {"state": "closed"}, empty=_("No survey is closed yet.")),
        Tab(_("Cancelled"), {"state": "cancelled"}, empty=_("No survey was cancelled.")),
    ),
    make=(_("Draw up a survey"), "/surveys/new", MANAGE),
    columns=("title", "organisation", "ends_on", "progress", "assignee"),
)
FOLLOW_UPS = Listing(
    kinds=(FOLLOW_UP,),
    title=FOLLOW_UP.plural,
    path="/followups",
    tabs=(
        Tab(pgettext_lazy("a state", "Open"), {"open": "true"}, empty=_("Nothing is to be followed up.")),
        Tab(_("Settled"), {"state": "settled"}, empty=_("No follow-up is settled yet.")),
    ),
    make=(_("Open a follow-up"), "/followups/new", MANAGE),
    columns=("title", "organisation", "score", "ends_on", "assignee"),
)


def about_what(actor: Actor, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """A follow-up that begins from the record that the address names."""
    due = timezone.localdate() + timedelta(days=current()[HANDLING_KEY]["follow_up_days"])
    number = numbers.tidy(asked.get("about", ""))
    found = visible(actor, *ASKED_ABOUT).filter(number=number).first() if number else None
    return {"ends_on": due, **({"about": found} if found else {})}


listing = view_of(SURVEYS)
new = form.form(SURVEY, action=running.register, title=_("Draw up a survey"), submit=_("Draw up the survey"))
follow_ups = view_of(FOLLOW_UPS)
new_follow_up = form.form(
    FOLLOW_UP, action=following.register, title=_("Open a follow-up"), submit=_("Open the follow-up"), first=about_what
)
