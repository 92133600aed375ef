"""What the pages of suppliers are called; all else they have alike with other parties."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.relationships.room import COLUMNS, Room
from fettle.processes.suppliers.actions import DATABASE

ROOM = Room(
    DATABASE,
    "is_supplier",
    new=_("New supplier"),
    submit=_("Enter supplier"),
    none=_("No supplier is entered yet."),
    none_ended=_("No relationship has ended."),
    columns=(*COLUMNS, "score"),
)
