"""What the members of a dimension are called, and what a figure says of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from fettle.kernel.figures import Scope
from fettle.kernel.orgs.models import Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings.choices import options

Number = float | int | None
Told = TypeVar("Told")


def named(
    dimension: str, members: Mapping[Any, Told], of: Callable[[Told], Number], counts: bool, scope: Scope
) -> tuple[dict[str, Number], dict[str, str]]:
    """Each member's label with the number that ``of`` draws from it: priorities in their order, others most first. A
    member without a number, or with a count of nought, is left out; what is not given is named so. And each label with
    what an address calls it.
    """
    names = scope.once(("names", dimension), lambda: _names(dimension))
    said: dict[str, Number] = {}
    keys: dict[str, str] = {}
    for member, tally in members.items():
        value = of(tally)
        if value is not None and (value or not counts):
            label = _label(dimension, member, names)
            label = label if label not in said else f"{label} ({member})"
            said[label], keys[label] = value, "" if member is None else str(member)
    first = sorted(said.items(), key=lambda item: (0 if dimension == "priority" else -(item[1] or 0), item[0]))
    return dict(first), keys


def _label(dimension: str, member: Any, names: Mapping[Any, str]) -> str:
    if member in (None, ""):
        return _("not given")
    return f"P{member}" if dimension == "priority" else str(names.get(member, member))


def _names(dimension: str) -> Mapping[Any, str]:
    """The names of those members that are stored as an id or a code."""
    if dimension == "service":
        return _apart(Record.objects.filter(kind="service").values_list("pk", "title", "number"))
    if dimension == "team":
        return _apart(Team.objects.values_list("pk", "name", "organisation__name"))
    if dimension in ("category", "channel"):
        key = {"category": "incidents.categories", "channel": "incidents.channels"}[dimension]
        return {option.code: str(option.label) for option in options(key)}
    return {}


def _apart(members: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """Names by id; one that several bear with what tells them apart: a team's organisation, a service's number."""
    told = list(members)
    often = Counter(name for _pk, name, _apart in told)
    return {pk: f"{name} ({apart})" if often[name] > 1 else name for pk, name, apart in told}
