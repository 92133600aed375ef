"""Which levers have to be pulled at all: the sets of fewest that are enough when they are pulled as far as they go.

Where some levers are let go and all others together are not enough, one of those must be pulled: they are a core.
Whatever is enough meets every core; so the smallest sets that meet the cores known so far are tried, and each that is
not enough leads to another core.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

Chosen = frozenset[int]

MOST_CORES = 200
MOST_STEPS = 5_000


@dataclass(frozen=True)
class Sets:
    """In order; none when even all are not enough. When not `fewest` there is one, of which none can be let go."""

    sets: tuple[tuple[int, ...], ...]
    fewest: bool = True


def smallest_sets(room: Sequence[Fraction], enough: Callable[[Chosen], bool]) -> Sets:
    """Of levers with so much room: when there are too many ways, those with less room are let go before others."""
    enough = cache(enough)
    everything = frozenset(range(len(room)))
    if not enough(everything):
        return Sets(())
    cores: list[Chosen] = []
    while len(cores) < MOST_CORES and (sets := _meeting(cores)) is not None:
        missed = [each for each in sets if not enough(each)]
        if not missed:
            return Sets(tuple(sorted(tuple(sorted(each)) for each in sets)))
        cores += sorted({_core(everything, everything - each, enough) for each in missed}, key=sorted)
    one = everything
    for each in sorted(everything, key=lambda at: (room[at], -at)):
        if enough(one - {each}):
            one -= {each}
    return Sets((tuple(sorted(one)),), fewest=False)


def _core(everything: Chosen, without: Chosen, enough: Callable[[Chosen], bool]) -> Chosen:
    """Of these, which cannot all be let go, as few as still cannot."""
    for each in sorted(without):
        if not enough(everything - (without - {each})):
            without -= {each}
    return without


def _meeting(cores: Sequence[Chosen]) -> list[Chosen] | None:
    """All smallest sets that meet each core; None when there are too many ways."""
    ways = [frozenset[int]()]
    steps = 0
    while ways:
        meeting = [way for way in ways if all(way & core for core in cores)]
        if meeting:
            return meeting
        further: set[Chosen] = set()
        for way in ways:
            missed = next(core for core in cores if not way & core)
            further |= {way | {each} for each in missed}
            steps += len(missed)
            if steps > MOST_STEPS:
                return None
        ways = sorted(further, key=sorted)
    return None
