"""What changed in a definition, in words: field by field, row by row, and where a long text differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.assembly import assembly
from fettle.kernel.history.facts import Change
from fettle.kernel.records.declare import Field
from fettle.kernel.records.values import Text
from fettle.kernel.settings.declare import Definition, Form, Table

SHORT = 120
"""Characters of a text that is told whole."""
AROUND = 4
"""Words that stay on either side of what differs in a longer one."""


def of_setting(key: str, changes: Mapping[str, Any]) -> list[Change]:
    """What a change of a setting's value and procedure did. A definition that is no longer there is told as a whole."""
    definition = assembly().definition_by_key.get(key)
    rows: list[Change] = []
    if "value" in changes:
        old, new = changes["value"]
        rows += told(definition, old, new) if definition else [(key, str(old or ""), str(new or ""))]
    if "procedure" in changes:
        old, new = changes["procedure"]
        rows.append((_("Procedure"), *narrowed(str(old or ""), str(new or ""))))
    return rows


def narrowed(old: str, new: str) -> tuple[str, str]:
    """Two texts without what they have in common at both ends, but for a few words around what differs."""
    if len(old) <= SHORT >= len(new):
        return old, new
    before, after = old.split(), new.split()
    most = min(len(before), len(after))
    first = next((at for at in range(most) if before[at] != after[at]), most)
    last = next((at for at in range(most - first) if before[-1 - at] != after[-1 - at]), most - first)
    return _between(before, first, last), _between(after, first, last)


def _between(words: list[str], first: int, last: int) -> str:
    start, end = max(first - AROUND, 0), len(words) - max(last - AROUND, 0)
    return " ".join(("…" if start else "", *words[start:end], "…" if end < len(words) else "")).strip()


def told(definition: Definition, old: Any, new: Any) -> list[Change]:
    """The differences between two stored values. A value of a shape that is no longer used is told as a whole."""
    shape = definition.shape
    if isinstance(shape, Form) and isinstance(old, dict | None) and isinstance(new, dict):
        return _fields(shape.fields, old or {}, new, "")
    if isinstance(shape, Table) and isinstance(old, list | None) and isinstance(new, list):
        return _rows(shape, old or [], new)
    return [(str(definition.title), "" if old is None else str(old), str(new))] if old != new else []


def _rows(shape: Table, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Change]:
    before = {_key(shape, row): row for row in old}
    after = {_key(shape, row): row for row in new}
    changes: list[Change] = []
    for key, row in after.items():
        if key in before:
            changes += _fields(shape.fields, before[key], row, f"{_name(row, key)}: ")
        else:
            changes.append((_name(row, key), "", _whole(shape.fields, row)))
    gone = {key: row for key, row in before.items() if key not in after}
    changes += [(_name(row, key), _whole(shape.fields, row), _("removed")) for key, row in gone.items()]
    was, now = [key for key in before if key in after], [key for key in after if key in before]
    if was != now:
        in_words = [", ".join(_name(after[key], key) for key in keys) for keys in (was, now)]
        changes.append((_("Order"), in_words[0], in_words[1]))
    return changes


def _fields(fields: Sequence[Field], old: dict[str, Any], new: dict[str, Any], where: str) -> list[Change]:
    return [
        (f"{where}{item.label}", *_both(item, old.get(item.name), new.get(item.name)))
        for item in fields
        if old.get(item.name) != new.get(item.name)
    ]


def _whole(fields: Sequence[Field], row: dict[str, Any]) -> str:
    return ", ".join(words for item in fields if (words := _words(item, row.get(item.name))))


def _both(item: Field, old: Any, new: Any) -> tuple[str, str]:
    words = _words(item, old), _words(item, new)
    return narrowed(*words) if isinstance(item.type, Text) else words


def _words(item: Field, value: Any) -> str:
    return "" if value is None else str(item.type.text(value))


def _name(row: dict[str, Any], key: str) -> str:
    """What people call a row: its label, where it has one."""
    return str(row.get("label") or key)


def _key(shape: Table, row: dict[str, Any]) -> str:
    return " / ".join(str(row.get(name, "")) for name in shape.key)
