"""How the history of an agreement says what a version promises otherwise than the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fettle.kernel.assembly import assembly
from fettle.kernel.history.facts import Change
from fettle.processes.levels.targets import CLOCKS


def pairs(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, list[Any]]:
    """[old, new] of each of the values."""
    return {name: [(before or {}).get(name), value] for name, value in (after or {}).items()}


def changes(changed: Mapping[str, list[Any]]) -> list[Change]:
    """Targets in minutes of working time, one row for each that differs, and the calendar with its version."""
    rows = _targets(*changed["targets"]) if "targets" in changed else []
    if "calendar" in changed:
        old, new = changed["calendar"]
        rows.append((_("Calendar"), _calendar(old), _calendar(new)))
    return rows


def _targets(old: list[dict[str, Any]] | None, new: list[dict[str, Any]]) -> list[Change]:
    words = {"response": _("First response"), "resolution": _("Resolution")}
    before, after = ({(row["kind"], row["priority"]): row for row in rows or ()} for rows in (old, new))
    found = []
    for kind, priority in sorted({*before, *after}):
        label = f"{capfirst(assembly().kind_by_key[kind].label)} P{priority}"
        for clock in CLOCKS:
            was, now = (rows.get((kind, priority), {}).get(f"{clock}_minutes") for rows in (before, after))
            if was != now:
                found.append((f"{label}, {words[clock]}", _minutes(was), _minutes(now)))
    return found


def _minutes(value: int | None) -> str:
    return _("%(minutes)s min") % {"minutes": value} if value else _("no target")


def _calendar(value: Mapping[str, Any] | None) -> str:
    return _("%(name)s (version %(version)s)") % value if value else ""
