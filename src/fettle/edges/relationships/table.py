"""What leaves with the table of a database of parties beside its fields, and comes back by it: when the relationship is
reviewed next, and the further contacts, each in columns of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from fettle.edges.relationships.contacting import ASKS
from fettle.facilities.cycles import actions as cycles
from fettle.facilities.cycles import queries as duties
from fettle.facilities.cycles.models import Duty
from fettle.facilities.relationships import contacts, rules
from fettle.facilities.relationships.actions import Database
from fettle.facilities.relationships.models import Contact
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Day

REVIEW = "next_review"
MOST = 30
"""Contacts of a party that have columns; of more the table tells the first. So many fit into what is read."""
PARTS = {
    "role": "role",
    "person": "person",
    "name": "name",
    "channel": "channel",
    "from": "valid_from",
    "until": "valid_until",
}
"""How a column of a contact ends, and what it holds."""
COLUMN = re.compile(rf"contact[ _]([1-9][0-9]?)[ _]({'|'.join(PARTS)})")
SAME = ("person", "name", "channel")
"""What says that a row of the file and a contact that is there are the same one; the first that fits counts most."""
TYPES = {ask.name: ask.type for ask in ASKS}
Cells = dict[str, str]


@dataclass(frozen=True)
class Beside:
    """What hangs on the parties of one database."""

    database: Database

    @property
    def kind(self) -> Kind:
        return self.database.kind

    def heads(self, records: QuerySet[Record]) -> Sequence[str]:
        """The day of the review, and columns for as many contacts as one of these parties has."""
        counted = Contact.objects.filter(record__in=records.order_by().values("pk")).values("record")
        most = counted.annotate(count=Count("pk")).order_by("-count").values_list("count", flat=True).first()
        groups = range(1, min(most or 0, MOST) + 1)
        return [REVIEW, *(column(at, part) for at in groups for part in PARTS)]

    def cells(self, records: Sequence[Record], heads: Sequence[str]) -> Mapping[int, Sequence[Any]]:
        """Two queries, however many records."""
        days = {duty.record_id: duty.due_on.isoformat() for duty in self._duties(records)}
        rows: dict[int, list[Contact]] = defaultdict(list)
        for row in Contact.objects.filter(record__in=records).select_related("person").order_by("pk"):
            rows[row.record_id].append(row)
        told = {}
        for record in records:
            shown = (cell for row in rows[record.pk][:MOST] for cell in _told(row).values())
            line = [days.get(record.pk, ""), *shown][: len(heads)]  # a contact may have come since they were counted
            told[record.pk] = line + [""] * (len(heads) - len(line))
        return told

    def known(self, column: str) -> str:
        """``contact 1 name`` is ``contact_1_name``."""
        if column in (REVIEW, REVIEW.replace("_", " "), _("next review").casefold()):
            return REVIEW
        found = COLUMN.fullmatch(column)
        return column.replace(" ", "_") if found and int(found[1]) <= MOST else ""

    def bring(self, actor: Actor, record: Record, cells: Mapping[str, str]) -> tuple[str, ...]:
        """Raises Invalid, Refusal, Forbidden."""
        changed = []
        if self._reviewed(actor, record, cells.get(REVIEW, "").strip()):
            changed.append(_("next review"))
        if self._reached(actor, record, cells):
            changed.append(_("contacts"))
        return tuple(changed)

    def _duties(self, records: Sequence[Record]) -> QuerySet[Duty]:
        return duties.running().filter(record__in=records, code=self.database.duty)

    def _reviewed(self, actor: Actor, record: Record, cell: str) -> bool:
        """Put the review on another day. An empty cell leaves it where it is: a party is always reviewed again."""
        if not cell:
            return False
        duty = self._duties([record]).first()
        if duty is not None and duty.due_on.isoformat() == cell:
            return False
        rules.it_is_active(record)
        try:
            day = Day().clean(cell, actor)
        except ValueError as problem:
            raise Invalid({REVIEW: str(problem)}) from None
        if duty is not None and duty.due_on == day:
            return False
        kept: dict[str, Any] = {"person": record.assignee}
        if duty is not None:
            kept = {name: getattr(duty, name) for name in ("every", "unit", "lead_days", "person", "role")}
        cycles.set_duty(actor, record.number, code=self.database.duty, due_on=day, **kept)
        return True

    def _reached(self, actor: Actor, record: Record, cells: Mapping[str, str]) -> bool:
        """Add and change contacts; whether there was one to. None is taken away by a table."""
        groups = list(_groups(cells))
        there = Contact.objects.filter(record=record).select_related("person").order_by("pk")
        free = list(there) if groups else []
        asked = []
        for at, parts in groups:
            same = next((row for row in free if _same_words(row, parts)), None)
            if same is None:
                asked.append((at, parts))
            else:
                free.remove(same)
        if not asked:
            return False
        rules.it_is_active(record)
        problems: dict[str, str] = {}
        told = [(at, _clean(actor, at, parts, problems)) for at, parts in asked]
        if problems:
            raise Invalid(problems)
        left = []
        for at, values in told:
            same = next((row for row in free if _says(row, values)), None)
            if same is None:
                left.append((at, values))
            else:
                free.remove(same)
        for at, values in left:
            self._written(actor, record, at, values, free)
        return bool(left)

    def _written(self, actor: Actor, record: Record, at: int, values: dict[str, Any], free: list[Contact]) -> None:
        """Change the one that is meant, which is free no longer, or add one."""
        row = _meant(free, values)
        try:
            if row is None:
                contacts.add(actor, record.number, (self.kind,), **{"role": Contact.Role.GENERAL, **values})
            else:
                free.remove(row)
                whole = {name: getattr(row, name) for name in contacts.NAMES} | values
                contacts.change(actor, record.number, (self.kind,), row=row.pk, **whole)
        except Invalid as problem:
            ends = {name: part for part, name in PARTS.items()}
            told = {column(at, ends[name]) if name in ends else name: text for name, text in problem.errors.items()}
            raise Invalid(told) from None


def column(at: int, part: str) -> str:
    """The name of a column: which contact, and what of it."""
    return f"contact_{at}_{part}"


def _told(row: Contact) -> Cells:
    """A contact as cells, in the order of the columns."""
    return {name: str(TYPES[name].plain(getattr(row, name)) or "") for name in PARTS.values()}


def _groups(cells: Mapping[str, str]) -> Iterator[tuple[int, Cells]]:
    """The contacts of a row, with those of their cells for which there are columns; none without a word in it."""
    found: dict[int, Cells] = defaultdict(dict)
    for name, cell in cells.items():
        if there := COLUMN.fullmatch(name):
            found[int(there[1])][PARTS[there[2]]] = cell.strip()
    for at, parts in sorted(found.items()):
        if any(parts.values()):
            yield at, parts


def _same_words(row: Contact, parts: Cells) -> bool:
    told = _told(row)
    return all(told[name] == cell for name, cell in parts.items())


def _says(row: Contact, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _clean(actor: Actor, at: int, parts: Cells, problems: dict[str, str]) -> dict[str, Any]:
    """The values of the cells; into ``problems`` every column at fault."""
    values: dict[str, Any] = {}
    for part, name in PARTS.items():
        cell = parts.get(name)
        if cell is None:
            continue
        try:
            if cell:
                values[name] = TYPES[name].clean(cell, actor)
            else:
                values[name] = {"role": Contact.Role.GENERAL, "name": "", "channel": ""}.get(name)
        except ValueError as problem:
            problems[column(at, part)] = str(problem)
    return values


def _meant(free: Sequence[Contact], values: Mapping[str, Any]) -> Contact | None:
    """Of the contacts that nothing else in the row means: the same person, else the same name, else what is reached in
    the same way; of several the one in the same role.
    """
    for name in SAME:
        same = [row for row in free if values.get(name) and getattr(row, name) == values[name]]
        if same:
            return min(same, key=lambda row: row.role != values.get("role", row.role))
    return None
