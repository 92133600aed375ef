"""Which page of a supplier calls which action."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages.listing import Listing, Tab
from fettle.edges.relationships import views as relationships
from fettle.processes.suppliers import actions
from fettle.processes.suppliers.records import MANAGE, SUPPLIER

LISTING = Listing(
    kinds=(SUPPLIER,),
    title=SUPPLIER.plural,
    path="/suppliers",
    tabs=(
        Tab(_("Active"), {"state": "active"}, empty=_("No supplier is entered yet.")),
        Tab(_("Ended"), {"state": "ended"}, empty=_("No relationship has ended.")),
    ),
    sort="title",
    make=(_("New supplier"), "/suppliers/new", MANAGE),
    columns=("title", "organisation", "importance", "assignee", "contact"),
)
listing = relationships.listing(LISTING, SUPPLIER, "is_supplier")
record = detail.detail(SUPPLIER)
timeline = detail.older(SUPPLIER)
live = detail.live(SUPPLIER)
looking = presence.presence(SUPPLIER)
link = linking.link(SUPPLIER)
unlink = linking.unlink(SUPPLIER)
met = relationships.met(SUPPLIER)
new = form.form(
    SUPPLIER,
    action=actions.register,
    title=_("New supplier"),
    submit=_("Enter supplier"),
    first=relationships.of_the_party,
)
edit = form.edit(SUPPLIER, action=actions.revise)
step = verb.verb(SUPPLIER, actions=actions.VERBS)
