"""How far a failure reaches, and what something depends on. Pure: ties in, hits out; nobody is asked.

Circles need no care: nothing is reached twice. Each hit keeps the tie by which it was first reached, so that the way to
it is the shortest there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

ENABLING = "enabling"


class Tie(NamedTuple):
    """``above`` stands on ``below``. Of ``group``, "" for none, ``needed`` have to work of the ``of`` there are.
    ``said``: the relationship type, "" for a component of a service.
    """

    above: int
    below: int
    role: str = ENABLING
    group: str = ""
    needed: int = 1
    of: int = 1
    said: str = ""

    @property
    def strict(self) -> bool:
        """Whether what is above fails with what is below, whatever else works."""
        return self.role == ENABLING and (not self.group or self.needed >= self.of)


class Effect(StrEnum):
    """What becomes of whatever a failure reaches."""

    FAILS = "fails"
    WEAKENED = "weakened"


class Need(StrEnum):
    """How much something depends on what is below it: not without it; with what stands in for it; better with it."""

    NEEDED = "needed"
    STANDS_IN = "stands_in"
    BETTER = "better"


class Step(NamedTuple):
    """The tie by which something was reached. ``lost``: so many of its group have failed by then."""

    tie: Tie
    lost: int = 1


@dataclass
class Reach:
    """What was reached, nearest first, and how; those that it began from are not in it."""

    starts: frozenset[int]
    hits: dict[int, Effect | Need] = field(default_factory=dict)
    steps: dict[int, Step] = field(default_factory=dict)
    upwards: bool = True

    def way(self, node: int) -> list[Step]:
        """The steps that lead to a hit, from where it began."""
        found: list[Step] = []
        while node not in self.starts:
            step = self.steps[node]
            found.append(step)
            node = step.tie.below if self.upwards else step.tie.above
        return found[::-1]

    def only(self, what: Effect | Need) -> list[int]:
        """The hits of one sort, nearest first."""
        return [node for node, hit in self.hits.items() if hit == what]


def above(starts: Iterable[int], ties: Iterable[Tie], over: Collection[int] = ()) -> Reach:
    """What fails and what is weakened when all of ``starts`` fail. ``over``: what is not in use; it neither fails nor
    passes anything on, and no tie counts it in ``of``. What is weakened passes nothing on.
    """
    by_below: dict[int, list[Tie]] = {}
    for tie in ties:
        by_below.setdefault(tie.below, []).append(tie)
    began = frozenset(starts)
    failed = set(began)
    found = Reach(began)
    weakened: dict[int, Step] = {}
    lost: dict[tuple[int, str], int] = {}
    level = [node for node in dict.fromkeys(starts) if node not in over]
    while level:
        following: list[int] = []
        for node in level:
            for tie in by_below.get(node, ()):
                if tie.above in over:
                    continue
                gone = 1
                if tie.group:
                    gone = lost[tie.above, tie.group] = lost.get((tie.above, tie.group), 0) + 1
                if tie.above in failed:
                    continue
                step = Step(tie, gone)
                if tie.role == ENABLING and _too_few(tie, gone):
                    failed.add(tie.above)
                    found.hits[tie.above], found.steps[tie.above] = Effect.FAILS, step
                    following.append(tie.above)
                else:
                    weakened.setdefault(tie.above, step)
        level = following
    for node, step in weakened.items():
        if node not in failed:
            found.hits[node], found.steps[node] = Effect.WEAKENED, step
    return found


def _too_few(tie: Tie, gone: int) -> bool:
    """Whether fewer are left of the group than are needed, and can be: of what is over none is missed."""
    return not tie.group or tie.of - gone < min(tie.needed, tie.of)


def below(starts: Iterable[int], ties: Iterable[Tie], over: Collection[int] = ()) -> Reach:
    """What ``starts`` stand on, down to the ground: first what they cannot do without, then what something stands in
    for, then what only makes it better, below which nothing is looked for.
    """
    by_above: dict[int, list[Tie]] = {}
    for tie in ties:
        if tie.below not in over:
            by_above.setdefault(tie.above, []).append(tie)
    began = frozenset(starts)
    found = Reach(began, upwards=False)
    _down(list(began), by_above, found, Need.NEEDED)
    _down([*began, *found.hits], by_above, found, Need.STANDS_IN)
    for node in [*began, *found.hits]:
        for tie in by_above.get(node, ()):
            _take(found, tie, Need.BETTER)
    return found


def _down(level: list[int], by_above: Mapping[int, list[Tie]], found: Reach, need: Need) -> None:
    while level:
        following: list[int] = []
        for node in level:
            for tie in by_above.get(node, ()):
                fits = tie.strict if need == Need.NEEDED else tie.role == ENABLING
                if fits and _take(found, tie, need):
                    following.append(tie.below)
        level = following


def _take(found: Reach, tie: Tie, need: Need) -> bool:
    if tie.below in found.hits or tie.below in found.starts:
        return False
    found.hits[tie.below], found.steps[tie.below] = need, Step(tie)
    return True
