"""Availability against all states, against chance, and over many components."""

from __future__ import annotations

import random
from fractions import Fraction
from math import sqrt

import pytest

from fettle.processes.levels.arithmetic import diagram
from fettle.processes.levels.arithmetic.availability import availability
from fettle.processes.levels.arithmetic.diagram import Diagram, TooLarge
from fettle.processes.levels.arithmetic.judge import judge
from fettle.processes.levels.arithmetic.model import Model, Need
from fettle.processes.levels.arithmetic.span import year_from
from fettle.processes.levels.arithmetic.targets import Targets
from fettle.processes.levels.arithmetic.tests.oracles import (
    asked,
    brute_availability,
    brute_works,
    part,
    random_model,
    service,
    tried,
    utc,
)

PROMISE = Targets(availability=Fraction(99, 100))


def some(dice: random.Random) -> Targets:
    return Targets(availability=Fraction(dice.choice([0, 1, 500, 900, 990, 999, 1000, dice.randint(1, 999)]), 1000))


def reached(model: Model) -> Fraction:
    return availability(model, Diagram(model)).reached


def compare(seeds: range) -> None:
    for seed in seeds:
        dice = random.Random(seed)
        model = random_model(dice, dice.choice([1, 2, 3, 4, 5, 6]), PROMISE, some)
        assert reached(model) == brute_availability(model), seed


def test_a_thousand_models_are_exactly_what_all_their_states_sum_to() -> None:
    compare(range(1000))


@pytest.mark.long
def test_a_hundred_thousand_models() -> None:
    compare(range(1000, 101_000))


def beyond(seeds: range, tries: int) -> list[int]:
    """The seeds of which chance is further off than three standard errors."""
    found = []
    for seed in seeds:
        dice = random.Random(seed)
        model = random_model(dice, 10, PROMISE, somewhat)
        exact = reached(model)
        up = tried(model, random.Random(seed * tries), tries)
        if abs(Fraction(up, tries) - exact) > 3 * sqrt(exact * (1 - exact) / tries):
            found.append(seed)
    return found


def somewhat(dice: random.Random) -> Targets:
    return Targets(availability=Fraction(dice.randint(700, 980), 1000))


def chance_agrees(seeds: range) -> None:
    """Three in a thousand are further off though nothing is wrong, a few more where failures are rare: no more than one
    in a hundred is, and none of these is so with ten times as many tries.
    """
    off = beyond(seeds, 2000)
    assert len(off) <= max(1, len(seeds) // 100), off
    assert [seed for seed in off if beyond(range(seed, seed + 1), 20_000)] == []


def test_chance_agrees_within_three_standard_errors() -> None:
    chance_agrees(range(100))


@pytest.mark.long
def test_chance_agrees_on_a_thousand_models() -> None:
    chance_agrees(range(1000))


def test_a_wrong_value_is_further_off_than_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the shared counted twice, which is as if each way had parts of its own, it would be seen."""
    monkeypatch.setitem(globals(), "reached", lambda model: brute_twice(model, model.top))
    with pytest.raises(AssertionError):
        chance_agrees(range(20))


def brute_twice(model: Model, code: str) -> Fraction:
    """What comes out when ways are multiplied as if they shared nothing."""
    each = model.by_code[code]
    value = each.targets.availability if each.own_part else Fraction(1)
    for need in each.enabling:
        ways = [brute_twice(model, below) for below in need.of]
        so_many = [Fraction(1)] + [Fraction(0)] * need.count
        for way in ways:
            for count in range(need.count, 0, -1):
                so_many[count] = so_many[count] * (1 - way) + so_many[count - 1] * way
        value *= so_many[need.count]
    return value


def test_a_state_works_as_it_does_when_followed_by_hand() -> None:
    for seed in range(200):
        dice = random.Random(seed)
        model = random_model(dice, 6, PROMISE, some)
        for _ in range(5):
            up = set(dice.sample(model.parts, dice.randint(0, len(model.parts))))
            assert model.works(up) == brute_works(model, up), seed


def test_thirty_floors_of_two_that_share_all_below_are_answered() -> None:
    """A billion ways from top to bottom, and 60 questions."""
    pairs = [(f"left{floor}", f"right{floor}") for floor in range(30)]
    parts = [
        part(code, *([Need(pairs[floor + 1], 1)] if floor < 29 else []), availability=Fraction(9, 10))
        for floor, pair in enumerate(pairs)
        for code in pair
    ]
    model = asked(PROMISE, service(Need(pairs[0], 1)), *parts)
    assert reached(model) == Fraction(99, 100) ** 30


def test_what_is_too_entangled_is_unknown_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagram, "MOST_ROWS", 50)
    parts = [part(f"c{number}", availability=Fraction(9, 10)) for number in range(20)]
    model = asked(PROMISE, service(Need(tuple(each.code for each in parts), 10)), *parts)
    with pytest.raises(TooLarge):
        Diagram(model)
    (verdict,) = judge(model, year_from(utc("2026-11-30")))
    assert (verdict.says, verdict.promised, verdict.reached) == ("unknown", Fraction(99, 100), None)
    monkeypatch.setattr(diagram, "MOST_PARTS", 10)
    with pytest.raises(TooLarge):
        Diagram(model)
