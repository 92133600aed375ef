"""Times and support hours against each minute of some weeks and each second of some hours, when clocks change too."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from fettle.kernel.clock.instants import to_moment, to_seconds
from fettle.kernel.clock.tests import oracle
from fettle.processes.levels.arithmetic import lines
from fettle.processes.levels.arithmetic.hours import promised_stretches, support, unsupported
from fettle.processes.levels.arithmetic.span import Span
from fettle.processes.levels.arithmetic.targets import Targets
from fettle.processes.levels.arithmetic.tests.oracles import (
    asked,
    brute_done,
    brute_late,
    brute_works,
    part,
    race_model,
    random_calendar,
    random_day,
    random_model,
    service,
    span_around,
)
from fettle.processes.levels.arithmetic.times import Race


def each(span: Span, step: timedelta) -> list:
    return [span.first + number * step for number in range((span.last - span.first) // step + 1)]


def compare_minutes(seeds: range, days: int) -> int:
    """How many of them were late; a late one by less than a minute may have no minute that is as bad."""
    late = 0
    for seed in seeds:
        model, day = race_model(seed)
        span = span_around(day, days)
        race, worst = Race(model, "resolution"), Race(model, "resolution").worst(span)
        line = race._line(*span.seconds, {})
        most, first = None, None
        for start in each(span, timedelta(minutes=1)):
            done = brute_done(model, "resolution", start)
            assert line.at(to_seconds(start)) == to_seconds(done), (seed, start)
            behind = done - to_moment(race.due(to_seconds(start)))
            if most is None or behind > most:
                most, first = behind, start
        if worst.start.second:
            assert most < timedelta(seconds=worst.late_seconds) < most + timedelta(minutes=1), seed
        else:
            assert (worst.late_seconds, worst.start) == (most.total_seconds(), first), seed
        late += worst.late_seconds > 0
    return late


def compare_seconds(seeds: range, hours: int) -> None:
    for seed in seeds:
        model, day = race_model(seed, unit=17)
        middle = span_around(day, 2).first + timedelta(hours=random.Random(seed).randint(0, 48))
        span = Span(middle, middle + timedelta(hours=hours))
        worst = Race(model, "resolution").worst(span)
        found = {start: brute_late(model, "resolution", start) for start in each(span, timedelta(seconds=1))}
        most = max(found.values())
        worst_ones = [start for start, late in found.items() if late == most]
        assert timedelta(seconds=worst.late_seconds) == most, seed
        assert worst.start == min([start for start in worst_ones if not start.second] or worst_ones), seed


def test_the_worst_start_is_that_of_each_minute_of_a_week() -> None:
    assert compare_minutes(range(12), 7) >= 3


def test_the_worst_start_is_that_of_each_second_of_an_hour() -> None:
    compare_seconds(range(20), 1)


@pytest.mark.long
def test_the_worst_start_in_many_weeks_and_hours() -> None:
    compare_minutes(range(100, 400), 14)
    compare_seconds(range(100, 400), 3)


def test_a_witness_can_be_replayed_and_says_who_had_it() -> None:
    for seed in range(100):
        model, day = race_model(seed)
        worst = Race(model, "resolution").worst(span_around(day, 30))
        assert worst.done == brute_done(model, "resolution", worst.start), seed
        assert timedelta(seconds=worst.late_seconds) == brute_late(model, "resolution", worst.start), seed
        edges = [worst.start, *(edge for step in worst.steps for edge in (step.begins, step.ends)), worst.done]
        assert all(edges[at] == edges[at + 1] for at in range(0, len(edges), 2)), seed


def test_many_ways_that_meet_again_take_no_longer() -> None:
    """Each floor needs both of the floor below: 2^25 ways, 50 components."""
    model, day = race_model(3)
    leg = model.promise.resolution
    pairs = [(f"left{floor}", f"right{floor}") for floor in range(25)]
    parts = [
        part(code, *pairs[floor + 1] if floor < 24 else (), resolution=leg)
        for floor, pair in enumerate(pairs)
        for code in pair
    ]
    worst = Race(asked(model.promise, service(*pairs[0]), *parts), "resolution").worst(span_around(day, 7))
    assert len(worst.steps) == 25


def test_of_several_lines_the_one_at_a_rank_is_found_at_each_second() -> None:
    for seed in range(30):
        dice = random.Random(seed)
        day = random_day(dice)
        first, _last = span_around(day, 2).seconds
        first += dice.randint(0, 2 * 86_400)
        several = [
            lines.worked_off(random_calendar(dice, day), dice.randint(1, 9000), first, first + 3000)
            for _ in range(dice.randint(2, 4))
        ]
        for rank in range(1, len(several) + 1):
            found = lines.at_rank(several, rank)
            for start in range(first, first + 3001, 7):
                assert found.at(start) == sorted(line.at(start) for line in several)[rank - 1], (seed, rank)


def test_a_line_stands_or_goes_and_does_not_fall() -> None:
    for seed in range(30):
        model, day = race_model(seed)
        line = Race(model, "resolution")._line(*span_around(day, 9).seconds, {})
        assert set(line.slopes) <= {0, 1}
        assert list(line.values) == sorted(line.values)
        assert lines.latest_behind(line, line)[0] == 0


def test_support_is_as_it_is_minute_by_minute() -> None:
    for seed in range(12):
        dice = random.Random(seed)
        day: date = random_day(dice)
        model = random_model(
            dice,
            4,
            Targets(support=random_calendar(dice, day)),
            lambda dice, day=day: Targets(support=random_calendar(dice, day)),
        )
        span = span_around(day, 5)
        first, last = (second // 60 for second in span.seconds)
        hours = {each.code: oracle.Hours(each.targets.support.to_data()) for each in model.components if each.own_part}
        promise = oracle.Hours(model.promise.support.to_data())
        lacking, promised = [], 0
        for minute in range(first, last):
            if promise.works(minute):
                promised += 1
                if not brute_works(model, {code for code, calendar in hours.items() if calendar.works(minute)}):
                    lacking.append(minute)
        found = unsupported(model, promised_stretches(model, span))
        assert [minute for stretch in found for minute in range(stretch.start // 60, stretch.end // 60)] == lacking, (
            seed
        )
        verdict = support(model, span)
        assert verdict.promised * 60 == promised
        assert (verdict.says == "infeasible") == bool(lacking)
        if lacking:
            assert (to_seconds(verdict.witness.start), verdict.witness.seconds) == (lacking[0] * 60, len(lacking) * 60)
