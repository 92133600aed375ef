"""Where entries and records name people, and how that is erased without moving a clock, a figure or a version."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from fettle.kernel.assembly import assembly
from fettle.kernel.history.erase import Erasing, Trace
from fettle.kernel.history.models import Delivery, Entry, Erasure
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Line, Text

DOOR = "select history_erase(%s, %s, %s::jsonb, %s::jsonb, %s::jsonb, %s)"


def wordy(kind: Kind) -> frozenset[str]:
    """The columns of a kind in which people write freely: declared lines and texts, and what nothing declares."""
    declared = {field.name for field in kind.fields if isinstance(field.type, Line | Text)}
    loose = {column.name for column in kind.model._meta.concrete_fields if column.get_internal_type() == "JSONField"}
    return frozenset(declared | loose)


def entries(erasing: Erasing) -> int:
    """Facts, changes, sources and labels of entries; each through the door of the database."""
    erasure = Erasure.objects.get(person=erasing.person)
    columns = ("facts", "changes", "source", "actor_label")
    found = erasing.mentioned(Entry.everything.select_related("record"), *columns)
    changed = 0
    for entry in found.order_by("pk").iterator(500):
        theirs = erasing.on_their_record(entry)
        new = (
            [_fact(erasing, stored, theirs) for stored in entry.facts],
            _changes(erasing, entry, theirs),
            erasing.value(entry.source, theirs),
            erasing.text(entry.actor_label, theirs),
        )
        if new != (entry.facts, entry.changes, entry.source, entry.actor_label):
            with connection.cursor() as cursor:
                cursor.execute(DOOR, [erasure.pk, entry.pk, *map(json.dumps, new[:3]), new[3]])
            changed += 1
    return changed


def _fact(erasing: Erasing, stored: dict[str, Any], theirs: bool) -> dict[str, Any]:
    """A stored fact with its personal and quoted values replaced; of a fact that nobody knows any more, all texts."""
    kind = assembly().fact_by_name.get(stored["name"])
    data = stored.get("data", {})
    names = {*kind.personal, *kind.quotes} if kind else set(data)
    about = data.get("subject") == f"person:{erasing.person.pk}"
    new = {name: erasing.value(value, theirs or about) if name in names else value for name, value in data.items()}
    if about:
        new |= {name: _own(erasing, new[name]) for name in ("before", "after") if isinstance(new.get(name), dict)}
    return {**stored, "data": new} if data else stored


def _own(erasing: Erasing, written: dict[str, Any]) -> dict[str, Any]:
    """What an administrator wrote about the person: everything that tells who they are gives way to the mark."""
    return {name: erasing.mark if name in PERSONAL and value else value for name, value in written.items()}


PERSONAL = frozenset({"name", "mail", "phone", "place", "member", "token"})


def _changes(erasing: Erasing, entry: Entry, theirs: bool) -> dict[str, Any]:
    free = wordy(entry.record.declared)
    return {name: erasing.value(pair, theirs) if name in free else pair for name, pair in entry.changes.items()}


def records(erasing: Erasing) -> int:
    """The columns themselves, replaced exactly as in the entries, so that replay and columns stay equal."""
    return sum(_records_of(erasing, kind) for kind in assembly().kinds)


def _records_of(erasing: Erasing, kind: Kind) -> int:
    free = wordy(kind)
    on_record = sorted(name for name in free if kind.on_record(name))
    on_item = sorted(free.difference(on_record))
    changed = erasing.replace(Record.objects.filter(kind=kind.key), *on_record, theirs=_is_theirs(erasing))
    items = kind.model._default_manager.all()
    return changed + (erasing.replace(items, *on_item, theirs=erasing.on_their_record) if on_item else 0)


def _is_theirs(erasing: Erasing) -> Any:
    return lambda record: record.pk in erasing.records


def problems(erasing: Erasing) -> int:
    """What failed reactions said."""
    return erasing.replace(Delivery.objects.all(), "problem")


TRACES: Iterable[Trace] = (
    Trace("entries", _("entries of the history"), entries),
    Trace("records", _("records"), records),
    Trace("problems", _("messages of failed work"), problems),
)
