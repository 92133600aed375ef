"""Laws that hold for every model: a better target below or a need less never spoils it, and silence is no promise."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fettle.kernel.clock.calendar import ALWAYS
from fettle.processes.levels.arithmetic.answers import Verdict
from fettle.processes.levels.arithmetic.judge import judge
from fettle.processes.levels.arithmetic.levers import Effort
from fettle.processes.levels.arithmetic.model import Component, Model
from fettle.processes.levels.arithmetic.plain import MORE_IS_BETTER
from fettle.processes.levels.arithmetic.span import Span
from fettle.processes.levels.arithmetic.targets import CLOCKS, KINDS, Kind, Leg, Targets
from fettle.processes.levels.arithmetic.tests.oracles import random_model, random_targets, utc

WEEK = Span(utc("2026-12-03T12:00"), utc("2026-12-05T12:00"))
NOT_TIGHTENED = Effort(costs={})
"""Nothing may be changed, so that nothing is searched for."""
SEEDS = st.integers(0, 10**9)
KIND = st.sampled_from(KINDS)
LAW = settings(max_examples=120, suppress_health_check=[HealthCheck.filter_too_much], deadline=None)
RANK = {"infeasible": 0, "unknown": 1, "feasible": 2}


def answer(model: Model, kind: Kind) -> Verdict:
    promise = Targets(**{kind: getattr(model.promise, kind)})
    (verdict,) = judge(replace(model, promise=promise), WEEK, NOT_TIGHTENED)
    return verdict


def model_of(seed: int) -> Model:
    dice = random.Random(seed)
    promise = random_targets(dice)
    return random_model(
        dice, dice.randint(1, 5), replace(promise, availability=Fraction(dice.randint(70, 99), 100)), random_targets
    )


def better(targets: Targets, kind: Kind, dice: random.Random) -> Targets:
    """A little or much better."""
    now = getattr(targets, kind)
    if kind == "support":
        return replace(targets, support=ALWAYS)
    if kind in CLOCKS:
        leg = dice.choice([Leg(now.seconds, ALWAYS), Leg(dice.randint(1, now.seconds), now.calendar)])
        return replace(targets, **{kind: leg})
    if kind == "availability":
        return replace(targets, availability=now + (1 - now) * Fraction(dice.randint(0, 4), 4))
    less = Fraction(dice.randint(1, 4), 4) if kind == "reporting" else Fraction(dice.randint(0, 4), 4)
    return replace(targets, **{kind: now + dice.randint(0, 5) if kind in MORE_IS_BETTER else now * less})


def with_part(model: Model, part: Component) -> Model:
    return replace(model, components=tuple(part if each.code == part.code else each for each in model.components))


def not_worse(kind: Kind, before: Verdict, after: Verdict) -> bool:
    return RANK[before.says] <= RANK[after.says]


@LAW
@given(SEEDS, KIND)
def test_a_better_target_never_makes_it_infeasible(seed: int, kind: Kind) -> None:
    model, dice = model_of(seed), random.Random(seed + 1)
    part = model.by_code[dice.choice(model.parts)] if model.parts else None
    assume(part)
    after = with_part(model, replace(part, targets=better(part.targets, kind, dice)))
    assert not_worse(kind, answer(model, kind), answer(after, kind))


@LAW
@given(SEEDS, KIND)
def test_a_need_less_never_makes_it_infeasible(seed: int, kind: Kind) -> None:
    model, dice = model_of(seed), random.Random(seed + 1)
    needing = [each for each in model.components if len(each.enabling) > (not each.own_part)]
    assume(needing)  # a group that needs nothing would be a gap
    part = dice.choice(needing)
    after = with_part(model, replace(part, needs=part.enabling[1:]))
    if kind == "interruptions":  # with a need less there are not more single points
        assert set(after.single_points) <= set(model.single_points)
    assert not_worse(kind, answer(model, kind), answer(after, kind))


@LAW
@given(SEEDS, KIND)
def test_to_need_fewer_of_several_never_makes_it_infeasible(seed: int, kind: Kind) -> None:
    assume(kind != "capacity")  # of fewer less is sure
    model, dice = model_of(seed), random.Random(seed + 1)
    able = [each for each in model.components if each.enabling and each.enabling[0].count > 1]
    assume(able)
    part = dice.choice(able)
    at = part.needs.index(part.enabling[0])
    fewer = replace(part.needs[at], least=part.needs[at].count - 1)
    after = with_part(model, replace(part, needs=(*part.needs[:at], fewer, *part.needs[at + 1 :])))
    assert not_worse(kind, answer(model, kind), answer(after, kind))


@LAW
@given(SEEDS, KIND)
def test_to_say_nothing_never_makes_it_feasible_nor_infeasible(seed: int, kind: Kind) -> None:
    """What is not promised is a gap: it is named, and only makes an answer unknown or leaves it infeasible."""
    model, dice = model_of(seed), random.Random(seed + 1)
    before = answer(model, kind)
    part = model.by_code[dice.choice(model.parts)] if model.parts else None
    assume(part)
    after = answer(with_part(model, replace(part, targets=replace(part.targets, **{kind: None}))), kind)
    if before.says == "feasible":
        assert after.says in ("feasible", "unknown")
    if part.code in [gap.component for gap in after.gaps]:
        assert after.says != "feasible"


@LAW
@given(SEEDS, KIND)
def test_an_answer_does_not_depend_on_how_the_model_is_written_down(seed: int, kind: Kind) -> None:
    model = model_of(seed)
    shuffled = replace(model, components=model.components[::-1])
    one, other = answer(model, kind), answer(shuffled, kind)
    assert one == other


@LAW
@given(SEEDS)
def test_no_more_is_sure_than_a_single_point_can_carry(seed: int) -> None:
    """Unless several carry it side by side, of which each may be a single point."""
    model = model_of(seed)
    for each in model.components:
        needs = tuple(replace(need, least=None if need.count > 1 else 1) for need in each.needs)
        model = with_part(model, replace(each, needs=needs))
    reached = answer(model, "capacity").reached
    assert all(reached <= model.by_code[code].targets.capacity for code in model.single_points)
