"""Which page calls which action."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages import listing as lists
from fettle.processes.services import actions
from fettle.processes.services.records import SERVICE

listing = lists.listing(SERVICE, sort="title", make=(_("New service"), "/services/new", "services.manage"))
record = detail.detail(SERVICE)
timeline = detail.older(SERVICE)
live = detail.live(SERVICE)
looking = presence.presence(SERVICE)
link = linking.link(SERVICE)
unlink = linking.unlink(SERVICE)
new = form.form(SERVICE, action=actions.register, title=_("New service"), submit=_("Add service"))
edit = form.edit(SERVICE, action=actions.revise)
step = verb.verb(SERVICE, actions={"retire": actions.retire, "revive": actions.revive})
