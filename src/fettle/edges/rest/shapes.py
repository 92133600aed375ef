"""JSON Schemas of what goes in and comes out, computed from the declarations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from fettle.edges.rest.given import Takes
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.values import Line, Text, Value

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
YES_NO: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}


def thing(properties: Schema, required: Iterable[str] = (), closed: bool = False) -> Schema:
    """An object; ``closed`` takes no other names."""
    schema: Schema = {"type": "object", "properties": properties}
    if needed := sorted(required):
        schema["required"] = needed
    if closed:
        schema["additionalProperties"] = False
    return schema


def listed(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    return {**schema, "type": [schema["type"], "null"]} if "type" in schema else {"anyOf": [schema, {"type": "null"}]}


def taken(takes: Iterable[Takes], partly: bool = False) -> Schema:
    """A body."""
    rows = list(takes)
    properties = {}
    for row in rows:
        schema = {**_value(row.type), "description": str(row.label)}
        properties[row.name] = schema if row.empty is ... else or_null(schema)
    return thing(properties, [] if partly else [row.name for row in rows if row.needed], closed=True)


def _value(kind: Value) -> Schema:
    schema = dict(kind.json)
    if isinstance(kind, Line | Text):
        schema["maxLength"] = kind.longest
    return schema


LEFT = {
    **listed(thing({"words": TEXT, "page": TEXT}, ["words", "page"])),
    "description": "What the step would leave behind, each with the page where one sees to it. It forbids nothing.",
}


def shown(kind: Kind, extra: Iterable[Field]) -> Schema:
    """A record of a kind as it is shown. Fields for staff are left out for others."""
    properties: Schema = {
        "number": {"type": "string", "pattern": rf"^{kind.prefix}-\d{{6,}}$"},
        "kind": {"const": kind.key},
        "state": {"enum": [state.key for state in kind.flow.states]},
        "open": YES_NO,
        "version": WHOLE,
        "updated_at": MOMENT,
    }
    required = list(properties)
    for field in (*kind.fields, *extra):
        column = kind.column(field.name)
        schema = dict(field.type.json)
        if isinstance(column, models.IntegerField):
            schema = dict(WHOLE)
        if schema.get("pattern"):
            schema.pop("pattern")
        schema["description"] = str(field.label)
        properties[field.called] = or_null(schema) if column.null else schema
    if kind.about:
        said = f"The {kind.by_name[kind.about].label} needs particular attention. For staff."
        properties["vip"] = {**YES_NO, "description": said}
    properties["steps"] = listed(thing({"verb": TEXT, "refusal": TEXT, "leaves": LEFT}, ["verb", "refusal", "leaves"]))
    return thing(properties, required)


PROBLEM = thing(
    {
        "type": TEXT,
        "title": TEXT,
        "status": WHOLE,
        "detail": TEXT,
        "errors": {"type": "object", "additionalProperties": TEXT},
        "permission": TEXT,
        "roles": listed(TEXT),
        "scope": TEXT,
        "rule": TEXT,
        "request_id": TEXT,
    },
    ["type", "title", "status", "detail", "request_id"],
)
PERSON = thing({"id": TEXT, "name": TEXT}, ["name"])
ENTRY = thing(
    {
        "seq": WHOLE,
        "happened_at": MOMENT,
        "recorded_at": MOMENT,
        "actor": PERSON,
        "on_behalf_of": or_null(PERSON),
        "channel": TEXT,
        "origin": {"enum": ["live", "restored"]},
        "audience": TEXT,
        "facts": listed(thing({"name": TEXT, "version": WHOLE, "data": {"type": "object"}}, ["name", "version"])),
        "changes": {
            "type": "object",
            "description": "Each field that changed, with its old and its new value.",
            "additionalProperties": {"type": "array", "minItems": 2, "maxItems": 2},
        },
        "source": or_null(
            {"type": "object", "description": "For staff: what the system said from which a restored entry came."}
        ),
    },
    ["seq", "happened_at", "recorded_at", "actor", "channel", "origin", "facts", "changes"],
)


def paged(items: Schema) -> Schema:
    """A page of a list: how many there are in all, these, and where the next page begins."""
    return thing({"count": WHOLE, "items": listed(items), "next": or_null(TEXT)}, ["count", "items", "next"])
