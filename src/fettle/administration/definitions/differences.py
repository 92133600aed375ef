"""What changed in a definition, in words: field by field, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.records.declare import Field
from fettle.kernel.settings.declare import Definition, Form, Table

Change = tuple[str, str, str]
"""Label, old words, new words."""


def told(definition: Definition, old: Any, new: Any) -> list[Change]:
    """The differences between two stored values. A value of a shape that is no longer used is told as a whole."""
    shape = definition.shape
    if isinstance(shape, Form) and isinstance(old, dict) and isinstance(new, dict):
        return _fields(shape.fields, old, new, "")
    if isinstance(shape, Table) and isinstance(old, list) and isinstance(new, list):
        return _rows(shape, old, new)
    return [(str(definition.title), "" if old is None else str(old), str(new))] if old != new else []


def _rows(shape: Table, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Change]:
    before = {_key(shape, row): row for row in old}
    after = {_key(shape, row): row for row in new}
    changes: list[Change] = []
    for key, row in after.items():
        if key in before:
            changes += _fields(shape.fields, before[key], row, f"{key}: ")
        else:
            changes.append((key, "", _whole(shape.fields, row)))
    changes += [(key, _whole(shape.fields, row), _("removed")) for key, row in before.items() if key not in after]
    if not changes and list(before) != list(after):
        changes.append((_("Order"), ", ".join(before), ", ".join(after)))
    return changes


def _fields(fields: Sequence[Field], old: dict[str, Any], new: dict[str, Any], where: str) -> list[Change]:
    return [
        (f"{where}{item.label}", _words(item, old.get(item.name)), _words(item, new.get(item.name)))
        for item in fields
        if old.get(item.name) != new.get(item.name)
    ]


def _whole(fields: Sequence[Field], row: dict[str, Any]) -> str:
    return ", ".join(words for item in fields if (words := _words(item, row.get(item.name))))


def _words(item: Field, value: Any) -> str:
    return "" if value is None else str(item.type.text(value))


def _key(shape: Table, row: dict[str, Any]) -> str:
    return " / ".join(str(row.get(name, "")) for name in shape.key)
