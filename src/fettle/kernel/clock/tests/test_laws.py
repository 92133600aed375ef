"""Laws of calendars and clocks that hold for every calendar and every history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fettle.kernel.clock.calendar import ALWAYS, WorkingCalendar, add_working, working_intervals, working_seconds
from fettle.kernel.clock.replay import Mark, Terms, at_fraction, read, what_if
from fettle.kernel.clock.tests.histories import CHANGES, DAYS, PATTERNS

ZONES = st.sampled_from([*CHANGES, "Asia/Tehran", "Africa/Casablanca", "Pacific/Chatham"])
MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
LENGTHS = st.timedeltas(timedelta(0), timedelta(days=40)).map(
    lambda length: timedelta(seconds=length // timedelta(seconds=1))
)
RUNNING = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
"""Of a law about clocks that run: most histories end with one that does not, and are passed over."""
NAMES = ["pause", "resume", "retarget", "stop", "restart", "cancel"]


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    week = {day: draw(st.sampled_from([[], *PATTERNS])) for day in DAYS[1:]}
    near = st.dates(datetime(2015, 1, 1).date(), datetime(2027, 12, 31).date()).map(lambda day: day.isoformat())
    return WorkingCalendar.from_data(
        {
            "zone": draw(ZONES),
            "week": {"monday": draw(st.sampled_from(PATTERNS)), **week},
            "holidays": draw(st.dictionaries(near, st.just("Closed"), max_size=5)),
            "special": draw(st.dictionaries(near, st.sampled_from(PATTERNS), max_size=5)),
        }
    )


TARGETS = st.none() | st.integers(1, 30 * 3600)
TERMS = st.builds(Terms, st.just("resolution"), TARGETS, calendars())


@st.composite
def lives(draw: st.DrawFn, terms: st.SearchStrategy[Terms] = TERMS) -> tuple[list[Mark], datetime]:
    """Marks of one clock, and a moment at or after its start."""
    start = draw(MOMENTS)
    marks = [Mark(start, 0, "start", terms=draw(terms))]
    for seq in range(1, 1 + draw(st.integers(0, 6))):
        what = draw(st.sampled_from(NAMES))
        marks.append(Mark(start + draw(LENGTHS), seq, what, terms=draw(terms) if what == "retarget" else None))
    return marks, start + draw(LENGTHS)


@given(calendars(), MOMENTS, LENGTHS)
def test_working_spans_are_apart_in_order_and_sum_to_the_working_seconds(
    cal: WorkingCalendar, start: datetime, length: timedelta
) -> None:
    spans = working_intervals(cal, start, start + length)
    edges = [start, *(edge for span in spans for edge in span), start + length]
    assert edges == sorted(edges)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    assert sum((b - a).total_seconds() for a, b in spans) == working_seconds(cal, start, start + length)


@given(calendars(), MOMENTS, LENGTHS, LENGTHS)
def test_working_time_is_additive(cal: WorkingCalendar, start: datetime, one: timedelta, two: timedelta) -> None:
    middle, end = start + one, start + one + two
    assert working_seconds(cal, start, end) == working_seconds(cal, start, middle) + working_seconds(cal, middle, end)


@given(calendars(), MOMENTS, st.integers(1, 200 * 3600))
def test_add_working_is_the_first_instant_with_that_much_work(
    cal: WorkingCalendar, start: datetime, seconds: int
) -> None:
    due = add_working(cal, start, seconds)
    assert working_seconds(cal, start, due) == seconds
    assert working_seconds(cal, start, due - timedelta(seconds=1)) == seconds - 1


@given(lives())
def test_the_intervals_cover_the_life_and_sum_to_what_has_elapsed(life: tuple[list[Mark], datetime]) -> None:
    marks, as_of = life
    reading = read(marks, as_of)
    edges = [edge for part in reading.intervals for edge in (part.start, part.end)]
    cover = [reading.started_at, *edges, reading.stopped_at or as_of]
    assert all(cover[i] == cover[i + 1] for i in range(0, len(cover), 2))
    assert all(part.seconds > 0 and str(part.sentence) for part in reading.intervals)
    assert sum(part.seconds for part in reading.intervals if part.counted) == reading.elapsed_seconds


@RUNNING
@given(lives())
def test_a_due_time_is_the_rest_of_the_target_added_to_now(life: tuple[list[Mark], datetime]) -> None:
    marks, as_of = life
    reading = read(marks, as_of)
    assume(reading.state == "running" and reading.remaining_seconds is not None)
    if reading.breached_at is None:
        assert reading.remaining_seconds >= 0
        assert reading.due_at == add_working(reading.terms.calendar, as_of, reading.remaining_seconds)
    else:
        assert reading.remaining_seconds <= 0
        assert reading.due_at == reading.breached_at < as_of


@RUNNING
@given(lives(), st.sampled_from([0.5, 0.75, 0.9]))
def test_a_warning_comes_before_the_due_time_and_the_whole_is_the_due_time(
    life: tuple[list[Mark], datetime], part: float
) -> None:
    marks, as_of = life
    reading = read(marks, as_of)
    assume(reading.state == "running" and reading.due_at)
    assert at_fraction(marks, as_of, part) <= at_fraction(marks, as_of, 1) == reading.due_at


@given(calendars(), TARGETS.filter(bool), MOMENTS, LENGTHS, LENGTHS, LENGTHS)
def test_a_pause_never_makes_it_due_earlier(
    cal: WorkingCalendar, target: int, start: datetime, until: timedelta, length: timedelta, later: timedelta
) -> None:
    begun = [Mark(start, 0, "start", terms=Terms("resolution", target, cal))]
    pause = [Mark(start + until, 1, "pause"), Mark(start + until + length, 2, "resume")]
    as_of = start + until + length + later
    assert read([*begun, *pause], as_of).due_at >= read(begun, as_of).due_at
    assert read([*begun, *pause], as_of).elapsed_seconds <= read(begun, as_of).elapsed_seconds


@given(lives(), ZONES)
def test_a_reading_does_not_depend_on_the_zone_of_who_looks(life: tuple[list[Mark], datetime], zone: str) -> None:
    marks, as_of = life
    there = ZoneInfo(zone)
    elsewhere = [replace(mark, at=mark.at.astimezone(there)) for mark in marks]
    assert read(elsewhere, as_of.astimezone(there)) == read(marks, as_of)


@given(lives(), st.randoms(use_true_random=False))
def test_the_order_in_which_marks_arrive_does_not_matter(life: tuple[list[Mark], datetime], dice: object) -> None:
    marks, as_of = life
    mixed = list(marks)
    dice.shuffle(mixed)
    assert read(mixed, as_of) == read(marks, as_of)


@given(lives())
def test_what_happens_later_does_not_change_an_earlier_reading(life: tuple[list[Mark], datetime]) -> None:
    marks, as_of = life
    known = [mark for mark in marks if mark.at <= as_of]
    assert read(known, as_of) == read(marks, as_of)


@given(lives(), TERMS)
def test_a_retarget_gives_the_reading_as_if_its_terms_had_always_held(
    life: tuple[list[Mark], datetime], terms: Terms
) -> None:
    marks, as_of = life
    assert read([*marks, Mark(as_of, 99, "retarget", terms=terms)], as_of) == read(what_if(marks, terms), as_of)


@given(lives(st.builds(Terms, st.just("resolution"), TARGETS, st.just(ALWAYS))), st.integers(-86_400, 86_400))
def test_day_and_night_a_shift_by_seconds_shifts_everything(life: tuple[list[Mark], datetime], seconds: int) -> None:
    marks, as_of = life
    by = timedelta(seconds=seconds)
    still = read(marks, as_of)
    moved = read([replace(mark, at=mark.at + by) for mark in marks], as_of + by)
    assert (moved.state, moved.elapsed_seconds, moved.remaining_seconds) == (
        still.state,
        still.elapsed_seconds,
        still.remaining_seconds,
    )
    for name in ("started_at", "stopped_at", "due_at", "breached_at"):
        before, after = getattr(still, name), getattr(moved, name)
        assert after == (before and before + by), name
