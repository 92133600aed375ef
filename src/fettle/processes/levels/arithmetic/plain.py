"""Interruptions, capacity, notice and reporting: sums and comparisons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from itertools import combinations

from fettle.processes.levels.arithmetic.answers import Part, Verdict, says
from fettle.processes.levels.arithmetic.gaps import gaps
from fettle.processes.levels.arithmetic.model import Model
from fettle.processes.levels.arithmetic.targets import Kind

Given = Mapping[str, Fraction]
"""Of each part that promises it, the value: a part that is not in it is perfect."""


def given(model: Model, kind: Kind) -> Given:
    values = {code: getattr(model.by_code[code].targets, kind) for code in counted(model, kind)}
    return {code: value for code, value in values.items() if value is not None}


def counted(model: Model, kind: Kind) -> tuple[str, ...]:
    """The parts that bear on this kind of target.

    An interruption of one of several that replace each other is none of the service: only single points count. That
    several fail together is in the availability.
    """
    return model.single_points if kind == "interruptions" else model.parts


def interruptions(model: Model, values: Given) -> Fraction:
    """A day, at most: those of the single points add up, each once."""
    return sum(values.values(), Fraction(0))


def capacity(model: Model, values: Given) -> Fraction | None:
    """What is surely there as long as the service works; None without any bound.

    Of all that is needed the least; of `k of n` (`n of n` too) side by side the sum of the least k. What several of
    these share bounds their sum once, so that nothing is promised twice.
    """
    beneath = {code: _beneath(model, code) for code in model.order}

    @cache
    def of(code: str) -> Fraction | None:
        bounds = [values.get(code)]
        for need in model.by_code[code].enabling:
            ways = [of(below) for below in need.of]
            if need.least is None:
                bounds += ways
                continue
            pairs = combinations((beneath[below] for below in need.of), 2)
            bounds += [values.get(shared) for one, other in pairs for shared in one & other]
            sure = sorted(way for way in ways if way is not None)
            bounds.append(sum(sure[: need.count], Fraction(0)) if len(sure) >= need.count else None)
        return min((bound for bound in bounds if bound is not None), default=None)

    return of(model.top)


def _beneath(model: Model, code: str) -> frozenset[str]:
    """The component and all that it needs."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += [below for need in model.by_code[each].enabling for below in need.of]
    return frozenset(found)


def notice(model: Model, values: Given) -> Fraction | None:
    """Hours before: nobody can announce earlier than they are told themselves."""
    return min(values.values(), default=None)


def reporting(model: Model, values: Given) -> Fraction | None:
    """Days between reports: a report needs those of all below."""
    return max(values.values(), default=None)


REACHED: Mapping[Kind, Callable[[Model, Given], Fraction | None]] = {
    "interruptions": interruptions,
    "capacity": capacity,
    "notice": notice,
    "reporting": reporting,
}
MORE_IS_BETTER: frozenset[Kind] = frozenset({"availability", "capacity", "notice"})


def keeps(kind: Kind, promised: Fraction, reached: Fraction | None) -> bool:
    """Whether what is reached is enough; nothing that bounds it is."""
    if reached is None:
        return True
    return reached >= promised if kind in MORE_IS_BETTER else reached <= promised


def plain(model: Model, kind: Kind) -> Verdict:
    """`parts` are those that alone would not do, or of interruptions all that add to the sum."""
    promised: Fraction = getattr(model.promise, kind)
    values = given(model, kind)
    reached = REACHED[kind](model, values)
    missing = gaps(model, kind, counted(model, kind))
    parts = [code for code in values if kind == "interruptions" or not keeps(kind, promised, values[code])]
    return Verdict(
        kind=kind,
        says=says(keeps(kind, promised, reached), missing),
        promised=promised,
        reached=reached,
        gaps=missing,
        parts=tuple(Part(code, model.by_code[code].agreement, values[code]) for code in parts),
    )
