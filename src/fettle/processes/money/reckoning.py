"""The arithmetic of costs: spread over days, split over services. Pure, in whole minor units, exact to the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Days:
    """From ``first`` to ``last``, both of them included."""

    first: date
    last: date

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    def within(self, other: Days) -> Days:
        """Those of its days that are of the other too. There has to be one."""
        return Days(max(self.first, other.first), min(self.last, other.last))


@dataclass(frozen=True)
class Item:
    """One entry of cost. ``life`` are the days over which it is spread; ``paid`` those on which it is spent: its
    period, or the one day of what is paid once. ``called``: the component as it was written.
    """

    key: int
    minor: int
    nature: str
    stage: str
    paid: Days
    life: Days
    service: int | None = None
    component: str = ""
    called: str = ""


def spent(item: Item, within: Days) -> int:
    """What is spent of it on these days."""
    return _part(item.minor, item.paid, within)


def worn(item: Item, within: Days) -> int:
    """What these days bear of it: a period by its days, what is bought once in equal parts over its useful life."""
    return _part(item.minor, item.life, within)


def _part(minor: int, over: Days, within: Days) -> int:
    """So much by the end of the days, less so much before them: parts of neighbouring spans always add up."""
    return _until(minor, over, within.last) - _until(minor, over, within.first - timedelta(days=1))


def _until(minor: int, over: Days, day: date) -> int:
    gone = min(max((day - over.first).days + 1, 0), over.count)
    return minor * gone // over.count


def split(minor: int, weights: Mapping[int, int]) -> dict[int, int]:
    """A sum in parts by weights that add up to it exactly: each gets the whole units of its share, and those left over
    go to the largest remainders, of equal ones to the lower key. Empty where nobody has a weight.
    """
    whole = sum(weights.values())
    if not whole:
        return {}
    parts = {key: minor * weight // whole for key, weight in weights.items()}
    left = minor - sum(parts.values())
    order = sorted(weights, key=lambda key: (-(minor * weights[key] % whole), key))
    for key in order[:left]:
        parts[key] += 1
    return parts


@dataclass
class Row:
    """What one service comes to: its own costs, and its part of shared components."""

    own: int = 0
    shared: int = 0

    @property
    def total(self) -> int:
        return self.own + self.shared


def over_services(
    amounts: Sequence[tuple[Item, int]], weights: Mapping[str, Mapping[int, int]]
) -> tuple[dict[int, Row], int]:
    """Amounts of entries by service, and what no service bears. A component is split once for each kind of cost, so
    that the kinds of a service add up to what it costs.
    """
    rows: dict[int, Row] = {}
    pots: dict[tuple[str, str], int] = {}
    for item, minor in amounts:
        if item.service is not None:
            rows.setdefault(item.service, Row()).own += minor
        else:
            pot = item.component, item.nature
            pots[pot] = pots.get(pot, 0) + minor
    unallocated = 0
    for (component, _nature), minor in pots.items():
        parts = split(minor, weights.get(component, {}))
        unallocated += minor - sum(parts.values())
        for service, part in parts.items():
            rows.setdefault(service, Row()).shared += part
    return rows, unallocated
