"""A lever: one target of one component that could be agreed anew, in steps, until it is as good as can be agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from fettle.processes.levels.arithmetic.model import Model
from fettle.processes.levels.arithmetic.targets import Kind

STEPS: Mapping[Kind, Fraction] = {
    "availability": Fraction(1, 100_000),  # 0.001 %
    "response": Fraction(60),
    "resolution": Fraction(60),
    "fulfilment": Fraction(60),
    "interruptions": Fraction(1, 365),
    "capacity": Fraction(1),
    "notice": Fraction(1),
    "reporting": Fraction(1),
}


@dataclass(frozen=True)
class Effort:
    """How changes are weighed. Steps are in the unit of the target (seconds for times).

    Without `costs` a change counts in relation to the value: of availability to what is not available, so that halving
    the downtime counts 1/2; of support to the hours now. With `costs` only the targets that they name can be changed,
    and each unit of change (all of the time for availability, a second for times, an hour of the span for support)
    costs so much; a cost is more than 0.
    """

    steps: Mapping[Kind, Fraction] = field(default_factory=lambda: STEPS)
    costs: Mapping[tuple[str, Kind], Fraction] | None = None

    def __post_init__(self) -> None:
        if any(step <= 0 for step in self.steps.values()) or any(cost <= 0 for cost in (self.costs or {}).values()):
            raise ValueError("steps, costs: must be more than 0.")

    def may_change(self, component: str, kind: Kind) -> bool:
        return self.costs is None or (component, kind) in self.costs

    def weight(self, component: str, kind: Kind, relative_to: Fraction) -> Fraction:
        """What a unit of change counts."""
        if self.costs is not None:
            return self.costs[component, kind]
        return 1 / relative_to if relative_to else Fraction(1)


@dataclass(frozen=True)
class Lever:
    """From `now` to `best` in steps; a unit of change counts `weight`."""

    component: str
    now: Fraction
    best: Fraction
    step: Fraction
    weight: Fraction

    @property
    def room(self) -> Fraction:
        return abs(self.best - self.now)

    @property
    def levels(self) -> int:
        """How many steps there are; the last may be a short one."""
        return self.level_of(self.best)

    def at(self, level: int) -> Fraction:
        change = min(level * self.step, self.room)
        return self.now + change if self.best > self.now else self.now - change

    def level_of(self, value: Fraction) -> int:
        """The least level at which it is as good as this."""
        return -(-abs(value - self.now) // self.step)

    def cost(self, value: Fraction) -> Fraction:
        return abs(value - self.now) * self.weight


def lever(model: Model, effort: Effort, kind: Kind, component: str, best: Fraction) -> Lever:
    """The lever of a component that promises this kind."""
    promised = getattr(model.by_code[component].targets, kind)
    now = Fraction(promised.seconds) if hasattr(promised, "seconds") else Fraction(promised)
    weight = effort.weight(component, kind, 1 - now if kind == "availability" else now)
    return Lever(component, now, best, effort.steps[kind], weight)
