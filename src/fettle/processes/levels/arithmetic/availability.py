"""Availability: the probability that enough works, when every component just keeps its target, independently."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from fettle.processes.levels.arithmetic.answers import Part, Verdict, says
from fettle.processes.levels.arithmetic.diagram import Diagram
from fettle.processes.levels.arithmetic.gaps import gaps
from fettle.processes.levels.arithmetic.model import Model

PERFECT = Fraction(1)


def availability(model: Model, diagram: Diagram) -> Verdict:
    """Exact. Dependencies that are shared count once."""
    promised = model.promise.availability or Fraction(0)
    chances = chances_of(model)
    reached = diagram.chance(chances)
    missing = gaps(model, "availability", model.parts)
    unknown = {gap.component for gap in missing}
    return Verdict(
        kind="availability",
        says=says(reached >= promised, missing),
        promised=promised,
        reached=reached,
        gaps=missing,
        parts=tuple(
            Part(
                component=code,
                agreement=model.by_code[code].agreement,
                value=chances[code],
                gain=diagram.chance({**chances, code: PERFECT}) - reached,
            )
            for code in model.parts
            if code not in unknown
        ),
    )


def chances_of(model: Model) -> Mapping[str, Fraction]:
    """The target of each part, and 1 for those without."""
    given = {code: model.by_code[code].targets.availability for code in model.parts}
    return {code: PERFECT if chance is None else chance for code, chance in given.items()}
