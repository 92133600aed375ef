"""What an agreement promises beside the times of its targets: availability, reliability, capacity, notice of
maintenance, reports. Rows of JSON, each refused with a sentence that names row and field.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.records.values import Value

PERIODS = ("month", "quarter", "year")
DAYS = {"month": 30, "quarter": 91, "year": 365}
MOST = 1_000_000_000
MOST_ROWS = 40
MOST_HOURS = 8_784
"""A year."""
NUMBER = {"type": "number", "minimum": 0, "maximum": MOST}
NAME = {"type": "string", "minLength": 1, "maxLength": 80}
KINDS: dict[str, dict[str, Any]] = {
    "availability": {
        "percent": {"type": "number", "minimum": 0, "maximum": 100},
        "period": {"enum": list(PERIODS)},
    },
    "reliability": {
        "interruptions": {"type": "integer", "minimum": 0, "maximum": 10_000},
        "period": {"enum": list(PERIODS)},
        "hours_between": {"type": ["integer", "null"], "minimum": 1, "maximum": MOST_HOURS},
    },
    "capacity": {"name": NAME, "amount": NUMBER, "unit": NAME},
    "notice": {"hours": {"type": "integer", "minimum": 1, "maximum": MOST_HOURS}},
    "reporting": {"days": {"type": "integer", "minimum": 1, "maximum": 366}},
}
"""The fields of each kind of promise; only capacity is promised more than once."""


def _schema(kind: str) -> dict[str, Any]:
    fields = {"kind": {"const": kind}, **KINDS[kind]}
    return {"type": "object", "properties": fields, "required": sorted(fields), "additionalProperties": False}


@dataclass(frozen=True)
class Promises(Value):
    """All rows of a version."""

    json = {"type": "array", "maxItems": MOST_ROWS, "items": {"oneOf": [_schema(kind) for kind in KINDS]}}

    def clean(self, raw: Any, actor: Any) -> list[dict[str, Any]]:
        if len(raw) > MOST_ROWS:
            raise ValueError(_("Give at most %(count)s rows.") % {"count": MOST_ROWS})
        seen: set[tuple[str, str]] = set()
        for at, row in enumerate(raw, start=1):
            if problem := _problem(row):
                raise ValueError(_("Row %(row)s: %(problem)s") % {"row": at, "problem": problem})
            key = (row["kind"], row.get("name", "").casefold())
            if key in seen:
                sentence = _("Row %(row)s: this is promised in an earlier row too: take one of them away.")
                raise ValueError(sentence % {"row": at})
            seen.add(key)
        return list(raw)


def of(rows: Iterable[dict[str, Any]], kind: str) -> dict[str, Any] | None:
    """The first promise of a kind."""
    return next((row for row in rows if row["kind"] == kind), None)


def _problem(row: Any) -> str:
    """What is wrong with a row, or nothing."""
    kind = row.get("kind") if isinstance(row, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        return _("kind: give one of %(names)s.") % {"names": ", ".join(KINDS)}
    if set(row) != {"kind", *KINDS[kind]}:
        return _("Give an object with %(names)s.") % {"names": ", ".join(["kind", *KINDS[kind]])}
    for name, schema in KINDS[kind].items():
        if problem := _wrong(row[name], schema):
            return f"{name}: {problem}"
    return ""


def _wrong(value: Any, schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return "" if value in schema["enum"] else _("give one of %(names)s.") % {"names": ", ".join(schema["enum"])}
    if schema["type"] == "string":
        return "" if _line(value, schema["maxLength"]) else _("give a text of one line.")
    least, most = schema["minimum"], schema["maximum"]
    if value is None and "null" in schema["type"]:
        return ""
    whole = schema["type"] != "number"
    if not _number(value, whole) or not least <= value <= most:
        if whole:
            return _("give a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
        return _("give a number from %(least)s to %(most)s.") % {"least": least, "most": most}
    return ""


def _line(value: Any, longest: int) -> bool:
    return isinstance(value, str) and value.isprintable() and len(value.strip()) >= 1 and len(value) <= longest


def _number(value: Any, whole: bool) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return False
    return exact.is_finite() and not (whole and not isinstance(value, int))
