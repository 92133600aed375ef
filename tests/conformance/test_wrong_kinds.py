"""Every field of every operation, given a value of each wrong kind: 422 with the name of the field, and nothing is
written.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from fettle.processes.incidents.records import REQUEST
from fettle.site.testing.api import caller_of
from fettle.site.testing.cast import Cast
from fettle.site.testing.operations import operations
from fettle.site.testing.rows import done, snapshot

WRONG: dict[str, tuple[Any, ...]] = {
    "string": (7, 1.5, True, ["x"], [], {"a": "x"}, {}),
    "integer": ("words", "", 1.5, True, [1], {"a": 1}, 10**30),
    "number": ("words", "", True, [1], {"a": 1}),
    "boolean": ("words", "", 7, 1.5, [True], {"a": True}),
    "array": ("words", "", 7, True, {"a": 1}),
    "object": ("words", "", 7, True, ["x"]),
}
FORMATS: dict[str, tuple[Any, ...]] = {"date": ("words", "2026-13-45"), "date-time": ("words", "2026-13-45 00:00")}


def wrong_for(schema: dict[str, Any]) -> list[Any]:
    """Values that a field of this schema does not take; none for one that takes everything."""
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not kinds:
        return []
    more = [] if "null" in kinds else [None]
    if "maxLength" in schema:
        more.append("x" * (schema["maxLength"] + 1))
    if "string" in kinds:
        more += ["x\x00y", "\ud800"]
    return [*WRONG[kinds[0]], *FORMATS.get(schema.get("format", ""), ()), *more]


def test_a_value_of_a_wrong_kind_is_refused_by_the_name_of_its_field(cast: Cast) -> None:
    """All fields of an operation are wrong at once, each in its next way: all are named. Requests are declared as
    incidents are.
    """
    keepers = {who: caller_of(cast.world, who) for who in ("agent", "manager", "administrator", "head", "requester")}
    bodied = (each for each in operations("POST", "PATCH", "PUT") if each.schema and each.kind is not REQUEST)
    asked = [(each, *each.asks(cast, "A")) for each in bodied]
    before, tried = snapshot(), 0
    for operation, path, arguments in asked:
        ways = {name: wrong_for(schema) for name, schema in (operation.schema or {})["properties"].items()}
        for values in zip_longest(*ways.values(), fillvalue=...):
            bad = {name: value for name, value in zip(ways, values, strict=True) if value is not ...}
            body = {**arguments["body"], **bad}
            answer = keepers[operation.keeper](operation.method, path, **{**arguments, "body": body})
            assert answer.status_code == 422, (operation.method, path, bad, answer.content[:300])
            assert bad.keys() <= answer.json()["errors"].keys(), (operation.method, path, bad, answer.json()["errors"])
            tried += len(bad)
    assert tried > 1000
    assert not done(before, snapshot())
