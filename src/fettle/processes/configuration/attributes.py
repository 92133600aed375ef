"""The attributes of an item: rows of the settings turned into fields, and what is given for them cleaned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Person
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Day, Flag, Option, whole
from fettle.processes.configuration.definitions import attributes_of, called, value_of
from fettle.processes.configuration.values import Somebody

COLUMN = "attributes"


def fields_of(type_: str) -> list[Field]:
    """The attributes in use of a type, in the order of their definition."""
    rows = [row for row in attributes_of(type_) if row["active"] is not False]
    return [
        Field(f"{COLUMN}.{row['code']}", value_of(row), called(row), row["unit"] or "", needed=bool(row["needed"]))
        for row in rows
    ]


def clean(type_: str, given: Mapping[str, Any], actor: Any, kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The values to store: ``given`` over those that are ``kept``. What is the same as before is not looked at again,
    since its definition may have changed; None and "" take a value away. Raises Invalid that names each attribute at
    fault. A new item (``kept`` None) has all that is needed.
    """
    rows = {row["code"]: row for row in attributes_of(type_)}
    values, problems = dict(kept or {}), {}
    for name, raw in given.items():
        if name in values and raw == values[name]:
            continue
        row = rows.get(name)
        if raw in (None, ""):
            was = values.pop(name, None)
            if was is not None and row is not None and row["needed"]:
                problems[name] = _("%(label)s: give a value.") % {"label": called(row)}
        elif row is None or row["active"] is False:
            problems[name] = _("There is no attribute “%(name)s” of this type: remove it.") % {"name": name[:40]}
        else:
            try:
                kind = value_of(row)
                values[name] = kind.plain(kind.clean(raw, actor))
            except ValueError as problem:
                problems[name] = f"{called(row)}: {problem}"
    if kept is None:
        for name, row in rows.items():
            if row["needed"] and row["active"] is not False and name not in values:
                problems.setdefault(name, _("%(label)s: give a value.") % {"label": called(row)})
    if problems:
        raise Invalid({f"{COLUMN}.{name}": sentence for name, sentence in problems.items()})
    return {name: values[name] for name in (*rows, *values) if name in values}


def correcting(record: Record) -> list[Field]:
    """Those of an item that is there. What became needed, or of another kind, after it was noted may wait: somebody
    who corrects the place of an item need not know it.
    """
    kept = record.item.attributes
    return [
        _correcting(field, kept.get(field.name.removeprefix(f"{COLUMN}."))) for field in fields_of(record.item.type)
    ]


def _correcting(field: Field, kept: Any) -> Field:
    """With the choice that is noted, even where nobody defines it any more: a browser would send another one."""
    kind = field.type
    if isinstance(kind, Choice) and kept is not None and str(kept) not in {option.code for option in kind.options()}:
        options = [*kind.options(), Option(str(kept), str(kept), active=False)]
        kind = replace(kind, options=lambda: options)
    return replace(field, type=kind, needed=field.needed and _reads(field, kept))


def _reads(field: Field, kept: Any) -> bool:
    """Whether what is noted is a value of its kind. Of a person nobody knows without asking."""
    if isinstance(field.type, Somebody):
        return False
    try:
        field.type.clean(kept, None)
    except ValueError:
        return False
    return True


def told(record: Record) -> list[tuple[str, str]]:
    """(label, value in words) of all that is noted of an item, in the order of the definition; what nobody defines any
    more comes last, by its code.
    """
    kept = record.item.attributes
    rows = {row["code"]: row for row in attributes_of(record.item.type)}
    people = _people(kept, rows)
    found = [(called(row), _shown(row, kept[code], people)) for code, row in rows.items() if code in kept]
    return found + [(code, str(value)) for code, value in kept.items() if code not in rows]


def unique(type_: str) -> dict[str, str]:
    """The attributes of which no two items of a type have the same, by code, with their labels."""
    return {row["code"]: called(row) for row in attributes_of(type_) if row["unique"] and row["active"] is not False}


def expiring(type_: str) -> dict[str, list[str]]:
    """The codes of the days on which something ends, by what it is that ends."""
    found: dict[str, list[str]] = {}
    for row in attributes_of(type_):
        if row["expires"] and row["active"] is not False:
            found.setdefault(row["expires"], []).append(row["code"])
    return found


def _people(kept: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The names of the people who are noted: one statement, none where there are none."""
    named = [str(value) for code, value in kept.items() if code in rows and rows[code]["kind"] == "person"]
    ids = [key for value in named if (key := whole(value.removeprefix("person:"), 17)) is not None]
    found = Person.objects.filter(pk__in=ids).values_list("pk", "name") if ids else ()
    return {f"person:{key}": name for key, name in found}


def _shown(row: Mapping[str, Any], value: Any, people: Mapping[str, str]) -> str:
    kind = value_of(row)
    if isinstance(value, bool):
        return Flag().text(value)
    if isinstance(kind, Somebody):
        return people.get(str(value), str(value))
    if isinstance(kind, Day):
        try:
            return wording.day(date.fromisoformat(str(value)))
        except ValueError:  # noted when the attribute was a text
            return str(value)
    return kind.text(value)
