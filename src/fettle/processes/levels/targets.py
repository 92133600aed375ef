"""The targets of an agreement: a row for each kind and priority, in minutes of working time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.records.values import Value

KINDS = ("incident", "request")
CLOCKS = ("response", "resolution")
MOST_MINUTES = 5_256_000
"""Ten years: whatever is above is a slip of the keyboard."""
MOST_PRIORITY = 9
MINUTES = tuple(f"{clock}_minutes" for clock in CLOCKS)
ROW = {
    "kind": {"enum": list(KINDS)},
    "priority": {"type": "integer", "minimum": 1, "maximum": MOST_PRIORITY},
    **{name: {"type": ["integer", "null"], "minimum": 1, "maximum": MOST_MINUTES} for name in MINUTES},
}


@dataclass(frozen=True)
class Targets(Value):
    """All rows of a version; null minutes are no target."""

    json = {
        "type": "array",
        "items": {"type": "object", "properties": ROW, "required": sorted(ROW), "additionalProperties": False},
    }

    def clean(self, raw: Any, actor: Any) -> list[dict[str, Any]]:
        seen = set()
        for at, row in enumerate(raw, start=1):
            if problem := _problem(row):
                raise ValueError(_("Row %(row)s: %(problem)s") % {"row": at, "problem": problem})
            if (row["kind"], row["priority"]) in seen:
                sentence = _("Row %(row)s: this kind and priority stand in an earlier row too: take one of them away.")
                raise ValueError(sentence % {"row": at})
            seen.add((row["kind"], row["priority"]))
        return list(raw)


def answered_too_late(row: Mapping[str, Any]) -> bool:
    """Whether the first response would be due after the resolution of the same kind and priority."""
    response, resolution = (row[name] for name in MINUTES)
    return bool(response and resolution and response > resolution)


def _problem(row: Any) -> str:
    """What is wrong with a row, or nothing."""
    if not isinstance(row, dict) or set(row) != set(ROW):
        return _("Give an object with %(names)s.") % {"names": ", ".join(ROW)}
    if row["kind"] not in KINDS:
        return _("Give one of: %(names)s.") % {"names": ", ".join(KINDS)}
    if not _within(row["priority"], MOST_PRIORITY):
        return _("Give the priority as a number from 1 to %(most)s.") % {"most": MOST_PRIORITY}
    if not all(row[name] is None or _within(row[name], MOST_MINUTES) for name in MINUTES):
        return _("Give whole minutes from 1 to %(most)s, or null for no target.") % {"most": MOST_MINUTES}
    return ""


def _within(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most
