"""Models to try, and oracles that are right because they are too simple to be wrong. These share no code with the
arithmetic beyond the shape of a model.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import combinations

from fettle.kernel.clock.calendar import ALWAYS, WorkingCalendar, add_working
from fettle.kernel.clock.tests import histories
from fettle.processes.levels.arithmetic.model import Component, Model, Need
from fettle.processes.levels.arithmetic.span import Span
from fettle.processes.levels.arithmetic.targets import CLOCKS, Leg, Targets

HOUR = 3600
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
OFFICE = WorkingCalendar.from_data({"zone": "UTC", "week": {day: [["09:00", "17:00"]] for day in WEEKDAYS}})
Make = Callable[[random.Random], Targets]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def part(code: str, *needs: str | Need, **targets: object) -> Component:
    """A component with an agreement of its own; a code is a need for itself."""
    given = tuple(Need((need,)) if isinstance(need, str) else need for need in needs)
    return Component(code, given, f"OLA-{code}", Targets(**targets))


def service(*needs: str | Need) -> Component:
    given = tuple(Need((need,)) if isinstance(need, str) else need for need in needs)
    return Component("service", given, own_part=False)


def asked(promise: Targets, top: Component, *parts: Component, **more: object) -> Model:
    return Model((top, *parts), top.code, promise, **more)


def random_model(dice: random.Random, size: int, promise: Targets, make: Make) -> Model:
    """So many components, of which some need later ones: all of some, or some of several, or only to be better."""
    codes = [f"c{number}" for number in range(size)]
    parts = []
    for at, code in enumerate(codes):
        needs = tuple(need_of(dice, codes[at + 1 :]) for _ in range(dice.choice([0, 1, 1, 2]) if at + 1 < size else 0))
        alone = all(need.enhancing for need in needs)
        parts.append(Component(code, needs, f"OLA-{code}", make(dice), own_part=alone or dice.random() < 0.85))
    top = service(
        Need(tuple(dice.sample(codes, min(2, size))), 1), *(need_of(dice, codes) for _ in range(dice.randint(0, 2)))
    )
    dice.shuffle(parts)
    return asked(promise, top, *parts)


def need_of(dice: random.Random, codes: list[str]) -> Need:
    of = tuple(dice.sample(codes, min(len(codes), dice.choice([1, 1, 2, 2, 3]))))
    least = None if dice.random() < 0.5 else dice.randint(1, len(of))
    return Need(of, least, enhancing=dice.random() < 0.1)


def brute_works(model: Model, up: Collection[str], code: str = "service") -> bool:
    each = next(each for each in model.components if each.code == code)
    if each.own_part and code not in up:
        return False
    for need in each.needs:
        if need.enhancing:
            continue
        working = [below for below in need.of if brute_works(model, up, below)]
        if len(working) < (len(need.of) if need.least is None else need.least):
            return False
    return True


def brute_availability(model: Model) -> Fraction:
    """All states, one after another."""
    parts = [each for each in model.components if each.own_part]
    total = Fraction(0)
    for number in range(len(parts) + 1):
        for up in combinations(parts, number):
            codes = {each.code for each in up}
            if brute_works(model, codes):
                chance = Fraction(1)
                for each in parts:
                    chance *= each.targets.availability if each.code in codes else 1 - each.targets.availability
                total += chance
    return total


def tried(model: Model, dice: random.Random, tries: int) -> int:
    """In how many of so many worlds by chance the service works. Each bit of a number is a world."""
    everywhere = (1 << tries) - 1
    up = {
        each.code: int("".join("1" if dice.random() < each.targets.availability else "0" for _ in range(tries)), 2)
        if each.own_part
        else everywhere
        for each in model.components
    }

    @cache
    def works(code: str) -> int:
        where = up[code]
        for need in model.by_code[code].needs:
            if need.enhancing:
                continue
            least = len(need.of) if need.least is None else need.least
            so_many = [everywhere] + [0] * least  # the worlds in which at least so many work
            for below in need.of:
                good = works(below)
                for count in range(least, 0, -1):
                    so_many[count] |= so_many[count - 1] & good
            where &= so_many[least]
        return where

    return works(model.top).bit_count()


def brute_done(model: Model, clock: str, start: datetime, code: str = "service") -> datetime:
    """When a clock is done at worst, followed hand by hand."""
    if clock in model.hand_offs:
        for passed in model.hand_offs[clock]:
            start = _own(model, clock, start, passed)
        return start
    handed = _own(model, clock, start, code)
    ends = [handed]
    for need in model.by_code[code].needs:
        if not need.enhancing:
            below = sorted(brute_done(model, clock, handed, each) for each in need.of)
            ends.append(below[(len(below) if need.least is None else need.least) - 1])
    return max(ends)


def _own(model: Model, clock: str, start: datetime, code: str) -> datetime:
    each = model.by_code[code]
    leg = getattr(each.targets, clock)
    return add_working(leg.calendar, start, leg.seconds) if each.own_part and leg else start


def brute_late(model: Model, clock: str, start: datetime) -> timedelta:
    promise = getattr(model.promise, clock)
    return brute_done(model, clock, start) - add_working(promise.calendar, start, promise.seconds)


def random_calendar(dice: random.Random, around: date) -> WorkingCalendar:
    """One of those that the clocks are tried with: zones, holidays and special days near a change of the clocks."""
    if dice.random() < 0.2:
        return ALWAYS
    return WorkingCalendar.from_data(histories.calendar(dice, dice.choice(list(histories.CHANGES)), around))


def random_day(dice: random.Random) -> date:
    zone = dice.choice([zone for zone, days in histories.CHANGES.items() if days])
    return date.fromisoformat(dice.choice(histories.CHANGES[zone]))


def span_around(day: date, days: int) -> Span:
    first = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=days // 2, hours=5)
    return Span(first, first + timedelta(days=days))


def race_model(seed: int, unit: int = 60) -> tuple[Model, date]:
    """A model with times in some calendars; a unit of 60 has all of them in whole minutes."""
    dice = random.Random(seed)
    day = random_day(dice)

    def leg() -> Leg:
        return Leg(unit * dice.choice([1, 30, 60, 240, 480, dice.randint(1, 2000)]), random_calendar(dice, day))

    def make(_dice: random.Random) -> Targets:
        return Targets(resolution=leg())

    model = random_model(dice, dice.randint(1, 4), Targets(resolution=leg()), make)
    if dice.random() < 0.4:
        passed = tuple(dice.choices([each.code for each in model.components], k=dice.randint(1, 3)))
        model = Model(model.components, model.top, model.promise, {"resolution": passed})
    return model, day


def random_targets(dice: random.Random) -> Targets:
    """All kinds at once, coarse, so that promises are sometimes met exactly."""
    return Targets(
        availability=Fraction(dice.randint(90, 100), 100),
        support=dice.choice([ALWAYS, OFFICE]),
        **{clock: Leg(dice.randint(1, 8) * HOUR, dice.choice([ALWAYS, OFFICE])) for clock in CLOCKS},
        interruptions=Fraction(dice.randint(0, 6), 30),
        capacity=Fraction(dice.randint(1, 10)),
        notice=Fraction(dice.randint(0, 72)),
        reporting=Fraction(dice.choice([7, 30, 90])),
    )
