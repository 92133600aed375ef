"""When quiet hours end and digests leave, against a clock that is read minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fettle.edges.notify.pace import Digest, Quiet, after_quiet, next_digest

ZONES = (
    *("UTC", "Europe/Prague", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Kathmandu"),
    *("Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "America/St_Johns", "Africa/Cairo", "Asia/Tehran"),
)
"""With half hours, changes at midnight, half an hour of summer time, and a day that never was."""
NEAR_CHANGES = st.sampled_from(
    [
        datetime(2026, 3, 28, 12, tzinfo=UTC),
        datetime(2026, 10, 24, 12, tzinfo=UTC),
        datetime(2026, 10, 31, 12, tzinfo=UTC),
        datetime(2026, 4, 3, 12, tzinfo=UTC),
        datetime(2011, 12, 29, 0, tzinfo=UTC),
        datetime(2018, 11, 3, 12, tzinfo=UTC),
        datetime(2026, 12, 31, 12, tzinfo=UTC),
    ]
)
MOMENTS = st.builds(lambda at, more: at + timedelta(minutes=more), NEAR_CHANGES, st.integers(0, 4 * 1440))
MINUTES = st.integers(0, 1439)
QUIETS = st.builds(Quiet, MINUTES, MINUTES, st.booleans())
DIGESTS = st.builds(Digest, MINUTES, st.frozensets(st.integers(0, 6), min_size=1))


def by_the_minute(moment: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """Each minute from this one on, and what the clock on the wall shows."""
    while True:
        yield moment, moment.astimezone(ZoneInfo(zone))
        moment += timedelta(minutes=1)


def is_quiet(wall: datetime, quiet: Quiet) -> bool:
    minute = wall.hour * 60 + wall.minute
    if quiet.weekends and wall.weekday() >= 5:
        return True
    if quiet.begins <= quiet.ends:
        return quiet.begins <= minute < quiet.ends
    return minute >= quiet.begins or minute < quiet.ends


@given(MOMENTS, QUIETS, st.sampled_from(ZONES))
@settings(deadline=None)
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), Quiet(150, 180), "Europe/Prague")
@example(datetime(2026, 3, 28, 23, tzinfo=UTC), Quiet(22 * 60, 150, True), "Europe/Prague")
def test_quiet_ends_at_the_first_minute_that_is_not_quiet(moment: datetime, quiet: Quiet, zone: str) -> None:
    wanted = next(at for at, wall in by_the_minute(moment, zone) if not is_quiet(wall, quiet))
    assert after_quiet(moment, quiet, zone) == wanted


@given(MOMENTS, DIGESTS, st.sampled_from(ZONES))
@settings(deadline=None)
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), Digest(150, frozenset({6})), "Europe/Prague")
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), Digest(150, frozenset({6})), "Europe/Prague")
@example(datetime(2011, 12, 30, 9, tzinfo=UTC), Digest(600, frozenset({4})), "Pacific/Apia")
def test_a_digest_leaves_once_a_chosen_day(moment: datetime, digest: Digest, zone: str) -> None:
    begun = moment - timedelta(days=2)
    past = set()
    for at, wall in by_the_minute(begun, zone):
        if wall.weekday() in digest.days and wall.hour * 60 + wall.minute >= digest.at and wall.date() not in past:
            past.add(wall.date())
            if at > moment:
                break
    assert next_digest(moment, digest, zone) == at


@given(MOMENTS, DIGESTS, st.sampled_from(ZONES))
@settings(deadline=None)
def test_digests_follow_each_other_each_on_a_day_of_its_own(moment: datetime, digest: Digest, zone: str) -> None:
    days = []
    for _ in range(4):
        found = next_digest(moment, digest, zone)
        assert found is not None and found > moment
        moment = found
        days.append(moment.astimezone(ZoneInfo(zone)).date())
    assert len(set(days)) == 4


def test_no_quiet_hours_and_no_days_ask_for_nothing() -> None:
    now = datetime(2026, 11, 29, 10, 0, 0, 5, tzinfo=UTC)
    assert after_quiet(now, Quiet(), "Europe/Prague") is now
    assert after_quiet(now, Quiet(480, 480), "Europe/Prague") is now
    assert next_digest(now, Digest(480, frozenset()), "Europe/Prague") is None


@pytest.mark.parametrize(
    ("now", "quiet", "until"),
    [
        ((2026, 11, 27, 21, 0), Quiet(20 * 60, 7 * 60), (2026, 11, 28, 6, 0)),
        ((2026, 11, 27, 21, 0), Quiet(20 * 60, 7 * 60, True), (2026, 11, 30, 6, 0)),
        ((2026, 11, 29, 9, 0), Quiet(weekends=True), (2026, 11, 29, 23, 0)),
        ((2026, 11, 27, 12, 0), Quiet(12 * 60, 13 * 60), (2026, 11, 27, 12, 0)),
    ],
)
def test_a_night_and_a_weekend(now: tuple[int, ...], quiet: Quiet, until: tuple[int, ...]) -> None:
    """In Prague, an hour ahead of these."""
    found = after_quiet(datetime(*now, tzinfo=UTC), quiet, "Europe/Prague")  # type: ignore[misc,arg-type]
    assert found == datetime(*until, tzinfo=UTC)  # type: ignore[misc,arg-type]
