"""Columns of a list, read from the declaration: which there are, what each cell draws, which joins they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import ForeignKey, JSONField, TextField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses, attention
from fettle.edges.pages.asked import Asked
from fettle.edges.pages.lists import Cell, Column, Row, Subject, Tag
from fettle.edges.pages.sla import WARN_SECONDS, SlaView
from fettle.edges.pages.sla import Kind as Face
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF

Standing = Callable[[Record], Any]
"""A record's state as a page shows it: shape and label."""
Reading = Callable[[Actor, Record], SlaView | None]
WIDTHS = {
    "person": "name",
    "team": "name",
    "choice": "name",
    "record": "text",
    "moment": "date",
    "day": "date",
    "number": "figure",
}
DRAWN = {"person": "person", "moment": "moment", "day": "day", "flag": "yesno"}
LONG = 22
"""Characters that fit the narrowest column of text. Longer ones take a second line before they are cut."""


def reading(actor: Actor, record: Record) -> SlaView | None:
    """The clock of a record by its due time alone. A room whose targets can be met or paused brings its own."""
    if state(record).waits and record.due_at is None:
        return SlaView("paused")
    if record.due_at is None or not record.is_open:
        return None
    now = timezone.now()
    seconds = int((record.due_at - now).total_seconds())
    scarce = seconds < WARN_SECONDS or (record.soon_at is not None and record.soon_at <= now)
    kind: Face = "late" if seconds < 0 else "warn" if scarce else "ok"
    return SlaView(kind, seconds, record.due_at, record.soon_at)


def offered(kinds: Sequence[Kind], actor: Actor) -> dict[str, Field]:
    """The declared columns that all these kinds have and this actor may read somewhere, by their name in addresses."""
    first, *others = [{item.called: item for item in kind.fields if item.column} for kind in kinds]
    common = {name: item for name, item in first.items() if all(name in other for other in others)}
    return {name: item for name, item in common.items() if item.audience != STAFF or actor.is_staff}


def head(item: Field, asked: Asked, sort: str) -> Column:
    """The head of a column; sorting by it again turns the order round."""
    kept = (item.sort and item.audience != STAFF) or False
    ascending, descending = sort == item.called, sort == f"-{item.called}"
    width = "date" if item.type.compared else WIDTHS.get(item.type.widget, "text")
    width = {"due_at": "time", "rank": "rank", "title": "title"}.get(item.name, width)
    return Column(
        _("Time left") if item.name == "due_at" else _("Prio") if item.name == "rank" else str(capfirst(item.label)),
        width,
        asked.url(sort=f"-{item.called}" if ascending else item.called) if kept else "",
        "ascending" if ascending else "descending" if descending else "",
        end=item.type.compared,
    )


def cell(actor: Actor, record: Record, item: Field, read: Reading) -> Cell:
    """One value. A staff field of a record that the actor reads as one of its people stays empty."""
    if item.audience == STAFF and STAFF not in audiences(actor, record):
        return Cell("text", "")
    if item.name == "due_at":
        return Cell("sla", read(actor, record))
    value = record.declared.value(record, item.name)
    if item.name == "rank":
        return Cell("priority", value)
    if item.name == "title":
        return Cell("subject", Subject(value, addresses.of(record)))
    if value is None and item.name != "assignee":
        return Cell("text", "")
    kind = DRAWN.get(item.type.widget, "text")
    if kind != "text":
        return Cell(kind, value)
    if item.type.widget == "tags":
        return Cell("chips", [Tag(name, tone) for name, tone in item.type.chips(value)] or None)
    if tone := item.type.tone(value):
        return Cell("tag", item.type.text(value), tone=tone)
    words = item.type.text(value) if value not in (None, "") else ""
    if words and item.type.widget == "number":
        words = f"{words} {getattr(item.type, 'unit', '')}".strip()
    return Cell("wraps" if len(words) > LONG else "text", words, end=item.type.compared)


def peek_url(record: Record, peeks: bool) -> str:
    return addresses.of(record, "peek") if peeks else ""


