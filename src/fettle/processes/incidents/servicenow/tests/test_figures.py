"""The figures of the service report over the real log, against a second computation that shares no code."""

from __future__ import annotations

import csv
import statistics
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.kernel.figures import Period, Reading, Scope
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.incidents.servicenow.tests import oracle
from fettle.processes.incidents.servicenow.tests.test_log import LOG, bring, home, make, write  # noqa: F401

pytestmark = pytest.mark.log
READER = Actor.house("report", "incidents.see")
DONE = ("Resolved", "Closed")
PERIODS = [
    (datetime(2016, 2, 29, tzinfo=UTC), datetime(2016, 4, 1, tzinfo=UTC)),
    (datetime(2016, 3, 2, tzinfo=UTC), datetime(2016, 3, 9, tzinfo=UTC)),
    (datetime(2016, 3, 5, tzinfo=UTC), datetime(2016, 3, 6, tzinfo=UTC)),
]


def expected(log: dict, start: datetime, end: datetime) -> dict[str, object]:  # type: ignore[type-arg]
    """By the definitions, from the second reading of the log: only what had been written down before the end."""
    seen = {number: told for number, told in log.items() if told["opened"] < end and told["times"][0] < end}
    resolved, closed, left, reopened = set(), set(), set(), set()
    minutes = []
    for number, told in seen.items():
        states = [(t, s) for t, s in zip(told["times"], told["states"], strict=True) if t < end]
        now = states[-1][1] if states else None
        moves, was = [], None
        for time, state in states:
            if state in DONE and was not in DONE:
                moves.append(time)
            if was in DONE and state not in DONE and time >= start:
                reopened.add(number)
            was = state
        if now in DONE and start <= moves[-1]:
            resolved.add(number)
            last, was = {}, None
            for time, state in states:
                if state in DONE and was not in DONE:
                    last[state] = time
                was = state
            last = last.get("Resolved") or last["Closed"]
            minutes.append(int((last - told["opened"]).total_seconds() // 60))
        if now == "Closed":
            last_closed = [
                t for i, (t, s) in enumerate(states) if s == "Closed" and (i == 0 or states[i - 1][1] != "Closed")
            ][-1]
            if last_closed >= start:
                closed.add(number)
        if now is not None and now not in DONE:
            left.add(number)
    return {
        "INC-1": {n for n, told in seen.items() if told["opened"] >= start},
        "INC-2": resolved,
        "INC-3": closed,
        "INC-4": left,
        "INC-5": reopened,
        "INC-6": {n for n, told in seen.items() if any(start <= t < end for t in told["handings"])},
        "INC-7": round(statistics.mean(minutes), 1) if minutes else None,
        "INC-8": round(statistics.median(minutes), 1) if minutes else None,
        "INC-10": left,
    }


def ages(log: dict, left: set[str], end: datetime) -> list[int]:  # type: ignore[type-arg]
    """How many of the open ones are up to one, two, five days old at the end, and older."""
    old = [(end - log[number]["opened"]).total_seconds() / 86400 for number in left]
    bands = ((-1, 1), (1, 2), (2, 5), (5, 10**6))
    return [sum(low < days <= high for days in old) for low, high in bands]


def assert_equal_second(log: dict, numbers: dict[int, str], start: datetime, end: datetime) -> None:  # type: ignore[type-arg]
    """Every figure, the records behind it, and the bands of age."""
    scope = Scope(READER)
    for code, told in expected(log, start, end).items():
        got = reading(code, Period(start, end), scope)
        if isinstance(told, set):
            assert {numbers[pk] for pk in got.records()} == told, (start, code)
            assert got.value == len(told) == len(got.records()), (start, code)
        else:
            assert got.value == told, (start, code)
        if code == "INC-10":
            assert isinstance(told, set) and list(got.by["age"].values()) == ages(log, told, end), start


def reading(code: str, period: Period, scope: Scope) -> Reading:
    return assembly().figure_by_code[code].compute(period, scope)


def test_every_figure_equals_the_second_computation(home: Organisation) -> None:  # noqa: F811
    """And what was not measured is not nought."""
    bring(LOG, home)
    numbers = dict(Record.objects.values_list("pk", "incident__external_ref"))
    log = oracle.read(LOG)
    for start, end in PERIODS:
        assert_equal_second(log, numbers, start, end)
    assert expected(log, *PERIODS[0])["INC-6"] and expected(log, *PERIODS[0])["INC-10"]
    before = Period(datetime(2016, 1, 1, tzinfo=UTC), datetime(2016, 2, 1, tzinfo=UTC))
    inside = Period(datetime(2016, 3, 1, tzinfo=UTC), datetime(2016, 3, 2, tzinfo=UTC))
    codes = [figure.code for figure in assembly().figures]
    assert {code: reading(code, before, Scope(READER)).value for code in codes} == dict.fromkeys(codes)
    for code in ("INC-9", "INC-11", "INC-12", *(code for code in codes if code.startswith("REQ"))):
        assert reading(code, inside, Scope(READER)).value is None, code


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland"])
def test_days_miss_of_the_whole_what_was_told_on_a_later_day(home: Organisation, zone: str) -> None:  # noqa: F811
    """Opened before midnight and told after it: the first day did not know it yet, and in the second it did not open.
    So opened incidents of adjacent periods add up to those of the whole but for these, and never to more.
    """
    bring(LOG, home)
    at = ZoneInfo(zone)
    first, last = datetime(2016, 2, 28), datetime(2016, 4, 2)
    midnights = [(first + timedelta(days=n)).replace(tzinfo=at).astimezone(UTC) for n in range((last - first).days + 1)]
    whole = reading("INC-1", Period(midnights[0], midnights[-1]), Scope(READER)).value
    days = [reading("INC-1", Period(*pair), Scope(READER)).value or 0 for pair in pairwise(midnights)]
    log = oracle.read(LOG).values()
    later = sum(told["opened"].astimezone(at).date() < told["times"][0].astimezone(at).date() for told in log)
    assert whole == len(log) == 300 and sum(days) == whole - later
    assert later == {"UTC": 0, "Pacific/Auckland": 3}[zone]


def test_a_figure_does_not_see_what_happened_after(home: Organisation, tmp_path: Path) -> None:  # noqa: F811
    """The same period read when the log ended with it, and after the whole of it came in, gives the same."""
    end = datetime(2016, 3, 6, tzinfo=UTC)
    period = Period(end - timedelta(days=5), end)
    with LOG.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    times = [datetime.strptime(row["sys_updated_at"], "%d-%m-%Y %H:%M").replace(tzinfo=UTC) for row in rows]
    early = [row for row, time in zip(rows, times, strict=True) if time < end]
    assert 0 < len(early) < len(rows)
    write(tmp_path / "early.csv", list(rows[0]), early)
    bring(tmp_path / "early.csv", home)
    codes = [figure.code for figure in assembly().figures if figure.code.startswith("INC")]
    before = {code: reading(code, period, Scope(READER)).value for code in codes}
    bring(LOG, home)
    assert {code: reading(code, period, Scope(READER)).value for code in codes} == before
    assert before["INC-1"] and before["INC-2"] and before["INC-4"]


@pytest.mark.parametrize("seed", [7, 8])
def test_another_log(home: Organisation, tmp_path, seed: int) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    make(tmp_path / "log.csv", seed)
    bring(tmp_path / "log.csv", home, "Europe/Prague")
    told = oracle.read(tmp_path / "log.csv", "Europe/Prague")
    numbers = dict(Record.objects.values_list("pk", "incident__external_ref"))
    for day in range(24, 28):
        start = datetime(2026, 10, day, tzinfo=UTC)
        assert_equal_second(told, numbers, start, start + timedelta(days=1))
