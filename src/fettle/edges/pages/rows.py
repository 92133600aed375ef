"""The controls of named values and of rows of them, as a form without scripts can hold them: the data of a definition,
and whatever else is laid down in rows. A record is chosen by its title.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fettle.edges.pages import inputs
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.access.references import ToRecord
from fettle.kernel.records import numbers
from fettle.kernel.records.declare import Field
from fettle.kernel.records.values import Choice, Flag, Number, whole
from fettle.kernel.settings.declare import Form, Table

MOST_ROWS = 500
MOST_OPTIONS = 2_000
"""So many choices may stand on a page; where there would be more they are looked up by typing."""
Data = Mapping[str, str]


@dataclass(frozen=True)
class Input:
    """One control. ``kind`` is line, text, number, flag, choice or picker; ``options`` are (code, label, chosen).
    ``words`` say what stands in a picker, which asks ``url``.
    """

    name: str
    label: str
    hint: str
    kind: str
    value: str
    needed: bool
    unit: str = ""
    options: tuple[tuple[str, str, bool], ...] = ()
    checked: bool = False
    words: str = ""
    url: str = ""

    @property
    def shown(self) -> str:
        """Its value as people read it."""
        return self.words or next((label for _code, label, chosen in self.options if chosen), self.value)


@dataclass(frozen=True)
class Records:
    """The records of a column: titles by number, those to choose among in ``listed``; looked up where it has none."""

    titles: Mapping[str, str]
    listed: Sequence[str]
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One row of a table. ``what`` names it for those who hear its buttons; ``new``: it came with this version."""

    at: int
    inputs: tuple[Input, ...]
    what: str
    first: bool
    last: bool
    new: bool = False


def of_form(shape: Form, value: Mapping[str, Any], actor: Actor | None = None) -> tuple[Input, ...]:
    near = _near(shape.fields, [value], actor)
    return tuple(_input(item, value.get(item.name), f"v-{item.name}", near.get(item.name)) for item in shape.fields)


def of_table(
    shape: Table, rows: Sequence[Mapping[str, Any]], arrived: Sequence[dict[str, Any]] = (), actor: Actor | None = None
) -> list[Line]:
    """Without an actor records are named by their numbers."""
    new = [shape.name_of(row) for row in arrived]
    near = _near(shape.fields, rows, actor)
    lines = []
    for at, row in enumerate(rows):
        cells = tuple(
            _input(item, row.get(item.name), f"r{at}-{item.name}", near.get(item.name)) for item in shape.fields
        )
        what = next((cell.shown for cell in cells if row.get(cell.name.partition("-")[2])), str(at + 1))
        lines.append(Line(at, cells, what, at == 0, at == len(rows) - 1, shape.name_of(dict(row)) in new))
    return lines


def _near(fields: Sequence[Field], rows: Sequence[Mapping[str, Any]], actor: Actor | None) -> dict[str, Records | None]:
    """The records of each column that names some, read at once for all rows."""
    if actor is None:
        return {}
    chosen = [item for item in fields if isinstance(item.type, ToRecord) and item.type.widget == "record"]
    return {item.name: _records(item.type, [row.get(item.name) for row in rows], actor) for item in chosen}


def _records(kind: Any, kept: Sequence[Any], actor: Actor) -> Records:
    found = inputs.offered(kind, actor)
    few = found is not None and len(found) * len(kept) <= MOST_OPTIONS
    listed = dict(found or ()) if few else {}
    others = {str(each) for each in kept if each} - set(listed)
    named = visible(actor, *kind.kinds()).filter(number__in=[each for each in others if numbers.tidy(each) == each])
    titles = {**dict(named.values_list("number", "title")), **listed}
    return Records(titles, list(listed), "" if few else inputs.looked_up(kind))


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
        item.name: (prefix + item.name) in data if isinstance(item.type, Flag) else _sent(data, prefix + item.name)
        for item in fields
    }


def _sent(data: Data, name: str) -> str:
    """What was sent; of a picker without scripts the words alone arrive."""
    return data.get(name, "") or data.get(f"{name}_words", "").strip()


def _input(item: Field, value: Any, name: str, records: Records | None = None) -> Input:
    text = "" if value is None else str(value)
    options: tuple[tuple[str, str, bool], ...] = ()
    if records is not None:
        return _record(item, text, name, records)
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


def _record(item: Field, text: str, name: str, records: Records) -> Input:
    """One of few is chosen from a list, one of many looked up. What stands there is named in whatever state."""
    label, hint, words = str(item.label), str(item.hint), records.titles.get(text, text)
    if records.url:
        return Input(name, label, hint, "picker", text, item.needed, words=words, url=records.url)
    options = tuple((code, records.titles[code], code == text) for code in records.listed)
    if text and text not in records.listed:
        options = ((text, words, True), *options)
    return Input(name, label, hint, "choice", text, item.needed, options=options)