def row(
    actor: Actor, record: Record, items: Iterable[Field], read: Reading, standing: Standing, within: str = ""
) -> Row:
    """A row of the list layout: number, then the columns, the state after the subject. ``within`` says to the page of
    the record which list one comes from.
    """
    address = addresses.of(record) + within
    cells = [Cell("number", record.number, url=address)]
    for item in items:
        if item.name != "title":
            cells.append(cell(actor, record, item, read))
        else:
            cells.append(Cell("subject", Subject(record.title, address, tags=attention.tags(actor, record))))
            cells.append(Cell("status", standing(record)))
    return Row(record.number, cells)


def heads(items: Iterable[Field], asked: Asked, sort: str) -> list[Column]:
    columns = [Column(_("Number"), "number")]
    for item in items:
        columns.append(head(item, asked, sort))
        if item.name == "title":
            columns.append(Column(_("Status"), "state"))
    return columns


def split_row(
    actor: Actor, record: Record, line: Sequence[str], read: Reading, standing: Standing, peeks: bool, within: str = ""
) -> Row:
    """A row of the split layout: two lines, and what decides what to do next."""
    subject = Subject(
        record.title,
        addresses.of(record) + within,
        record.number,
        line,
        attention.tags(actor, record),
        peek_url=peek_url(record, peeks),
    )
    return Row(
        record.number,
        [
            Cell("priority", record.rank if "rank" in record.declared.by_name else None),
            Cell("subject", subject),
            Cell("status", standing(record)),
            Cell("person", record.assignee, bare=True),
            Cell("sla", read(actor, record)),
        ],
    )


def split_heads(asked: Asked, sort: str, sortable: Iterable[str]) -> list[Column]:
    def by(name: str, label: str, width: str, icon: str = "") -> Column:
        ascending, descending = sort == name, sort == f"-{name}"
        return Column(
            label,
            width,
            asked.url(sort=f"-{name}" if ascending else name) if name in sortable else "",
            "ascending" if ascending else "descending" if descending else "",
            icon,
        )

    return [
        by("priority", _("Prio"), "rank"),
        by("title", _("Subject"), ""),
        by("", _("Status"), "state"),
        by("", _("Assignee"), "person", "user"),
        by("due_at", _("Time left"), "time"),
    ]


def state(record: Record) -> Any:
    return record.declared.flow.by_state[record.state]


def joins(kinds: Sequence[Kind], names: Iterable[str]) -> list[str]:
    """What to select with the records so that drawing these fields asks nothing more."""
    needed = {"organisation"}
    for kind in kinds:
        for name in names:
            on_record = kind.on_record(name)
            model = Record if on_record else kind.model
            if isinstance(model._meta.get_field(name), ForeignKey):
                needed.add(kind.lookup(name))
            elif not on_record:
                needed.add(kind.accessor)
    return sorted(needed)


NAMED_BY = {
    "person": ("name",),
    "team": ("name",),
    "organisation": ("name", "path"),
    "record": ("number", "kind", "title"),
}
"""What a list reads of that which a record refers to, by model; the rest of a row is no business of a list."""


def unread(kinds: Sequence[Kind], names: Iterable[str], joins: Iterable[str]) -> list[str]:
    """The columns of these joins that a list does not draw and must not fetch: long ones of the processes' tables, and
    all but the names of what is referred to.
    """
    kept, joined = set(names), set(joins)
    items = {kind.accessor: kind.model for kind in kinds}
    left: list[str] = []
    for join in joined:
        model = _model(join, items)
        if join in items:
            long = (c.name for c in model._meta.concrete_fields if isinstance(c, TextField | JSONField))
            left += [f"{join}__{name}" for name in long if name not in kept]
        elif read := NAMED_BY.get(str(model._meta.model_name)):
            columns = (c.name for c in model._meta.concrete_fields if not c.primary_key)
            left += [f"{join}__{name}" for name in columns if name not in read]
    return left


def _model(join: str, items: dict[str, Any]) -> Any:
    """The model at the end of a join."""
    first, _sep, rest = join.partition("__")
    model: Any = items.get(first) or Record._meta.get_field(first).related_model
    return model._meta.get_field(rest).related_model if rest else model
