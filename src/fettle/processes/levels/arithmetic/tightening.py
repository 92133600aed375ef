"""What to agree anew so that the promise can be kept: the fewest targets, and among those the least change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from fettle.processes.levels.arithmetic.answers import Change, Tightening
from fettle.processes.levels.arithmetic.availability import chances_of
from fettle.processes.levels.arithmetic.diagram import Diagram
from fettle.processes.levels.arithmetic.levers import Effort, Lever, lever
from fettle.processes.levels.arithmetic.model import Model
from fettle.processes.levels.arithmetic.plain import REACHED, counted, given, keeps
from fettle.processes.levels.arithmetic.search import Found, Search, Values
from fettle.processes.levels.arithmetic.targets import Kind, Leg

IMPOSSIBLE = Tightening("impossible")


def of_availability(model: Model, diagram: Diagram, effort: Effort) -> Tightening:
    """Up to the last step below 100 %, which nobody can promise: where that is not enough, only something that stands
    in is, or a weaker promise.
    """
    chances, promised = chances_of(model), model.promise.availability or Fraction(0)
    levers = [short_of_perfect(each) for each in levers_of(model, effort, "availability", model.parts, Fraction(1))]
    levers = [each for each in levers if each.room]

    def enough(values: Values) -> bool:
        return diagram.chance({**chances, **by_code(levers, values)}) >= promised

    return told(model, "availability", levers, Search(levers).cheapest(enough))


def of_plain(model: Model, kind: Kind, effort: Effort) -> Tightening:
    """Down to no interruption; of all others to what is promised, which is always enough."""
    promised: Fraction = getattr(model.promise, kind)
    best = Fraction(0) if kind == "interruptions" else promised
    levers, values = levers_of(model, effort, kind, counted(model, kind), best), given(model, kind)

    def enough(pulled: Values) -> bool:
        return keeps(kind, promised, REACHED[kind](model, {**values, **by_code(levers, pulled)}))

    return told(model, kind, levers, Search(levers).cheapest(enough))


def agreed(model: Model, changes: Iterable[Change]) -> Model:
    """The model with these changes, to replay them. Those of support have no calendar yet: `support` takes them."""
    components = {each.code: each for each in model.components}
    for change in changes:
        component, value = components[change.component], change.to
        if change.kind == "support":
            continue
        promised = getattr(component.targets, change.kind)
        new: Any = value
        if isinstance(promised, Leg):
            new = Leg(int(value), change.calendar or promised.calendar)
        changed: dict[str, Any] = {change.kind: new}
        components[change.component] = replace(component, targets=replace(component.targets, **changed))
    return replace(model, components=tuple(components.values()))


def levers_of(model: Model, effort: Effort, kind: Kind, codes: Iterable[str], best: Fraction) -> list[Lever]:
    """Of the components that promise this kind, may be changed, and are not as good as they can be: one lever each."""
    able = [
        code
        for code in codes
        if getattr(model.by_code[code].targets, kind) is not None and effort.may_change(code, kind)
    ]
    levers = [lever(model, effort, kind, code, best) for code in able]
    return [each for each in levers if not keeps(kind, each.best, each.now)]


def short_of_perfect(lever: Lever) -> Lever:
    """The lever without its last step."""
    return replace(lever, best=lever.at(lever.levels - 1))


def told(model: Model, kind: Kind, levers: list[Lever], found: Found) -> Tightening:
    """As an answer."""
    if found.values is None:
        return IMPOSSIBLE
    changes = tuple(
        Change(each.component, model.by_code[each.component].agreement, kind, each.now, value)
        for each, value in zip(levers, found.values, strict=True)
        if value != each.now
    )
    return Tightening("found", changes, found.cost, found.certain)


def by_code(levers: list[Lever], values: Values) -> dict[str, Fraction]:
    """The value of each component that has a lever."""
    return {each.component: value for each, value in zip(levers, values, strict=True)}
