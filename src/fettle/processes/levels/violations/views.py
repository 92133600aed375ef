"""Which page of a violation calls which action."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages.listing import Listing, Tab, view_of
from fettle.edges.pages.panels import Panels
from fettle.processes.levels.violations import actions
from fettle.processes.levels.violations.records import VIOLATION

LISTING = Listing(
    kinds=(VIOLATION,),
    title=VIOLATION.plural,
    path="/violations",
    tabs=(
        Tab(
            _("Open"),
            {"open": "true"},
            empty=_("No violation is open. They are noted when an evaluation is confirmed."),
        ),
        Tab(_("To be told"), {"state": "noted"}, empty=_("Everybody was told.")),
        Tab(_("Closed"), {"state": "closed"}, empty=_("No violation is closed yet.")),
    ),
    columns=("title", "organisation", "told_at", "acknowledged_at", "assignee", "progress"),
)
PLAIN = Panels(marked=("missed", "notice"))
listing = view_of(LISTING)
record = detail.detail(VIOLATION, panels=PLAIN)
timeline = detail.older(VIOLATION, panels=PLAIN)
live = detail.live(VIOLATION)
looking = presence.presence(VIOLATION)
link = linking.link(VIOLATION)
unlink = linking.unlink(VIOLATION)
edit = form.edit(VIOLATION, action=actions.revise)
step = verb.verb(VIOLATION, actions=actions.VERBS)
