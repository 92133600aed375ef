"""Parties from a table: a row without a number means the party of its organisation, which is made where there is none
yet and the actor may make it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.relationships.table import PARTS, REVIEW, column
from fettle.edges.transfer.outcome import Importer
from fettle.edges.transfer.rows import Rows
from fettle.facilities.relationships.actions import Database
from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.access.references import ToOrganisation
from fettle.kernel.errors import Forbidden, Invalid
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.values import Line
from fettle.kernel.settings import parties
from fettle.kernel.settings.territory import ADMINISTER

WHICH = "organisation"
BY_ID = re.compile(r"organisation:[0-9]{1,17}")
CONTACT = tuple(column(1, part) for part in PARTS)
WHO = ("contact", "contact_point", "escalation", "channels")
KEY = ("since", "reference", "address", "website")

HINT = gettext_lazy(
    "A CSV or XLSX file with one row for each organisation; one that is not there yet is made below the chosen one, by "
    "whoever may add organisations. People are named by e-mail address; a second contact has columns with a 2, and so "
    "on. An empty cell empties the value, a column that is not there leaves it; the next review and the contacts stay "
    "with an empty cell too. The export of the list fits."
)


@dataclass(frozen=True)
class Parties:
    """What the rows of one database mean. ``mark`` is what the tree calls an organisation of this kind, ``manager``
    what whoever looks after a party is called in a table.
    """

    database: Database
    mark: str
    manager: str

    def importer(self, label: Any, *own: str) -> Importer:
        """``own`` are the fields of this kind alone."""
        kind, database = self.database.kind, self.database
        columns = (WHICH, "title", "importance", self.manager, REVIEW, *KEY, *WHO, *own, "notes", *CONTACT)
        also = {self.manager: "assignee", f"{self.manager} e-mail": "assignee", kind.key: WHICH}
        rows = Rows(kind, database.register, database.revise, self.means, columns, WHICH, also, self.filled)
        return Importer(kind.path, label, HINT, rows, kind.may.register, columns, makes=(ADMINISTER,))

    def means(self, actor: Actor, home: Organisation, ours: dict[str, str]) -> dict[str, str]:
        """Raises Invalid."""
        try:
            place = self._place(actor, home, ours.get(WHICH, ""))
        except ValueError as problem:
            raise Invalid({WHICH: str(problem)}) from None
        there = visible(actor, self.database.kind).filter(organisation=place)
        if number := there.values_list("number", flat=True).first():
            return {name: cell for name, cell in ours.items() if name != WHICH} | {"number": number}
        return {**ours, WHICH: f"organisation:{place.pk}"}

    def filled(self, actor: Actor, ours: dict[str, str]) -> dict[str, str]:
        """An empty name is that of the organisation, as on the screen."""
        if ours.get("title", "x").strip() or not ours.get("number"):
            return ours
        found = visible(actor, self.database.kind).filter(number=ours["number"].strip())
        name = found.values_list("organisation__name", flat=True).first()
        return {**ours, "title": name or ""}

    def _place(self, actor: Actor, home: Organisation, cell: str) -> Organisation:
        """The organisation of the name, rather one below ``home``; else a new one there. Raises ValueError, Invalid."""
        name = Line(200).clean(cell, actor)
        if not name:
            raise ValueError(_("Give a value."))
        if BY_ID.fullmatch(name):
            return ToOrganisation().clean(name, actor)
        called = known.organisations(actor).filter(name__iexact=name)
        for among in (called.filter(active=True, path__startswith=home.path), called.filter(active=True)):
            found = list(among[:2])
            if len(found) == 1:
                return found[0]
            if found:
                sentence = _(
                    "Several organisations are called “%(name)s”: write organisation:17 instead, with the number at "
                    "the end of its address in the settings."
                )
                raise ValueError(sentence % {"name": name[:60]})
        if called.exists():
            sentence = _("“%(name)s” is no longer active: have the organisation activated first, or leave the row out.")
            raise ValueError(sentence % {"name": name[:60]})
        return self._made(actor, home, name)

    def _made(self, actor: Actor, home: Organisation, name: str) -> Organisation:
        marks: Mapping[str, Any] = {self.mark: True, "zone": home.zone, "language": home.language}
        try:
            return parties.add_organisation(actor, name=name, parent=home, **marks)
        except Forbidden:
            sentence = _(
                "There is no organisation “%(name)s” yet, and you may not add one below %(home)s: ask an administrator "
                "to add it under People."
            )
            raise ValueError(sentence % {"name": name[:60], "home": home.name}) from None
