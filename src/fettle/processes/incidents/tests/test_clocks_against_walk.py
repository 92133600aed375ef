"""Several clocks at once against a reading that walks every minute: hand-overs between teams with OLAs, waiting for
suppliers with UAs, agreements whose new versions hold from a day on, each with its own calendar and pauses. 5,000 lives
in every run, or as many as FETTLE_CLOCK_CASES says; 100,000 in the long run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.marks import Mark
from fettle.kernel.clock.replay import read
from fettle.processes.incidents.clocks import gather
from fettle.processes.incidents.tests.lives import CUSTOMER, SUPPLIERS, TEAMS, Life, Whom, entries, life, moment, walked
from fettle.processes.levels import queries as levels

CASES = int(os.environ.get("FETTLE_CLOCK_CASES", "5000"))


@pytest.fixture(autouse=True)
def calendars(monkeypatch: pytest.MonkeyPatch) -> dict[int, WorkingCalendar]:
    """Instead of the rows of the database: by id."""
    known: dict[int, WorkingCalendar] = {}
    monkeypatch.setattr(levels, "calendar_in", known.__getitem__)
    return known


def clocks(made: Life, key: int, known: dict[int, WorkingCalendar]) -> dict[tuple[Whom, bool], list[Mark]]:
    """The marks of every clock, by whose it is and whether it is that of the response."""
    known.clear()
    known.update({key * 10 + at: WorkingCalendar.from_data(data) for at, data in enumerate(made.calendars)})
    gathered = gather([entry for entry in entries(made, key) if entry.happened_at <= moment(made.read_at)])
    found = {(CUSTOMER, True): gathered.response, (CUSTOMER, False): gathered.resolution}
    for whom, support in gathered.beside.all.items():
        found[tuple(whom), False] = support.resolution
        if whom.type == "ola":
            found[tuple(whom), True] = support.response
    return found


def mismatches(seed: int, known: dict[int, WorkingCalendar]) -> Iterator[str]:
    made = life(seed)
    ours = clocks(made, seed, known)
    for whom in (CUSTOMER, *TEAMS, *SUPPLIERS):
        for response in (True, False) if whom[0] != "ua" else (False,):
            true, marks = walked(made, whom, response), ours.get((whom, response))
            if not marks or true is None:
                if marks or true is not None:
                    yield f"life {seed}, {whom}: only one of both knows this clock"
                continue
            reading = read(marks, moment(made.read_at))
            told = (reading.state, reading.elapsed_seconds, reading.due_at, reading.breached_at)
            due, breached = (None if true[name] is None else moment(true[name]) for name in ("due", "breached"))
            wanted = (true["state"], true["elapsed"] * 60, due, breached)
            if told != wanted:
                yield f"life {seed}, {whom}, response {response}: the clock says {told}, the walk {wanted}"


def check(seeds: range, known: dict[int, WorkingCalendar]) -> None:
    wrong = [line for seed in seeds for line in mismatches(seed, known)]
    assert not wrong, f"{len(wrong)} mismatches, the first:\n" + "\n".join(wrong[:5])


def test_all_clocks_equal_the_walk(calendars: dict[int, WorkingCalendar]) -> None:
    check(range(CASES), calendars)


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_all_clocks_equal_the_walk_in_100_000_lives(part: int, calendars: dict[int, WorkingCalendar]) -> None:
    check(range(part * 5000, (part + 1) * 5000), calendars)
