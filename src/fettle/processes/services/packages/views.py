"""Which page of a package calls which action."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages import listing as lists
from fettle.edges.pages.asking import asked, pressed
from fettle.processes.services.packages import actions, asks, criteria, evidencing
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.places import of_the_service, portfolio
from fettle.processes.services.specifications.records import APPROVE
from fettle.processes.services.workflow import MANAGE

LISTING = lists.list_of(
    PACKAGE,
    tabs=(
        lists.Tab(_("Under way"), {"open": "true"}, empty=_("No package is under way.")),
        lists.Tab(_("In operation"), {"state": "completed"}, empty=_("No package was brought into operation yet.")),
        lists.Tab(_("Withdrawn"), {"state": "withdrawn"}, empty=_("Nothing was withdrawn.")),
    ),
    columns=("title", "service", "live_on", "acceptance", "progress"),
    make=(_("Draw up a package"), "/packages/new", MANAGE),
)
listing = portfolio(LISTING, "packages")
timeline = detail.older(PACKAGE)
live = detail.live(PACKAGE)
looking = presence.presence(PACKAGE)
link = linking.link(PACKAGE)
unlink = linking.unlink(PACKAGE)
new = form.form(
    PACKAGE,
    action=actions.register,
    title=_("Draw up a package"),
    submit=_("Draw up the package"),
    first=of_the_service,
)
edit = form.edit(PACKAGE, action=actions.revise)
step = verb.verb(PACKAGE, actions={name: act for name, act in actions.VERBS.items() if name != "write"})

PART = "#criteria"
add = asked(
    PACKAGE,
    MANAGE,
    _("Add a criterion"),
    _("The criterion is added."),
    lambda actor, record, row: asks.CRITERION,
    criteria.add,
    part=PART,
)
change = asked(
    PACKAGE,
    MANAGE,
    _("Change criterion"),
    _("Saved."),
    lambda actor, record, row: asks.CRITERION,
    criteria.change,
    row="criterion",
    first=lambda record, row: {"title": criteria.found(record, row).title, "text": criteria.found(record, row).text},
    part=PART,
)
evidence = evidencing.evidence
waive = asked(
    PACKAGE,
    APPROVE,
    _("Waive the criterion"),
    _("The criterion is waived."),
    lambda actor, record, row: asks.REASON,
    criteria.waive,
    row="criterion",
    part=PART,
)
reopen = pressed(PACKAGE, MANAGE, _("It has to be shown again."), criteria.reopen, row="criterion", part=PART)
take_away = pressed(PACKAGE, MANAGE, _("The criterion is taken away."), criteria.take_away, row="criterion", part=PART)
