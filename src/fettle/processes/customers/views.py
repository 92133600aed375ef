"""Which page of a customer calls which action."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages.listing import Listing, Tab
from fettle.edges.relationships import views as relationships
from fettle.processes.customers import actions
from fettle.processes.customers.records import CUSTOMER, MANAGE

LISTING = Listing(
    kinds=(CUSTOMER,),
    title=CUSTOMER.plural,
    path="/customers",
    tabs=(
        Tab(_("Active"), {"state": "active"}, empty=_("No customer is entered yet.")),
        Tab(_("Ended"), {"state": "ended"}, empty=_("No relationship has ended.")),
    ),
    sort="title",
    make=(_("New customer"), "/customers/new", MANAGE),
    columns=("title", "organisation", "importance", "assignee", "contact"),
)
listing = relationships.listing(LISTING, CUSTOMER, "is_customer")
record = detail.detail(CUSTOMER)
timeline = detail.older(CUSTOMER)
live = detail.live(CUSTOMER)
looking = presence.presence(CUSTOMER)
link = linking.link(CUSTOMER)
unlink = linking.unlink(CUSTOMER)
met = relationships.met(CUSTOMER)
new = form.form(
    CUSTOMER,
    action=actions.register,
    title=_("New customer"),
    submit=_("Enter customer"),
    first=relationships.of_the_party,
)
edit = form.edit(CUSTOMER, action=actions.revise)
step = verb.verb(CUSTOMER, actions=actions.VERBS)
