"""How the history of an agreement says what a version promises otherwise than the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fettle.edges.pages import wording as days
from fettle.kernel.assembly import assembly
from fettle.kernel.history.facts import Change
from fettle.kernel.settings.choices import label_of
from fettle.processes.levels.definitions import EXCLUSIONS
from fettle.processes.levels.targets import CLOCKS


def pairs(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, list[Any]]:
    """[old, new] of each of the values."""
    return {name: [(before or {}).get(name), value] for name, value in (after or {}).items()}


def changes(changed: Mapping[str, list[Any]]) -> list[Change]:
    """Targets in minutes of working time, one row for each that differs, the calendar with its version, what else is
    promised, and from when to when for what.
    """
    rows = _targets(*changed["targets"]) if "targets" in changed else []
    if "calendar" in changed:
        old, new = changed["calendar"]
        rows.append((_("Calendar"), _calendar(old), _calendar(new)))
    if "promises" in changed:
        rows += _promises(*changed["promises"])
    if "excluded" in changed:
        rows += _excluded(*changed["excluded"])
    for name, label in (("valid_from", _("Valid from")), ("valid_until", _("Valid until"))):
        if name in changed:
            old, new = (days.day(date.fromisoformat(value)) if value else "" for value in changed[name])
            rows.append((label, old, new))
    if "covers" in changed:
        old, new = (", ".join(value or ()) for value in changed["covers"])
        rows.append((_("Covers"), old, new))
    return rows


def promise(row: Mapping[str, Any]) -> tuple[str, str]:
    """What is promised, and how much of it, in words."""
    periods = {"month": _("a month"), "quarter": _("a quarter"), "year": _("a year")}
    if row["kind"] == "availability":
        over = {"month": _("each month"), "quarter": _("each quarter"), "year": _("each year")}[row["period"]]
        return _("Availability"), _("at least %(percent)s %% %(period)s") % {
            "percent": number_format(row["percent"]),
            "period": over,
        }
    if row["kind"] == "reliability":
        most = _("at most %(count)s interruptions %(period)s")
        said = most % {"count": row["interruptions"], "period": periods[row["period"]]}
        if row["hours_between"]:
            said += ", " + _("at least %(hours)s h between two") % {"hours": row["hours_between"]}
        return _("Reliability"), said
    if row["kind"] == "spacing":
        return _("Time between two interruptions"), _("at least %(hours)s h") % {"hours": row["hours_between"]}
    if row["kind"] == "capacity":
        name = _("Capacity: %(name)s") % {"name": row["name"]}
        return name, _("at least %(amount)s %(unit)s") % {"amount": number_format(row["amount"]), "unit": row["unit"]}
    if row["kind"] == "notice":
        return _("Maintenance"), _("announced at least %(hours)s h before") % {"hours": row["hours"]}
    return _("Reports"), _("at least every %(days)s days") % {"days": row["days"]}


def exclusion(row: Mapping[str, Any]) -> tuple[str, str]:
    """What does not count, and for which targets, in words."""
    kind = label_of(EXCLUSIONS.key, row["kind"])
    what = f"{kind}: {row['words']}" if row["words"] else kind
    names = target_names()
    return what, ", ".join(names[name] for name in row["targets"]) if row["targets"] else _("All targets")


def target_names() -> dict[str, str]:
    """What an exclusion may be about, by code."""
    return {
        "response": _("First response"),
        "resolution": _("Resolution"),
        "availability": _("Availability"),
        "reliability": _("Reliability"),
        "capacity": _("Capacity"),
        "notice": _("Maintenance"),
        "reporting": _("Reports"),
    }


def _excluded(old: list[dict[str, Any]] | None, new: list[dict[str, Any]] | None) -> list[Change]:
    before, after = (dict(exclusion(row) for row in rows or ()) for rows in (old, new))
    return [
        (_("Does not count: %(what)s") % {"what": what}, before.get(what, ""), after.get(what, ""))
        for what in dict.fromkeys([*before, *after])
        if before.get(what) != after.get(what)
    ]


def _promises(old: list[dict[str, Any]] | None, new: list[dict[str, Any]] | None) -> list[Change]:
    before, after = (dict(promise(row) for row in rows or ()) for rows in (old, new))
    return [
        (name, before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]


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
