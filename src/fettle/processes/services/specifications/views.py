"""Which page of a specification calls which action."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages import listing as lists
from fettle.edges.papers.wording import standing
from fettle.processes.services.places import of_the_service, portfolio
from fettle.processes.services.specifications import actions
from fettle.processes.services.specifications.records import SPECIFICATION
from fettle.processes.services.workflow import MANAGE

LISTING = lists.list_of(
    SPECIFICATION,
    tabs=(
        lists.Tab(_("Current"), {"state": "draft,in_review,published"}, empty=_("No service is specified yet.")),
        lists.Tab(_("Draft or in review"), {"open": "true"}, empty=_("Nothing is being written.")),
        lists.Tab(_("Withdrawn"), {"state": "withdrawn"}, empty=_("Nothing was withdrawn.")),
    ),
    sort="title",
    columns=("title", "service", "owner", "in_force"),
    states=lambda: standing,
    drawn=("in_force",),
    make=(_("New specification"), "/specifications/new", MANAGE),
)
listing = portfolio(LISTING, "specifications")
timeline = detail.older(SPECIFICATION)
live = detail.live(SPECIFICATION)
looking = presence.presence(SPECIFICATION)
link = linking.link(SPECIFICATION)
unlink = linking.unlink(SPECIFICATION)
new = form.form(
    SPECIFICATION,
    action=actions.register,
    title=_("New specification"),
    submit=_("Begin the specification"),
    first=of_the_service,
)
edit = form.edit(SPECIFICATION, action=actions.revise)
step = verb.verb(SPECIFICATION, actions={name: act for name, act in actions.VERBS.items() if name != "write"})
