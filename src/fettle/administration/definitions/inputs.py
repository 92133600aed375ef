"""The controls of a definition's data, as a form without scripts can hold them: named values and rows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fettle.kernel.records.declare import Field
from fettle.kernel.records.values import Choice, Flag, Number, whole
from fettle.kernel.settings.declare import Form, Table

MOST_ROWS = 500
Data = Mapping[str, str]


@dataclass(frozen=True)
class Input:
    """One control. ``kind`` is line, text, number, flag or choice; ``options`` are (code, label, chosen)."""

    name: str
    label: str
    hint: str
    kind: str
    value: str
    needed: bool
    unit: str = ""
    options: tuple[tuple[str, str, bool], ...] = ()
    checked: bool = False


@dataclass(frozen=True)
class Line:
    """One row of a table. ``what`` names it for those who hear its buttons; ``new``: it came with this version."""

    at: int
    inputs: tuple[Input, ...]
    what: str
    first: bool
    last: bool
    new: bool = False


def of_form(shape: Form, value: Mapping[str, Any]) -> tuple[Input, ...]:
    return tuple(_input(item, value.get(item.name), f"v-{item.name}") for item in shape.fields)


def of_table(shape: Table, rows: Sequence[dict[str, Any]], arrived: Sequence[dict[str, Any]] = ()) -> list[Line]:
    new = [shape.name_of(row) for row in arrived]
    return [
        Line(
            at,
            tuple(_input(item, row.get(item.name), f"r{at}-{item.name}") for item in shape.fields),
            next((str(row[item.name]) for item in shape.fields if row.get(item.name)), str(at + 1)),
            at == 0,
            at == len(rows) - 1,
            shape.name_of(row) in new,
        )
        for at, row in enumerate(rows)
    ]


def given(shape: Form | Table, data: Data) -> Any:
    """What somebody sent, still raw: the definition cleans it."""
    if isinstance(shape, Form):
        return _row(shape.fields, data, "v-")
    count = data.get("rows", "0")
    rows = min(whole(count) or 0, MOST_ROWS)
    return [_row(shape.fields, data, f"r{at}-") for at in range(rows)]


def moved(rows: list[dict[str, Any]], wish: str, shape: Table) -> list[dict[str, Any]]:
    """The rows after a button that adds, removes or moves one; nothing is stored by it."""
    verb, _dash, place = wish.partition("-")
    at = -1 if (number := whole(place)) is None else number
    if verb == "add" and not shape.fixed and len(rows) < MOST_ROWS:
        empty = {item.name: item.name == "active" if isinstance(item.type, Flag) else None for item in shape.fields}
        return [*rows, empty]
    if not 0 <= at < len(rows):
        return rows
    if verb == "remove" and not shape.fixed:
        return rows[:at] + rows[at + 1 :]
    to = at - 1 if verb == "up" else at + 1 if verb == "down" else at
    if 0 <= to < len(rows):
        rows = list(rows)
        rows[at], rows[to] = rows[to], rows[at]
    return rows


def _row(fields: Sequence[Field], data: Data, prefix: str) -> dict[str, Any]:
    return {
        item.name: (prefix + item.name) in data if isinstance(item.type, Flag) else data.get(prefix + item.name, "")
        for item in fields
    }


def _input(item: Field, value: Any, name: str) -> Input:
    text = "" if value is None else str(value)
    options: tuple[tuple[str, str, bool], ...] = ()
    kind = item.type.widget if item.type.widget in ("text", "number", "flag") else "line"
    if isinstance(item.type, Choice):
        kind = "choice"
        options = tuple(
            (option.code, str(option.label), option.code == text)
            for option in item.type.options()
            if option.active or option.code == text
        )
        if text and not any(chosen for _code, _label, chosen in options):
            options = (*options, (text, text, True))
    return Input(
        name,
        str(item.label),
        str(item.hint),
        kind,
        text,
        item.needed,
        str(item.type.unit) if isinstance(item.type, Number) else "",
        options,
        value in (True, "true", "on"),
    )
