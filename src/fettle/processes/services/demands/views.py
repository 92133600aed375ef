"""Which page of a demand calls which action."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages import listing as lists
from fettle.processes.services.demands import actions
from fettle.processes.services.demands.records import DEMAND, RECORD
from fettle.processes.services.places import portfolio

LISTING = lists.list_of(
    DEMAND,
    tabs=(
        lists.Tab(pgettext_lazy("demands", "Open"), {"open": "true"}, empty=_("No demand is open.")),
        lists.Tab(_("Fulfilled"), {"state": "met"}, empty=_("No demand is met yet.")),
        lists.Tab(_("Declined"), {"state": "declined"}, empty=_("No demand was declined.")),
    ),
    columns=("title", "organisation", "weight", "wanted_by", "service"),
    make=(_("New demand"), "/demands/new", RECORD),
)
listing = portfolio(LISTING, "demands")
record = detail.detail(DEMAND)
timeline = detail.older(DEMAND)
live = detail.live(DEMAND)
looking = presence.presence(DEMAND)
link = linking.link(DEMAND)
unlink = linking.unlink(DEMAND)
new = form.form(DEMAND, action=actions.register, title=_("New demand"), submit=_("Record demand"))
edit = form.edit(DEMAND, action=actions.revise)
step = verb.verb(DEMAND, actions=actions.VERBS)
