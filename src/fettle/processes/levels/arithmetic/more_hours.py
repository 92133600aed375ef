"""Support that should be agreed anew: hours are added where they are missing, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from itertools import combinations

from fettle.kernel.clock.calendar import working_seconds
from fettle.kernel.clock.instants import to_moment
from fettle.processes.levels.arithmetic.answers import Certain, Change, Tightening
from fettle.processes.levels.arithmetic.hours import HOUR, Stretch, hours_of, promised_stretches, unsupported
from fettle.processes.levels.arithmetic.levers import Effort
from fettle.processes.levels.arithmetic.model import Model
from fettle.processes.levels.arithmetic.search import MOST_SETS
from fettle.processes.levels.arithmetic.sets import smallest_sets
from fettle.processes.levels.arithmetic.span import Span
from fettle.processes.levels.arithmetic.tightening import IMPOSSIBLE

MOST_TOGETHER = 10
"""More components than this are not weighed against each other, but let go one after another."""
Picked = Mapping[frozenset[str], tuple[str, ...]]
"""Where only those on the left are supported, these are to be as well."""


def of_support(model: Model, span: Span, effort: Effort) -> Tightening:
    """The fewest components, and at each instant those of them whose hours count least."""
    lacking = unsupported(model, promised_stretches(model, span))
    codes = [
        code
        for code in model.parts
        if model.by_code[code].targets.support is not None and effort.may_change(code, "support")
    ]
    patterns = sorted({each.on for each in lacking}, key=sorted)
    weights = {code: effort.weight(code, "support", _hours(model, code, span)) for code in codes}
    found = smallest_sets(
        [-weights[code] for code in codes],
        lambda chosen: all(model.works(on.union(codes[at] for at in chosen)) for on in patterns),
    )
    if not found.sets:
        return IMPOSSIBLE
    many = len(found.sets) > MOST_SETS or len(found.sets[0]) > MOST_TOGETHER
    ways = [_way(model, lacking, [codes[at] for at in chosen], weights) for chosen in found.sets[:MOST_SETS]]
    cost, picked = min(ways, key=lambda way: way[0])
    changed = sorted({code for those in picked.values() for code in those})
    certain: Certain = "less" if not found.fewest else "number" if many else "cheapest"
    return Tightening(
        "found", tuple(_more_hours(model, code, span, lacking, picked) for code in changed), cost, certain
    )


def _way(
    model: Model, lacking: list[Stretch], codes: list[str], weights: Mapping[str, Fraction]
) -> tuple[Fraction, Picked]:
    picked = {on: _pick(model, on, codes, weights) for on in {each.on for each in lacking}}
    costs = (weights[code] * each.seconds / HOUR for each in lacking for code in picked[each.on])
    return sum(costs, Fraction(0)), picked


def _pick(model: Model, on: frozenset[str], codes: list[str], weights: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Which of these are to be supported too: what counts least, the first of equals."""
    able = [code for code in codes if code not in on]
    if len(able) > MOST_TOGETHER:
        for code in sorted(able, key=lambda code: -weights[code]):
            rest = [each for each in able if each != code]
            able = rest if model.works(on.union(rest)) else able
        return tuple(able)
    ways = (way for number in range(1, len(able) + 1) for way in combinations(able, number))
    return min((way for way in ways if model.works(on.union(way))), key=lambda way: sum(weights[code] for code in way))


def _more_hours(model: Model, code: str, span: Span, lacking: list[Stretch], picked: Picked) -> Change:
    times: list[tuple[datetime, datetime]] = []
    for each in lacking:
        if code in picked[each.on]:
            start, end = to_moment(each.start), to_moment(each.end)
            if times and times[-1][1] == start:
                start = times.pop()[0]
            times.append((start, end))
    now = _hours(model, code, span)
    more = sum((Fraction(int((end - start).total_seconds()), HOUR) for start, end in times), Fraction(0))
    return Change(code, model.by_code[code].agreement, "support", now, now + more, tuple(times))


def _hours(model: Model, code: str, span: Span) -> Fraction:
    return Fraction(working_seconds(hours_of(model, code), span.first, span.last), HOUR)
