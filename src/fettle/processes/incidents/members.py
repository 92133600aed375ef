"""What the members of a dimension are called, and what a figure says of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.figures import Scope
from fettle.kernel.orgs.models import Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings.choices import options
from fettle.processes.incidents.tally import Tally

Number = float | int | None


def named(
    dimension: str, members: Mapping[Any, Tally], of: Callable[[Tally], Number], counts: bool, scope: Scope
) -> dict[str, Number]:
    """Each member's label with its number: priorities in their order, others most first. A member without a number, or
    with a count of nought, is left out; what is not given is named so.
    """
    names = scope.once(("names", dimension), lambda: _names(dimension))
    said: dict[str, Number] = {}
    for member, tally in members.items():
        value = of(tally)
        if value is not None and (value or not counts):
            label = _label(dimension, member, names)
            said[label if label not in said else f"{label} ({member})"] = value
    return dict(sorted(said.items(), key=lambda item: (0 if dimension == "priority" else -(item[1] or 0), item[0])))


def _label(dimension: str, member: Any, names: Mapping[Any, str]) -> str:
    if member in (None, ""):
        return _("not given")
    return f"P{member}" if dimension == "priority" else str(names.get(member, member))


def _names(dimension: str) -> Mapping[Any, str]:
    """The names of those members that are stored as an id or a code."""
    if dimension == "service":
        return dict(Record.objects.filter(kind="service").values_list("pk", "title"))
    if dimension == "team":
        return dict(Team.objects.values_list("pk", "name"))
    if dimension in ("category", "channel"):
        key = {"category": "incidents.categories", "channel": "incidents.channels"}[dimension]
        return {option.code: str(option.label) for option in options(key)}
    return {}
