"""The words of OpenAPI around an operation: parameters, body, answers and every problem it can end in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fettle.edges.filtering import MOMENTS
from fettle.edges.rest.answers import etag
from fettle.edges.rest.cursors import MOST, USUAL
from fettle.edges.rest.problems import MEDIA_TYPE, NAMES
from fettle.edges.rest.shapes import MOMENT, TEXT, YES_NO, Schema
from fettle.kernel.records.declare import Kind

READING = (401, 403, 404, 405, 422)
WRITING = (400, 401, 403, 404, 405, 409, 412, 413, 415, 422)
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "Repeat the request with the same key, and it happens once and is answered alike. Kept 48 hours.",
}


def match(required: bool) -> Schema:
    """The If-Match header."""
    said = f"The ETag of the record as it was read, such as {etag(7)}."
    return {"in": "header", "name": "If-Match", "required": required, "schema": TEXT, "description": said}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def operation(
    answers: dict[int, Schema | None],
    failures: Iterable[int],
    body: Schema | None = None,
    parameters: Iterable[Schema] = (),
    media: str = "application/json",
) -> Schema:
    """What is added to an operation that the router has drawn."""
    extra: Schema = {"responses": {status: _answer(status, schema) for status, schema in answers.items()}}
    for status in failures:
        extra["responses"][status] = {"$ref": f"#/components/responses/{NAMES[status][0]}"}
    if body is not None:
        extra["requestBody"] = {"required": True, "content": {media: {"schema": body}}}
    if rows := list(parameters):
        extra["parameters"] = rows
    return extra


def _answer(status: int, schema: Schema | None) -> Schema:
    said: Schema = {"description": "Made" if status == 201 else "Done"}
    return said if schema is None else {**said, "content": {"application/json": {"schema": schema}}}


def problems() -> dict[str, Schema]:
    """Each way to fail, once for all operations."""
    content = {MEDIA_TYPE: {"schema": ref("Problem")}}
    return {name: {"description": title, "content": content} for name, title in NAMES.values()}


def query(name: str, schema: Schema, description: str = "") -> Schema:
    """One parameter of the address."""
    return {"in": "query", "name": name, "required": False, "schema": schema, "description": description}


def paging() -> list[Schema]:
    return [
        query("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}, "Rows of the page."),
        query("cursor", {"type": "string"}, "The “next” of the page before."),
    ]


def filters(kind: Kind) -> list[Schema]:
    """The parameters of a list, in the order in which ``filters`` reads them."""
    many: dict[str, Any] = {"type": "array", "items": TEXT}
    states = {"type": "array", "items": {"enum": [state.key for state in kind.flow.states]}}
    rows = [query("open", YES_NO, "Somebody has something to do."), query("state", states)]
    rows += [query(field.called, many, str(field.label)) for field in kind.fields if field.filter]
    rows += [query("overdue", YES_NO, "Past its due time."), query("mine", YES_NO, "Assigned to the caller.")]
    if kind.about:
        rows += [query("vip", YES_NO, f"The {kind.by_name[kind.about].label} needs particular attention. For staff.")]
    rows += [query("q", {"type": "string", "maxLength": 200}, "Words, or a number.")]
    rows += [query(name, MOMENT) for name in MOMENTS]
    return [*rows, *paging()]
