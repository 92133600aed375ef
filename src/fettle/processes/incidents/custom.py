"""Typed custom fields of categories: definition rows turned into fields, and their values cleaned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid
from fettle.kernel.records import Field
from fettle.kernel.records.values import Choice, Day, Flag, Line, Number, Option, Text, Value
from fettle.kernel.settings.read import current


def fields_of(category: str) -> list[Field]:
    """The fields in use for a category, in the order of the definition."""
    rows = current()["incidents.custom_fields"]
    return [
        Field(row["code"], _type(row), row["label"], needed=bool(row.get("needed")))
        for row in rows
        if row["category"] == category and row.get("active") is not False
    ]


def _type(row: Mapping[str, Any]) -> Value:
    choices = [Option(text.strip(), text.strip()) for text in (row.get("choices") or "").split(",") if text.strip()]
    types: dict[str, Value] = {
        "text": Text(5000),
        "number": Number(),
        "flag": Flag(),
        "day": Day(),
        "choice": Choice(lambda: choices),
    }
    return types.get(row["type"], Line())


def clean(category: str, given: Mapping[str, Any], actor: Any) -> dict[str, Any]:
    """The values to store. Values of other categories' fields are kept as they are; unknown names are refused
    (Invalid).
    """
    known = {row["code"] for row in current()["incidents.custom_fields"]}
    if unknown := sorted(set(given) - known):
        raise Invalid({f"custom.{unknown[0]}": _("There is no such field: remove it.")})
    fields = {field.name: field for field in fields_of(category)}
    values = {name: value for name, value in given.items() if name not in fields and value not in (None, "")}
    problems = {}
    for name, field in fields.items():
        raw = given.get(name)
        if raw in (None, ""):
            if field.needed:
                problems[f"custom.{name}"] = _("%(label)s: give a value.") % {"label": field.label}
            continue
        try:
            values[name] = field.type.plain(field.type.clean(raw, actor))
        except ValueError as problem:
            problems[f"custom.{name}"] = str(problem)
    if problems:
        raise Invalid(problems)
    return values
