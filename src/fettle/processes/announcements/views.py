"""Which page calls which action."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.pages import addresses, detail, form, linking, presence, verb
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.listing import Listing, Tab, view_of
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.panels import Panels
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.processes.announcements import actions
from fettle.processes.announcements.records import ANNOUNCEMENT
from fettle.processes.announcements.wording import NOTICE
from fettle.processes.announcements.workflow import WRITE

PLAIN = Panels(
    rail=(
        (gettext_lazy("What is announced"), ("nature", "stage", "service", "organisation")),
        (gettext_lazy("Times"), ("starts_at", "ends_at", "next_update_at", "closed_at", "about", "assignee")),
    ),
)
LISTING = Listing(
    kinds=(ANNOUNCEMENT,),
    title=ANNOUNCEMENT.plural,
    path="/announcements",
    tabs=(
        Tab(gettext_lazy("Up now"), {"open": "true"}, empty=gettext_lazy("Nothing is announced.")),
        Tab(gettext_lazy("Over"), {"state": "ended"}, empty=gettext_lazy("Nothing is over yet.")),
    ),
    sort="-opened_at",
    make=(gettext_lazy("New announcement"), "/announcements/new", "announcements.manage"),
    columns=("title", "nature", "stage", "organisation", "starts_at", "ends_at"),
)
listing = view_of(LISTING)
record = detail.detail(ANNOUNCEMENT, panels=PLAIN)
timeline = detail.older(ANNOUNCEMENT, panels=PLAIN)
live = detail.live(ANNOUNCEMENT)
looking = presence.presence(ANNOUNCEMENT)
link = linking.link(ANNOUNCEMENT)
unlink = linking.unlink(ANNOUNCEMENT)
edit = form.edit(ANNOUNCEMENT, action=actions.revise)
step = verb.verb(ANNOUNCEMENT, actions=actions.VERBS)
ASKED = (
    *(item for item in ANNOUNCEMENT.fields if item.register),
    ANNOUNCEMENT.by_name["next_update_at"],
    Field(WRITE.name, WRITE.type, WRITE.label, WRITE.hint),
)


@once
def new(request: HttpRequest) -> HttpResponse:
    """Planned work, a notice, or a disruption that is no incident of ours."""
    actor = actor_of(request)
    require(actor, ANNOUNCEMENT.may.register)
    posted = request.POST if request.method == "POST" else None
    made = form_of(ASKED, actor, posted, {"nature": NOTICE})
    if posted is not None and made.is_valid():
        given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
        try:
            return _made(request, actions.announce(actor, **given))
        except Invalid as invalid:
            refuse(made, invalid)
    context: dict[str, Any] = {
        "title": _("New announcement"),
        "submit_label": _("Announce"),
        "cancel_url": addresses.of_kind(ANNOUNCEMENT),
        "form": made,
    }
    return show(request, "pages/form.html", context, status=422 if made.errors else 200)


def _made(request: HttpRequest, record: Record) -> HttpResponse:
    messages.success(request, _("%(number)s stands in the portal.") % {"number": record.number})
    return HttpResponseRedirect(addresses.of(record), status=303)
