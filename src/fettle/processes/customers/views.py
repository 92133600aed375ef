"""What the pages of customers are called; all else they have alike with other parties."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.relationships.room import Room
from fettle.processes.customers.actions import DATABASE

ROOM = Room(
    DATABASE,
    "is_customer",
    new=_("New customer"),
    submit=_("Enter customer"),
    none=_("No customer is entered yet."),
    none_ended=_("No relationship has ended."),
)
