"""The list of what suppliers offer, and the form of a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import form
from fettle.edges.pages import listing as lists
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records import numbers
from fettle.processes.suppliers.offerings import actions
from fettle.processes.suppliers.offerings.records import OFFERING
from fettle.processes.suppliers.offerings.workflow import MANAGE
from fettle.processes.suppliers.records import SUPPLIER

listing = lists.listing(
    OFFERING,
    tabs=(
        lists.Tab(_("Offered"), {"state": "offered"}, empty=_("No offering is entered yet.")),
        lists.Tab(_("No longer offered"), {"state": "withdrawn"}, empty=_("All that is entered can still be had.")),
    ),
    sort="title",
    make=(_("New offering"), "/offerings/new", MANAGE),
    columns=("title", "supplier", "price", "service", "valid_until"),
)


def of_the_supplier(actor: Actor, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """A form that begins from the supplier that the address names."""
    number = numbers.tidy(asked.get("supplier", ""))
    found = visible(actor, SUPPLIER).filter(number=number).first() if number else None
    return {"supplier": found} if found else {}


new = form.form(
    OFFERING, action=actions.register, title=_("New offering"), submit=_("Enter offering"), first=of_the_supplier
)
