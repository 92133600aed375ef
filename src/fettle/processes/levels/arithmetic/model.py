"""What is asked: a service, the components below it with their agreements, and what it promises itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from fettle.processes.levels.arithmetic.targets import Clock, Targets

Problem = Literal["circle", "unknown", "twice", "least", "range"]


class BadModel(ValueError):
    """The model cannot be answered. `problem` says why, `names` of what: for a circle its components."""

    def __init__(self, problem: Problem, *names: str) -> None:
        super().__init__(f"{problem}: {', '.join(names)}")
        self.problem, self.names = problem, names


@dataclass(frozen=True)
class Need:
    """At least `least` of these components are needed, all of them when it is None.

    An enhancing dependency makes the service better, and is not needed: it never counts.
    """

    of: tuple[str, ...]
    least: int | None = None
    enhancing: bool = False

    @property
    def count(self) -> int:
        return len(self.of) if self.least is None else self.least


@dataclass(frozen=True)
class Component:
    """`agreement` is the number of its OLA or UA, empty when there is none.

    `own_part` is False for what is nothing but what it needs, such as a service or a group: it needs no agreement,
    unless it needs nothing.
    """

    code: str
    needs: tuple[Need, ...] = ()
    agreement: str = ""
    targets: Targets = field(default_factory=Targets)
    own_part: bool = True

    @property
    def enabling(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if not need.enhancing)

    @property
    def is_part(self) -> bool:
        return self.own_part or not self.enabling


@dataclass(frozen=True)
class Model:
    """`top` is the service that makes the promise. `hand_offs` names for a clock the components that a record passes
    one after another; a clock that it does not name follows the dependencies. Raises BadModel.
    """

    components: tuple[Component, ...]
    top: str
    promise: Targets
    hand_offs: Mapping[Clock, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        codes = [each.code for each in self.components]
        for code in codes:
            if codes.count(code) > 1:
                raise BadModel("twice", code)
        for each in self.components:
            self._known(*(code for need in each.needs for code in need.of))
            for need in each.needs:
                if len(set(need.of)) < len(need.of) or not 1 <= need.count <= len(need.of):
                    raise BadModel("least", each.code)
            if kind := each.targets.out_of_range():
                raise BadModel("range", each.code, kind)
        if kind := self.promise.out_of_range():
            raise BadModel("range", "promise", kind)
        self._known(self.top, *(code for codes in self.hand_offs.values() for code in codes))
        if circle := _circle(self.by_code):
            raise BadModel("circle", *circle)

    def _known(self, *codes: str) -> None:
        for code in codes:
            if code not in self.by_code:
                raise BadModel("unknown", code)

    @cached_property
    def by_code(self) -> dict[str, Component]:
        return {each.code: each for each in self.components}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The service and all that it needs, each before what it needs itself; always in the same order."""
        found: list[str] = []
        seen: set[str] = set()
        waiting: list[tuple[str, bool]] = [(self.top, False)]
        while waiting:
            code, left = waiting.pop()
            if left:
                found.append(code)
            elif code not in seen:
                seen.add(code)
                waiting.append((code, True))
                waiting += [(below, False) for below in _below(self.by_code[code])]
        return tuple(reversed(found))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Those of `order` that have a part of their own, in the order of their codes."""
        return tuple(sorted(code for code in self.order if self.by_code[code].is_part))

    @cached_property
    def single_points(self) -> tuple[str, ...]:
        """The parts without which the service does not work, whatever else does."""
        return tuple(code for code in self.parts if not self.works(set(self.parts) - {code}))

    def works(self, up: Collection[str]) -> bool:
        """Whether the service works when of all parts these ones do."""
        good: set[str] = set()
        for code in reversed(self.order):
            each = self.by_code[code]
            if (code in up or not each.is_part) and all(
                sum(below in good for below in need.of) >= need.count for need in each.enabling
            ):
                good.add(code)
        return self.top in good


def _below(each: Component) -> Iterator[str]:
    return (code for need in each.enabling for code in need.of)


def _circle(by_code: Mapping[str, Component]) -> tuple[str, ...]:
    """A circle of components that need each other, from its first code back to it; empty when there is none."""
    done: set[str] = set()
    for begin in sorted(by_code):
        way: list[str] = []
        asked: list[Iterator[str]] = [iter((begin,))]
        while asked:
            code = next(asked[-1], None)
            if code is None:
                asked.pop()
                if way:
                    done.add(way.pop())
            elif code in way:
                ring = way[way.index(code) :]
                first = ring.index(min(ring))
                return (*ring[first:], *ring[:first], ring[first])
            elif code not in done:
                way.append(code)
                asked.append(_below(by_code[code]))
    return ()
