"""Agreement arithmetic: examples that a person can check by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from fettle.kernel.clock.calendar import ALWAYS, WorkingCalendar, add_working
from fettle.processes.levels.arithmetic.answers import Gap, Late, Unsupported, Verdict
from fettle.processes.levels.arithmetic.hours import support
from fettle.processes.levels.arithmetic.judge import judge
from fettle.processes.levels.arithmetic.levers import Effort
from fettle.processes.levels.arithmetic.model import BadModel, Component, Model, Need
from fettle.processes.levels.arithmetic.span import Span, year_from
from fettle.processes.levels.arithmetic.targets import Leg, Targets
from fettle.processes.levels.arithmetic.tests.oracles import HOUR, OFFICE, WEEKDAYS, asked, part, service, utc
from fettle.processes.levels.arithmetic.tightening import agreed

MONDAY = utc("2026-11-30T00:00")
YEAR = year_from(MONDAY)
THREE_NINES = Fraction(999, 1000)


def answer(model: Model, effort: Effort | None = None) -> Verdict:
    (verdict,) = judge(model, YEAR, effort or Effort())
    return verdict


def test_three_nines_over_two_in_series_are_not_three_nines() -> None:
    promise = Targets(availability=THREE_NINES)
    parts = [part(code, availability=THREE_NINES) for code in ("web", "database")]
    found = answer(asked(promise, service("web", "database"), *parts))
    assert (found.says, found.reached) == ("infeasible", Fraction(998_001, 1_000_000))
    assert [(each.component, each.gain) for each in found.parts] == [
        ("database", Fraction(999, 1_000_000)),
        ("web", Fraction(999, 1_000_000)),
    ]
    # One alone would have to be perfect, which nobody can promise: so it is a little more of both.
    hundred_thousand = [("database", 99_901), ("web", 99_999)]
    assert [(each.component, each.to * 100_000) for each in found.tightening.changes] == hundred_thousand
    assert found.tightening.cost == 1
    again = agreed(asked(promise, service("web", "database"), *parts), found.tightening.changes)
    assert answer(again).says == "feasible"


def test_where_only_a_hundred_per_cent_would_do_nothing_is_proposed() -> None:
    """What nobody can promise is no proposal: something that stands in, or a weaker promise."""
    for promised, now in ((1, Fraction(99_999, 100_000)), (Fraction(999_995, 1_000_000), Fraction(9, 10))):
        model = asked(Targets(availability=Fraction(promised)), service("web"), part("web", availability=now))
        assert answer(model).tightening.status == "impossible"
    three = [part(code, availability=THREE_NINES) for code in "abc"]
    fine = answer(asked(Targets(availability=Fraction(99_998, 100_000)), service(*"abc"), *three)).tightening
    assert fine.status == "impossible", "all of them at 99.999 % are not enough"
    enough = answer(asked(Targets(availability=Fraction(99_997, 100_000)), service(*"abc"), *three)).tightening
    assert [each.to for each in enough.changes] == [Fraction(99_999, 100_000)] * 3


def test_a_redundant_one_makes_it_feasible() -> None:
    promise = Targets(availability=THREE_NINES)
    parts = [part(code, availability=THREE_NINES) for code in ("web1", "web2", "database1", "database2")]
    top = service(Need(("web1", "web2"), 1), Need(("database1", "database2"), 1))
    found = answer(asked(promise, top, *parts))
    assert (found.says, found.reached) == ("feasible", (1 - Fraction(1, 1000) ** 2) ** 2)
    one_more = service("web1", Need(("database1", "database2"), 1))
    assert answer(asked(Targets(availability=Fraction(9989, 10_000)), one_more, *parts)).says == "feasible"


def test_a_power_feed_that_both_need_is_not_counted_twice() -> None:
    promise = Targets(availability=Fraction(98, 100))
    parts = [part(code, "power", availability=Fraction(9, 10)) for code in ("left", "right")]
    power = part("power", availability=Fraction(99, 100))
    both = answer(asked(promise, service("left", "right"), *parts, power))
    assert both.reached == Fraction(9, 10) ** 2 * Fraction(99, 100)
    one = answer(asked(promise, service(Need(("left", "right"), 1)), *parts, power))
    assert one.reached == Fraction(99, 100) * Fraction(99, 100)


def test_two_of_three() -> None:
    parts = [part(code, availability=Fraction(9, 10)) for code in "abc"]
    top = service(Need(("a", "b", "c"), 2))
    assert answer(asked(Targets(availability=Fraction(972, 1000)), top, *parts)).reached == Fraction(972, 1000)


def test_what_makes_it_only_better_does_not_count() -> None:
    parts = [part("web", availability=THREE_NINES), part("statistics", availability=Fraction(1, 2))]
    top = service("web", Need(("statistics",), enhancing=True))
    found = answer(asked(Targets(availability=THREE_NINES), top, *parts))
    assert (found.says, found.reached, len(found.parts)) == ("feasible", THREE_NINES, 1)


def test_without_an_agreement_nobody_knows_and_what_would_follow_is_said() -> None:
    web, mute = part("web", availability=Fraction(99, 100)), part("mute")
    nobody = Component("nobody")
    easy = answer(asked(Targets(availability=Fraction(98, 100)), service("web", "nobody", "mute"), web, nobody, mute))
    assert (easy.says, easy.reached) == ("unknown", Fraction(99, 100))
    assert easy.gaps == (Gap("mute", "OLA-mute"), Gap("nobody"))
    assert [gap.reason for gap in easy.gaps] == ["no_target", "no_agreement"]
    hard = answer(asked(Targets(availability=THREE_NINES), service("web", "nobody"), web, nobody))
    assert hard.says == "infeasible"  # whatever would be agreed with nobody


def test_a_service_over_nothing_is_a_gap_itself() -> None:
    found = answer(asked(Targets(availability=THREE_NINES), service()))
    assert (found.says, found.gaps) == ("unknown", (Gap("service"),))


def test_eight_hours_around_the_clock_over_eight_office_hours() -> None:
    desk = part("desk", resolution=Leg(8 * HOUR, OFFICE))
    found = answer(asked(Targets(resolution=Leg(8 * HOUR, ALWAYS)), service("desk"), desk))
    late = found.witness
    assert found.says == "infeasible" and isinstance(late, Late)
    assert (late.start, late.takes_seconds, found.reached) == (utc("2026-12-04T09:01"), 72 * HOUR, 72 * HOUR)
    assert late.start.strftime("%A") == "Friday"
    assert late.done == add_working(OFFICE, late.start, 8 * HOUR) == utc("2026-12-07T09:01")
    assert late.late_seconds == 64 * HOUR
    # On Friday at 17:00 even a minute of theirs ends on Monday: no time is short enough, only other hours help.
    (change,) = found.tightening.changes
    assert (change.component, change.to, change.calendar, found.tightening.cost) == ("desk", 8 * HOUR, ALWAYS, 0)
    again = agreed(asked(Targets(resolution=Leg(8 * HOUR, ALWAYS)), service("desk"), desk), [change])
    assert answer(again).says == "feasible"


def test_a_holiday_on_a_friday_makes_thursday_the_worst() -> None:
    data = OFFICE.to_data() | {"holidays": {"2026-12-25": "Christmas"}}
    desk = part("desk", resolution=Leg(8 * HOUR, WorkingCalendar.from_data(data)))
    late = answer(asked(Targets(resolution=Leg(8 * HOUR, ALWAYS)), service("desk"), desk)).witness
    assert (late.start, late.takes_seconds) == (utc("2026-12-24T09:01"), 96 * HOUR)


def test_hand_offs_add_and_each_takes_its_time_in_its_own_hours() -> None:
    desk, supplier = part("desk", resolution=Leg(2 * HOUR, ALWAYS)), part("supplier", resolution=Leg(3 * HOUR, OFFICE))
    model = asked(
        Targets(resolution=Leg(4 * HOUR, OFFICE)),
        service("desk", "supplier"),
        desk,
        supplier,
        hand_offs={"resolution": ("desk", "supplier")},
    )
    found = answer(model)
    # Two hours around the clock and three of theirs are up to five of the hours that are promised.
    assert (found.says, found.promised, found.reached) == ("infeasible", 4 * HOUR, 5 * HOUR)
    assert [(step.component, step.agreement) for step in found.witness.steps] == [
        ("desk", "OLA-desk"),
        ("supplier", "OLA-supplier"),
    ]
    assert [(each.component, each.to) for each in found.tightening.changes] == [("supplier", 2 * HOUR)]
    side_by_side = answer(replace(model, hand_offs={}))
    assert side_by_side.says == "feasible"


def test_of_a_redundant_pair_the_faster_one_counts() -> None:
    parts = [part("slow", resolution=Leg(9 * HOUR, ALWAYS)), part("fast", resolution=Leg(HOUR, ALWAYS))]
    promise = Targets(resolution=Leg(2 * HOUR, ALWAYS))
    assert answer(asked(promise, service(Need(("slow", "fast"), 1)), *parts)).says == "feasible"
    assert answer(asked(promise, service(Need(("slow", "fast"), 2)), *parts)).says == "infeasible"


def test_support_hours_that_end_too_early_have_an_instant_as_witness() -> None:
    long = WorkingCalendar.from_data({"zone": "UTC", "week": {day: [["08:00", "18:00"]] for day in WEEKDAYS}})
    model = asked(
        Targets(support=long), service("desk", "web"), part("desk", support=OFFICE), part("web", support=long)
    )
    found = answer(model)
    assert (found.says, found.promised - found.reached) == ("infeasible", 2 * 262)
    assert found.witness == Unsupported(utc("2026-11-30T08:00"), utc("2026-11-30T09:00"), ("desk",), 2 * 262 * HOUR)
    (change,) = found.tightening.changes
    assert (change.component, change.now, change.to) == ("desk", 8 * 262, 10 * 262)
    assert found.tightening.cost == Fraction(2, 8)
    assert support(model, YEAR, {"desk": change.added}).says == "feasible"
    assert support(model, YEAR, {"desk": change.added[1:]}).says == "infeasible"


def test_hours_are_added_where_they_count_least_and_to_no_more_than_must_be() -> None:
    def hours(*spans: tuple[str, str]) -> WorkingCalendar:
        return WorkingCalendar.from_data({"zone": "UTC", "week": {day: list(map(list, spans)) for day in DAYS}})

    parts = [
        part("a", support=hours(("06:00", "24:00"))),
        part("b", support=hours(("06:00", "23:00"))),
        part("c", support=hours(("02:00", "24:00"))),
        part("d", support=hours(("00:00", "02:00"), ("04:00", "24:00"))),
    ]
    top = service(*(Need(of, 1) for of in (("a", "b"), ("a", "c"), ("b", "d"))))
    found = judge(asked(Targets(support=ALWAYS), top, *parts), Span(MONDAY, utc("2026-12-01T00:00")))[0].tightening
    # Until 2:00 it must be a, until 4:00 it must be b, until 6:00 either: two hours are less of what a has.
    assert [(each.component, [(s.hour, e.hour) for s, e in each.added]) for each in found.changes] == [
        ("a", [(0, 2), (4, 6)]),
        ("b", [(2, 4)]),
    ]
    assert found.cost == Fraction(4, 18) + Fraction(2, 17)


def test_two_shifts_together_are_supported_around_the_clock() -> None:
    days = WorkingCalendar.from_data({"zone": "UTC", "week": {day: [["06:00", "18:00"]] for day in DAYS}})
    nights = WorkingCalendar.from_data(
        {"zone": "UTC", "week": {day: [["00:00", "06:00"], ["18:00", "24:00"]] for day in DAYS}}
    )
    parts = [part("days", support=days), part("nights", support=nights)]
    promise = Targets(support=ALWAYS)
    assert answer(asked(promise, service(Need(("days", "nights"), 1)), *parts)).says == "feasible"
    assert answer(asked(promise, service("days", "nights"), *parts)).says == "infeasible"


DAYS = (*WEEKDAYS, "saturday", "sunday")


def test_interruptions_of_single_points_add_up() -> None:
    parts = [part(code, interruptions=Fraction(count, 30)) for code, count in (("web", 1), ("left", 9), ("right", 9))]
    top = service("web", Need(("left", "right"), 1))
    assert answer(asked(Targets(interruptions=Fraction(1, 30)), top, *parts)).says == "feasible"
    series = answer(asked(Targets(interruptions=Fraction(1, 3)), service("web", "left", "right"), *parts))
    assert (series.says, series.reached) == ("infeasible", Fraction(19, 30))
    assert [(each.component, each.to) for each in series.tightening.changes] == [("left", 0)]


def test_capacity_is_the_least_in_series_and_the_sum_side_by_side() -> None:
    parts = [part(code, capacity=Fraction(60)) for code in ("web1", "web2")]
    gate = part("gate", capacity=Fraction(100))
    found = answer(asked(Targets(capacity=Fraction(120)), service("gate", Need(("web1", "web2"), 2)), gate, *parts))
    assert (found.says, found.reached, [each.component for each in found.parts]) == (
        "infeasible",
        100,
        ["gate", "web1", "web2"],
    )
    assert [(each.component, each.to) for each in found.tightening.changes] == [("gate", 120)]
    sure = answer(asked(Targets(capacity=Fraction(100)), service("gate", Need(("web1", "web2"), 1)), gate, *parts))
    assert (sure.says, sure.reached) == ("infeasible", 60)  # one of the two is all that is sure
    uneven = [part("web1", capacity=Fraction(50)), parts[1]]
    one = answer(asked(Targets(capacity=Fraction(60)), service(Need(("web1", "web2"), 1)), *uneven))
    assert (one.says, one.reached) == ("infeasible", 50)  # and it may be the smaller one


def test_capacity_of_what_two_share_is_there_once() -> None:
    parts = [part(code, "store", capacity=Fraction(60)) for code in ("web1", "web2")]
    store = part("store", capacity=Fraction(80))
    found = answer(asked(Targets(capacity=Fraction(120)), service(Need(("web1", "web2"), 2)), store, *parts))
    assert (found.says, found.reached) == ("infeasible", 80)


def test_notice_is_as_short_as_the_shortest_below_and_reports_as_rare_as_the_rarest() -> None:
    parts = [
        part("web", notice=Fraction(72), reporting=Fraction(30)),
        part("power", notice=Fraction(24), reporting=Fraction(90)),
    ]
    promise = Targets(notice=Fraction(48), reporting=Fraction(30))
    notice, reporting = judge(asked(promise, service("web", "power"), *parts), YEAR)
    assert (notice.says, notice.reached, notice.parts[0].component) == ("infeasible", 24, "power")
    assert (reporting.says, reporting.reached, reporting.parts[0].component) == ("infeasible", 90, "power")
    for found, to in ((notice, 48), (reporting, 30)):
        assert [(each.component, each.to) for each in found.tightening.changes] == [("power", to)]
    again = agreed(asked(promise, service("web", "power"), *parts), notice.tightening.changes)
    assert [each.says for each in judge(again, YEAR)] == ["feasible", "infeasible"]


def test_costs_decide_between_equals_and_what_has_no_cost_stays() -> None:
    promise = Targets(availability=Fraction(97, 100))
    parts = [part(code, availability=Fraction(98, 100)) for code in ("desk", "web")]
    model = asked(promise, service("desk", "web"), *parts)
    assert [each.component for each in answer(model).tightening.changes] == ["desk"]
    costs = {("desk", "availability"): Fraction(5), ("web", "availability"): Fraction(4)}
    found = answer(model, Effort(costs=costs)).tightening
    # 97/98 is 98.9795...: the next thousandth of a per cent is 98.980 %.
    assert [(each.component, each.to) for each in found.changes] == [("web", Fraction(98_980, 100_000))]
    assert found.cost == 4 * Fraction(980, 100_000)
    fixed = answer(model, Effort(costs={("other", "availability"): Fraction(1)})).tightening
    assert fixed.status == "impossible"


def test_hours_and_length_are_tightened_together_where_both_are_needed() -> None:
    desk = part("desk", resolution=Leg(8 * HOUR, OFFICE))
    found = answer(asked(Targets(resolution=Leg(HOUR, ALWAYS)), service("desk"), desk)).tightening
    assert [(each.to, each.calendar) for each in found.changes] == [(HOUR, ALWAYS)]
    assert found.cost == Fraction(7, 8)


def test_hours_that_are_wide_enough_stay_when_a_time_is_only_too_long() -> None:
    mondays = WorkingCalendar.from_data({"zone": "UTC", "week": {"monday": [["09:00", "17:00"]]}})
    parts = [part("desk", resolution=Leg(3 * HOUR, ALWAYS)), part("supplier", resolution=Leg(HOUR, mondays))]
    passed = {"resolution": ("desk", "supplier")}
    model = asked(Targets(resolution=Leg(2 * HOUR, OFFICE)), service("desk"), *parts, hand_offs=passed)
    found = answer(model).tightening
    assert [(each.component, each.to, each.calendar) for each in found.changes] == [
        ("desk", HOUR, None),
        ("supplier", HOUR, OFFICE),
    ]
    assert answer(agreed(model, found.changes)).says == "feasible"


def test_if_nothing_below_can_make_it_that_is_said() -> None:
    parts = [part(code, resolution=Leg(8 * HOUR, OFFICE)) for code in ("desk", "supplier")]
    passed = {"resolution": ("desk", "supplier")}
    minute = asked(Targets(resolution=Leg(60, ALWAYS)), service("desk"), *parts, hand_offs=passed)
    assert answer(minute).tightening.status == "impossible"  # a minute each is two
    weak = Component("weak", agreement="UA-1", targets=Targets(availability=Fraction(1, 2)))
    fixed = Effort(costs={("desk", "availability"): Fraction(1)})
    model = asked(
        Targets(availability=THREE_NINES), service("weak", "desk"), weak, part("desk", availability=Fraction(1))
    )
    assert answer(model, fixed).tightening.status == "impossible"


@pytest.mark.parametrize(
    ("parts", "problem", "names"),
    [
        ([part("b", "c"), part("c", "a"), part("a", "b")], "circle", ("a", "b", "c", "a")),
        ([part("a", "a"), part("b")], "circle", ("a", "a")),
        ([part("a", "nowhere"), part("b")], "unknown", ("nowhere",)),
        ([part("a"), part("a")], "twice", ("a",)),
        ([part("a", Need(("b", "c"), 3)), part("b"), part("c")], "least", ("a",)),
        ([part("a", Need(("b", "c"), 0)), part("b"), part("c")], "least", ("a",)),
        ([part("a", Need(("b", "b"), 1)), part("b")], "least", ("a",)),
        ([part("a", availability=Fraction(101, 100))], "range", ("a", "availability")),
        ([part("a", resolution=Leg(0, ALWAYS))], "range", ("a", "resolution")),
        ([part("a", capacity=Fraction(-1))], "range", ("a", "capacity")),
        ([part("a", reporting=Fraction(0))], "range", ("a", "reporting")),
    ],
)
def test_what_is_no_model_is_refused_by_name(parts: list[Component], problem: str, names: tuple[str, ...]) -> None:
    with pytest.raises(BadModel) as refused:
        asked(Targets(), service("a"), *parts)
    assert (refused.value.problem, refused.value.names) == (problem, names)


def test_a_circle_of_what_only_makes_better_is_none() -> None:
    parts = [part("a", "b"), part("b", Need(("a",), enhancing=True))]
    assert asked(Targets(), service("a"), *parts).order == ("service", "a", "b")


def test_a_promise_is_checked_too_and_a_span_has_a_length() -> None:
    with pytest.raises(BadModel, match="promise"):
        asked(Targets(availability=Fraction(2)), service())
    with pytest.raises(ValueError, match="after first"):
        Span(MONDAY, MONDAY)
    with pytest.raises(ValueError, match="more than 0"):
        Effort(costs={("web", "availability"): Fraction(0)})
