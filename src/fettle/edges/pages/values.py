"""Stored values as words: of a record in its rail, and of an entry's changes, whose references are ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses, wording
from fettle.edges.pages.lists import Cell
from fettle.facilities.tags.models import Tag
from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.clock.models import Calendar
from fettle.kernel.history.facts import Change, Fact
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Day, Moment, Text

Names = Mapping[tuple[str, Any], str]
"""(widget of the type, id) or (field, code) → the words for what stands there."""
Changes = Sequence[Mapping[str, Any]]
"""Of entries of one kind of record: [old, new] by field."""
SOURCES = {"person": Person, "team": Team, "organisation": Organisation, "calendar": Calendar}
LONGEST = 160
PERSON = re.compile(r"person:(\d{1,17})")
"""How a value inside another one means somebody. A text can be written so too: only whom the reader knows is named."""
INSIDE = "inside"
MARKS = re.compile(r"^ {0,3}#{1,6}[ \t]+|\*\*", re.MULTILINE)
"""What Markdown writes around headings and strong words: in one line of a history they are noise."""


def cell(kind: Kind, record: Record, item: Field) -> Cell:
    """A field of a record as its rail shows it."""
    value, label = kind.value(record, item.name), str(capfirst(item.label))
    if value is None or value == "":
        return Cell("text", "", label)
    if item.name == "rank":
        return Cell("priority", value, label, text=item.type.text(value), long=True)
    if tone := item.type.tone(value):
        return Cell("tag", item.type.text(value), label, tone=tone)
    if item.type.widget == "record":
        return Cell("link", value.title, label, url=addresses.of(value))
    if item.type.widget == "person":
        return Cell("person", value, label)
    if isinstance(item.type, Moment):
        return Cell("full", value, label)
    if isinstance(item.type, Day):
        return Cell("text", wording.day(value), label)
    if item.type.widget == "number":
        return Cell("text", f"{value} {getattr(item.type, 'unit', '')}".strip(), label)
    return Cell("text", item.type.text(value), label)


def names_in(actor: Actor, kind: Kind, changes: Changes) -> Names:
    """The words for all that these changes of one kind of record point at."""
    return names_among(actor, [(kind, changes)])[kind.key]


def names_among(actor: Actor, told: Sequence[tuple[Kind, Changes]]) -> dict[str, Names]:
    """The same for each of several kinds: one query for each sort of thing, however many kinds there are, and each
    choice of a kind read once.
    """
    named = _named(actor, told)
    return {kind.key: named | _chosen(kind, changes) for kind, changes in told}


def _chosen(kind: Kind, changes: Changes) -> dict[tuple[str, Any], str]:
    found: dict[tuple[str, Any], str] = {}
    for name in {name for change in changes for name in change}:
        if name in kind.by_name and isinstance(choice := kind.by_name[name].type, Choice):
            found |= {(name, option.code): str(option.label) for option in choice.options()}
    return found


def _named(actor: Actor, told: Sequence[tuple[Kind, Changes]]) -> dict[tuple[str, Any], str]:
    wanted: dict[str, set[int]] = {}
    pairs = ((kind, *pair) for kind, changes in told for change in changes for pair in change.items())
    for kind, name, values in pairs:
        if name in kind.by_name:
            widget = kind.by_name[name].type.widget
            each = (pk for value in values for pk in (value if isinstance(value, list) else [value]))
            wanted.setdefault(widget, set()).update(pk for pk in each if isinstance(pk, int))
            inside = [str(one) for value in values if isinstance(value, dict) for one in value.values()]
            wanted.setdefault(INSIDE, set()).update(int(meant[1]) for one in inside if (meant := PERSON.fullmatch(one)))
    found: dict[tuple[str, Any], str] = {}
    for widget, model in SOURCES.items():
        if ids := wanted.get(widget):
            rows = model._default_manager.filter(pk__in=ids).values_list("pk", "name")
            found |= {(widget, pk): words for pk, words in rows}
    if ids := wanted.get("tags"):
        found |= {("tags", pk): name for pk, name in Tag.objects.filter(pk__in=ids).values_list("pk", "name")}
    if ids := wanted.get(INSIDE):
        found |= {(INSIDE, pk): name for pk, name in known.people(actor).filter(pk__in=ids).values_list("pk", "name")}
    if ids := wanted.get("record"):
        rows = visible(actor).filter(pk__in=ids).values_list("pk", "title")
        found |= {("record", pk): words for pk, words in rows}
    return found


def changed(kind: Kind, changes: Mapping[str, Any], names: Names, facts: Iterable[Fact]) -> list[Change]:
    """(label, old, new) of what an entry changed, also by its facts; what is computed anyway is left out."""
    facts = list(facts)
    rows, told = [], {name for fact in facts for name in (*fact.columns, *fact.changed())}
    for name, (old, new) in changes.items():
        if name in told:
            continue
        if name == "state":
            rows.append((str(_("Status")), _state(kind, old), _state(kind, new)))
        elif not (item := kind.by_name[name]).derived:
            rows.append((str(capfirst(item.label)), _words(item, old, names), _words(item, new, names)))
    told_of = (row for fact in facts for row in fact.rows(changes))
    return rows + [(label, _somebody(old, names), _somebody(new, names)) for label, old, new in told_of]


def _somebody(text: str, names: Names) -> str:
    """A name instead of the key of a person."""
    meant = PERSON.fullmatch(str(text))
    return names.get((INSIDE, int(meant[1])), text) if meant else text


def _state(kind: Kind, key: Any) -> str:
    return str(kind.flow.by_state[key].label) if key in kind.flow.by_state else str(key or "")


def _words(item: Field, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if item.type.widget in SOURCES or item.type.widget == "record":
        return names.get((item.type.widget, value), "")
    if item.type.widget == "tags":
        return ", ".join(sorted(names.get(("tags", pk), "") for pk in value))
    if isinstance(item.type, Moment):
        return wording.day_and_clock(timezone.localtime(datetime.fromisoformat(value)))
    if isinstance(item.type, Day):
        return wording.day(date.fromisoformat(value))
    if isinstance(item.type, Choice):
        return names.get((item.name, str(value)), str(value))
    words = item.type.text(value)
    return Truncator(MARKS.sub("", words) if isinstance(item.type, Text) else words).chars(LONGEST)
