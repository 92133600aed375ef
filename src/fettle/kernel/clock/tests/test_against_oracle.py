"""The clock against the oracle over generated histories: 5,000 in every run, or as many as FETTLE_CLOCK_CASES says;
100,000 in the long run, in parts that several workers can share."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from fettle.kernel.clock import replay
from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.replay import Mark, Reading, Terms
from fettle.kernel.clock.tests import oracle
from fettle.kernel.clock.tests.histories import BEGIN, History, history

MARK_OF = {"merge": "cancel"}
"""What a clock is told of a merge; the oracle knows it by its own name."""
CASES = int(os.environ.get("FETTLE_CLOCK_CASES", "5000"))


def moment(minute: int | None) -> datetime | None:
    return None if minute is None else BEGIN + timedelta(minutes=minute)


def clock_marks(case: History) -> list[Mark]:
    calendars = [WorkingCalendar.from_data(data) for data in case.calendars]

    def terms(number: int | None, target: int | None) -> Terms | None:
        return None if number is None else Terms("resolution", target and target * 60, calendars[number])

    return [
        Mark(moment(at), seq, MARK_OF.get(what, what), terms=terms(number, target))
        for at, seq, what, number, target in case.marks
    ]


def oracle_marks(case: History) -> list[tuple]:
    hours = [oracle.Hours(data) for data in case.calendars]
    return [(at, seq, what, None if n is None else (target, hours[n])) for at, seq, what, n, target in case.marks]


def mismatches(seed: int) -> list[str]:
    """What the clock and the oracle say differently about one history, and where the explanation does not add up."""
    case = history(seed)
    ours, theirs, found = clock_marks(case), oracle_marks(case), []
    for minute in case.moments:
        reading, truth = replay.read(ours, moment(minute)), oracle.ask(theirs, minute)
        said = (reading.state, reading.elapsed_seconds, reading.due_at, reading.breached_at)
        true = (truth["state"], truth["elapsed"] * 60, moment(truth["due"]), moment(truth["breached"]))
        if said != true:
            found.append(f"history {seed} at {moment(minute)}: the clock says {said}, the oracle {true}")
        if not explained(reading, moment(minute)):
            found.append(f"history {seed} at {moment(minute)}: the intervals have a gap or a wrong sum")
    return found


def explained(reading: Reading, as_of: datetime) -> bool:
    """The intervals cover the life without gap or overlap, and the counted ones sum to what has elapsed."""
    parts, end = reading.intervals, reading.stopped_at or as_of
    if not parts:
        return reading.elapsed_seconds == 0 and reading.started_at in (None, end)
    return (
        parts[0].start == reading.started_at
        and parts[-1].end == end
        and all(first.end == second.start for first, second in pairwise(parts))
        and all(part.seconds > 0 for part in parts)
        and sum(part.seconds for part in parts if part.counted) == reading.elapsed_seconds
    )


def check(seeds: range) -> None:
    wrong = [line for seed in seeds for line in mismatches(seed)]
    assert not wrong, f"{len(wrong)} mismatches, the first:\n" + "\n".join(wrong[:5])


def test_the_clock_equals_the_oracle() -> None:
    check(range(CASES))


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_the_clock_equals_the_oracle_in_100_000_histories(part: int) -> None:
    check(range(part * 5000, (part + 1) * 5000))
