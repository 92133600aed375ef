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


def test_chance_agrees_within_three_standard_errors() -> None:
    tries = 2000
    for seed in range(25):
        dice = random.Random(seed)
        model = random_model(
            dice, 10, PROMISE, lambda dice: Targets(availability=Fraction(dice.randint(700, 980), 1000))
        )
        chances = {each.code: float(each.targets.availability) for each in model.components if each.own_part}
        up = sum(
            brute_works(model, {code for code, chance in chances.items() if dice.random() < chance})
            for _ in range(tries)
        )
        exact = reached(model)
        assert abs(up / tries - exact) <= 3 * sqrt(exact * (1 - exact) / tries), seed


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
