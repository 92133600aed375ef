"""What does not count when an agreement is measured: rows of a kind (a setting), in words, for some or all targets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid
from fettle.kernel.records.values import Line, Value
from fettle.kernel.settings.read import current
from fettle.processes.levels.definitions import EXCLUSIONS
from fettle.processes.levels.promises import KINDS
from fettle.processes.levels.targets import CLOCKS

Row = dict[str, Any]
TARGETS = (*CLOCKS, *KINDS)
MOST_ROWS = 40
WORDS = Line(500)
SHAPE = {
    "kind": {"type": "string", "minLength": 1, "maxLength": 40},
    "words": {"type": "string", "maxLength": WORDS.longest},
    "targets": {"type": "array", "items": {"enum": list(TARGETS)}, "description": "Empty: all of them."},
}


@dataclass(frozen=True)
class Exclusions(Value):
    """All rows of a version; a problem names row and field."""

    json = {
        "type": "array",
        "maxItems": MOST_ROWS,
        "items": {"type": "object", "properties": SHAPE, "required": sorted(SHAPE), "additionalProperties": False},
    }

    def clean(self, raw: Any, actor: Any) -> list[Row]:
        if len(raw) > MOST_ROWS:
            raise ValueError(_("Give at most %(count)s rows.") % {"count": MOST_ROWS})
        rows: list[Row] = []
        for at, given in enumerate(raw, start=1):
            try:
                rows.append(read(given, rows))
            except Invalid as invalid:
                field, sentence = next(iter(invalid.errors.items()))
                problem = f"{field}: {sentence}" if field else sentence
                raise ValueError(_("Row %(row)s: %(problem)s") % {"row": at, "problem": problem}) from None
        return rows


def read(given: Any, beside: Iterable[Row] = ()) -> Row:
    """A row as it is kept, beside others. Raises Invalid."""
    if not isinstance(given, dict) or set(given) != set(SHAPE):
        raise Invalid({"": _("Give an object with %(names)s.") % {"names": ", ".join(SHAPE)}})
    kinds = {row["code"]: row for row in current()[EXCLUSIONS.key]}
    kind, targets = given["kind"], given["targets"]
    if not isinstance(kind, str) or kind not in kinds:
        raise Invalid({"kind": _("give one of %(names)s.") % {"names": ", ".join(kinds)}})
    if not isinstance(targets, list) or not all(isinstance(name, str) and name in TARGETS for name in targets):
        raise Invalid({"targets": _("give any of %(names)s.") % {"names": ", ".join(TARGETS)}})
    try:
        words = WORDS.clean(given["words"], None)
    except ValueError as problem:
        raise Invalid({"words": str(problem)}) from None
    if kinds[kind]["described"] and not words:
        raise Invalid({"words": _("Say in words what is meant.")})
    if any(row["kind"] == kind and row["words"].casefold() == words.casefold() for row in beside):
        raise Invalid({"kind": _("This is excluded already: say there for which targets.")})
    return {"kind": kind, "words": words, "targets": [name for name in TARGETS if name in targets]}


def added(rows: list[Row], given: Row) -> list[Row]:
    """One more row beside others. Raises Invalid."""
    if len(rows) >= MOST_ROWS:
        raise Invalid({"kind": _("An agreement excludes at most %(count)s things.") % {"count": MOST_ROWS}})
    return [*rows, read(given, rows)]


def mark(row: Row) -> int:
    """By what a row is known while it stays as it is: its place may be another's by the time that somebody presses."""
    return crc32(json.dumps(row, sort_keys=True).encode())


def about(rows: Iterable[Mapping[str, Any]], code: str) -> list[Mapping[str, Any]]:
    """Those that hold for a target of an evaluation, by its code (``evaluation/judging.py``)."""
    parts = {code, code.partition("-")[0], code.rpartition("-")[2]}
    return [row for row in rows if not row["targets"] or parts & set(row["targets"])]
