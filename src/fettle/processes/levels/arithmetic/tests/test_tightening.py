"""A proposal is the cheapest of all, makes the promise possible, and with anything less it is not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest

from fettle.kernel.clock.calendar import ALWAYS, WorkingCalendar
from fettle.processes.levels.arithmetic import search, sets
from fettle.processes.levels.arithmetic.answers import Change, Verdict
from fettle.processes.levels.arithmetic.hours import HOUR, hours_of, promised_stretches, support
from fettle.processes.levels.arithmetic.judge import judge
from fettle.processes.levels.arithmetic.levers import STEPS, Effort, Lever
from fettle.processes.levels.arithmetic.model import Model
from fettle.processes.levels.arithmetic.plain import MORE_IS_BETTER, REACHED, keeps
from fettle.processes.levels.arithmetic.span import Span
from fettle.processes.levels.arithmetic.targets import Kind, Leg, Targets
from fettle.processes.levels.arithmetic.tests.oracles import (
    asked,
    brute_availability,
    brute_works,
    part,
    race_model,
    random_calendar,
    random_day,
    random_model,
    service,
    span_around,
    utc,
)
from fettle.processes.levels.arithmetic.tightening import agreed
from fettle.processes.levels.arithmetic.times import Race

STEP = Fraction(1, 20)
COARSE = Effort(steps={**STEPS, "availability": STEP, "resolution": Fraction(2 * HOUR), "interruptions": Fraction(1)})
WEEK = Span(utc("2026-11-30"), utc("2026-12-07"))


def answer(model: Model, span: Span = WEEK, effort: Effort = COARSE) -> Verdict:
    (verdict,) = judge(model, span, effort)
    return verdict


def brute(levers: list[list[Fraction]], relative: list[Fraction], enough: Callable[[tuple], bool]) -> tuple | None:
    """Of all ways to choose a value for each lever (the first is the one now): fewest, cheapest, first."""
    ways = []
    for values in product(*levers):
        if enough(values):
            pairs = list(zip(values, levers, relative, strict=True))
            changed = sum(value != lever[0] for value, lever, _base in pairs)
            ways.append((changed, sum(abs(value - lever[0]) / base for value, lever, base in pairs), values))
    return min(ways, key=lambda way: way[:2]) if ways else None


def compare_availability(seeds: Iterable[int]) -> int:
    """In how many of them something is to be tightened; in enough of these it can be."""
    tightened, proposed = 0, 0
    for seed in seeds:
        dice = random.Random(seed)
        model = random_model(
            dice,
            dice.randint(1, 4),
            Targets(availability=Fraction(dice.randint(50, 99), 100)),
            lambda dice: Targets(availability=1 - STEP * dice.randint(1, 5)),
        )
        verdict = answer(model)
        if verdict.says == "feasible":
            continue
        tightened += 1
        now = {each.code: each.targets.availability for each in model.components}
        levers = [
            [now[code] + STEP * level for level in range(int((1 - now[code]) / STEP))] for code in model.parts
        ]  # not 1: nobody can promise that
        assert all(value < 1 for values in levers for value in values), seed

        def enough(values: tuple, model: Model = model) -> bool:
            given = dict(zip(model.parts, values, strict=True))
            changes = [Change(code, "", "availability", Fraction(0), value) for code, value in given.items()]
            return brute_availability(agreed(model, changes)) >= model.promise.availability

        best = brute(levers, [1 - now[code] for code in model.parts], enough)
        if best is None:
            assert verdict.tightening.status == "impossible", seed
            continue
        found = {each.component: each.to for each in verdict.tightening.changes}
        proposed += 1
        assert (len(found), verdict.tightening.cost) == best[:2], seed
        # Of ways that cost the same, the one that pulls earlier levers, and these less.
        assert enough(tuple(found.get(code, now[code]) for code in model.parts)), seed
        assert verdict.tightening.certain == "cheapest"
    assert 4 * proposed > tightened
    return tightened


def test_availability_is_tightened_as_trying_everything_would() -> None:
    assert compare_availability(range(60)) > 20


@pytest.mark.long
def test_availability_is_tightened_as_trying_everything_would_for_many() -> None:
    compare_availability(range(1000, 4000))


def compare_times(seeds: Iterable[int]) -> int:
    tightened = 0
    for seed in seeds:
        model, day = race_model(seed)
        dice = random.Random(seed)
        lengths = {each.code: dice.randint(1, 5) * 2 * HOUR for each in model.components if each.own_part}
        model = agreed(
            model, [Change(code, "", "resolution", Fraction(0), Fraction(lengths[code])) for code in lengths]
        )
        model = replace(model, promise=Targets(resolution=replace(model.promise.resolution, seconds=7 * HOUR)))
        span = span_around(day, 4)
        verdict, race = answer(model, span), Race(model, "resolution")
        if verdict.says == "feasible":
            continue
        codes = race.codes
        levers = [[Fraction(length) for length in range(lengths[code], 0, -2 * HOUR)] for code in codes]

        def enough(values: tuple, codes: tuple = codes, race: Race = race, span: Span = span) -> bool:
            return race.worst(span, dict(zip(codes, map(int, values), strict=True))).late_seconds <= 0

        best = brute(levers, [Fraction(lengths[code]) for code in codes], enough)
        changes = verdict.tightening.changes
        if best is None:
            assert verdict.tightening.status == "impossible" or any(each.calendar for each in changes), seed
        else:
            tightened += 1
            assert (len(changes), verdict.tightening.cost) == best[:2], seed
        if verdict.tightening.status == "found":
            assert answer(agreed(model, changes), span).says == "feasible", seed
            for at, change in enumerate(changes):
                if change.to < change.now:
                    less = [*changes[:at], replace(change, to=change.to + 2 * HOUR), *changes[at + 1 :]]
                    assert answer(agreed(model, less), span).says == "infeasible", seed
                if change.calendar:
                    less = [*changes[:at], *changes[at + 1 :]]
                    assert answer(agreed(model, less), span).says == "infeasible", seed
    return tightened


def test_times_are_tightened_as_trying_everything_would() -> None:
    assert compare_times(range(80)) > 8


def test_a_shorter_time_holds_over_the_holidays_of_a_year() -> None:
    """The start that is worst as it is now is not the one that decides how short it must be."""
    week = {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in ("monday", "tuesday", "wednesday", "thursday")}
    calendar = {"zone": "Europe/Prague", "week": {**week, "friday": [["08:00", "12:00"]]}}
    open_on = WorkingCalendar.from_data(calendar)
    closed = WorkingCalendar.from_data({**calendar, "holidays": {"2026-12-24": "Eve", "2026-12-25": "Christmas"}})
    parts = [part("desk", resolution=Leg(6 * HOUR, open_on)), part("maker", resolution=Leg(30 * HOUR, closed))]
    model = asked(
        Targets(resolution=Leg(200 * HOUR, ALWAYS)),
        service("desk"),
        *parts,
        hand_offs={"resolution": ("desk", "maker")},
    )
    span, effort = Span(utc("2026-11-30"), utc("2027-01-30")), Effort()
    found = answer(model, span, effort).tightening
    (change,) = found.changes
    assert answer(agreed(model, [change]), span).says == "feasible"
    assert answer(agreed(model, [replace(change, to=change.to + 60)]), span).says == "infeasible"


@pytest.mark.long
def test_times_are_tightened_as_trying_everything_would_for_many() -> None:
    compare_times(range(1000, 2000))


@pytest.mark.parametrize("kind", ["interruptions", "capacity", "notice", "reporting"])
def test_plain_targets_are_tightened_as_trying_everything_would(kind: Kind) -> None:
    tightened, more = 0, kind in MORE_IS_BETTER
    for seed in range(50):
        dice = random.Random(seed)
        model = random_model(
            dice,
            dice.randint(1, 4),
            Targets(**{kind: Fraction(dice.randint(2, 6))}),
            lambda dice: Targets(**{kind: Fraction(dice.randint(1, 5) if more else dice.randint(3, 7))}),
        )
        verdict = answer(model)
        if verdict.says == "feasible":
            continue
        tightened += 1
        promised = getattr(model.promise, kind)
        codes = model.single_points if kind == "interruptions" else model.parts
        best = 0 if kind == "interruptions" else int(promised)
        levers = []
        for code in codes:
            now = int(getattr(model.by_code[code].targets, kind))
            better = range(now, best + 1) if more else range(now, best - 1, -1)
            levers.append([Fraction(value) for value in better] or [Fraction(now)])

        def enough(values: tuple, model: Model = model, codes: tuple = codes, promised: Fraction = promised) -> bool:
            return keeps(kind, promised, REACHED[kind](model, dict(zip(codes, values, strict=True))))

        ways = brute(levers, [lever[0] for lever in levers], enough)
        assert (len(verdict.tightening.changes), verdict.tightening.cost) == ways[:2], seed
        assert answer(agreed(model, verdict.tightening.changes)).says == "feasible", seed
    assert tightened > 10


def test_support_is_tightened_as_trying_everything_would() -> None:
    tightened = 0
    for seed in range(40):
        dice = random.Random(seed)
        day = random_day(dice)
        model = random_model(
            dice,
            4,
            Targets(support=random_calendar(dice, day)),
            lambda dice, day=day: Targets(support=random_calendar(dice, day)),
        )
        span = span_around(day, 5)
        verdict = answer(model, span)
        if verdict.says == "feasible":
            continue
        tightened += 1
        stretches = promised_stretches(model, span)
        hours = {
            code: sum(each.seconds for each in promised_stretches(_promising(model, code), span))
            for code in model.parts
        }
        fewest, least = None, None
        for number in range(1, len(model.parts) + 1):
            for chosen in combinations(model.parts, number):
                if not all(brute_works(model, each.on | set(chosen)) for each in stretches):
                    continue
                cost = Fraction(0)
                for each in stretches:
                    cost += each.seconds * min(
                        sum((Fraction(1, hours[code]) for code in set(more) - each.on), Fraction(0))
                        for size in range(len(chosen) + 1)
                        for more in combinations(chosen, size)
                        if brute_works(model, each.on | set(more))
                    )
                fewest, least = number, cost if least is None else min(least, cost)
            if fewest:
                break
        changes = verdict.tightening.changes
        assert (len(changes), verdict.tightening.cost) == (fewest, least), seed
        added = {change.component: change.added for change in changes}
        assert support(model, span, added).says == "feasible", seed
        for code, times in added.items():
            assert support(model, span, {**added, code: times[:-1]}).says == "infeasible", seed
    assert tightened > 10


def _promising(model: Model, code: str) -> Model:
    return replace(model, promise=Targets(support=hours_of(model, code)))


def test_the_first_of_equals_is_proposed_however_the_model_is_written_down() -> None:
    promise = Targets(availability=Fraction(8, 10))
    parts = [part(code, availability=Fraction(9, 10)) for code in "abc"]
    for order in (parts, parts[::-1]):
        found = answer(asked(promise, service("c", "a", "b"), *order)).tightening
        assert [(each.component, each.to) for each in found.changes] == [("a", 1 - STEP), ("b", 1 - STEP)]


def test_where_there_are_too_many_ways_the_search_is_coarser_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_QUESTIONS", 60)
    parts = [part(code, availability=Fraction(90 + at, 100)) for at, code in enumerate("abcd")]
    model = asked(Targets(availability=Fraction(96, 100)), service(*"abcd"), *parts)
    fine = Effort()
    found = answer(model, effort=fine).tightening
    assert (found.status, found.certain) == ("found", "number")
    assert answer(agreed(model, found.changes), effort=fine).says == "feasible"
    for at, change in enumerate(found.changes):
        less = replace(change, to=change.to - STEPS["availability"])
        assert answer(agreed(model, [*found.changes[:at], less, *found.changes[at + 1 :]])).says == "infeasible"


def test_where_even_the_sets_are_too_many_none_of_the_changes_can_be_less(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [part(f"c{at:02}", availability=Fraction(999 - at, 1000)) for at in range(12)]
    model = asked(Targets(availability=Fraction(99, 100)), service(*(each.code for each in parts)), *parts)
    exact = answer(model, effort=Effort()).tightening
    monkeypatch.setattr(sets, "MOST_CORES", 2)
    found = answer(model, effort=Effort()).tightening
    assert (found.status, found.certain) == ("found", "less")
    assert len(found.changes) == len(exact.changes) and exact.certain != "less"
    assert answer(agreed(model, found.changes)).says == "feasible"
    for at, change in enumerate(found.changes):
        less = replace(change, to=change.to - STEPS["availability"])
        assert answer(agreed(model, [*found.changes[:at], less, *found.changes[at + 1 :]])).says == "infeasible"


def test_the_smallest_sets_are_those_that_trying_all_gives() -> None:
    for seed in range(300):
        dice = random.Random(seed)
        number = dice.randint(0, 6)
        ways = [frozenset(dice.sample(range(number), dice.randint(0, number))) for _ in range(dice.randint(0, 4))]

        def enough(chosen: frozenset[int], ways: list = ways) -> bool:
            return any(way <= chosen for way in ways)

        least = min(map(len, ways), default=0)
        expected = sorted({tuple(sorted(way)) for way in ways if len(way) == least})
        found = sets.smallest_sets([Fraction(0)] * number, enough)
        assert (list(found.sets), found.fewest) == (expected, True), seed


def test_a_lever_ends_with_a_short_step() -> None:
    lever = Lever("web", Fraction(10), Fraction(3), Fraction(4), Fraction(1, 10))
    assert [lever.at(level) for level in range(lever.levels + 1)] == [10, 6, 3]
    assert lever.cost(Fraction(3)) == Fraction(7, 10)
