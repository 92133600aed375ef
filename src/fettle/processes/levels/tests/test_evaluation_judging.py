"""Targets held against values, periods, and rules over several periods: pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.processes.levels import exclusions
from fettle.processes.levels.evaluation import following, judging, spans, wording
from fettle.processes.levels.evaluation.judging import ByHand
from fettle.processes.levels.evaluation.outcomes import Decided
from fettle.processes.levels.evaluation.spans import MONTH, QUARTER, YEAR, Span

TIMES = [{"kind": "incident", "priority": 1, "response_minutes": 5, "resolution_minutes": None}]
PROMISES = [
    {"kind": "availability", "percent": 99.5, "period": "month"},
    {"kind": "reliability", "interruptions": 2, "period": "year", "hours_between": None},
    {"kind": "capacity", "name": "storage", "amount": 500, "unit": "GB"},
    {"kind": "capacity", "name": "lines", "amount": 10, "unit": "x"},
    {"kind": "notice", "hours": 48},
    {"kind": "reporting", "days": 31},
]


def test_a_time_is_kept_when_enough_records_kept_it() -> None:
    def share(kept: int) -> judging.Row:
        return judging.rows(TIMES, [], MONTH, 90, {"incident-1-response": Decided(10, kept, ())}, {})[0]

    assert share(9).met is True and share(8).met is False and share(8).measured == 80
    nothing = judging.rows(TIMES, [], MONTH, 90, {}, {})
    assert len(nothing) == 1, "no target, no row"
    assert nothing[0].met is None and nothing[0].because == judging.NOTHING


def test_promises_are_met_on_their_side_of_the_limit() -> None:
    entered = {
        "availability": ByHand(Decimal("99.4"), "probe"),
        "reliability": ByHand(Decimal(9), "probe"),
        "capacity-2": ByHand(Decimal(10), "count"),
        "reporting": ByHand(Decimal(32), "list"),
    }
    rows = {row.code: row for row in judging.rows([], PROMISES, MONTH, 90, {}, entered)}
    assert rows["availability"].met is False and rows["availability"].source == "probe"
    assert rows["reliability"].met is None and rows["reliability"].because == judging.ELSEWHEN
    assert rows["capacity-1"].because == judging.BY_HAND and rows["capacity-2"].met is True
    assert rows["notice"].met is None and rows["reporting"].met is False
    year = {row.code: row for row in judging.rows([], PROMISES, YEAR, 90, {}, entered)}
    assert year["reliability"].met is False and year["availability"].because == judging.ELSEWHEN


def test_hours_between_interruptions_are_a_target_of_their_own() -> None:
    spaced = [{"kind": "reliability", "interruptions": 3, "period": "quarter", "hours_between": 240}]
    entered = {"reliability": ByHand(Decimal(2), "probe"), "reliability-spacing": ByHand(Decimal("239.5"), "probe")}
    rows = judging.rows([], spaced, QUARTER, 90, {}, entered)
    assert [(row.code, row.needed, row.side, row.met) for row in rows] == [
        ("reliability", 3, judging.AT_MOST, True),
        ("reliability-spacing", 240, judging.AT_LEAST, False),
    ]
    assert [row.because for row in judging.rows([], spaced, YEAR, 90, {}, entered)] == [judging.ELSEWHEN] * 2
    assert judging.read(rows[1].stored()) == rows[1]
    planned = [{"kind": "planned", "words": "", "targets": ["reliability"]}]
    assert exclusions.about(planned, rows[1].code) == planned and not exclusions.about(planned, "availability")
    assert "239.5 h" in wording.measured(rows[1]) and "240 h" in wording.promised(rows[1])


def test_what_is_stored_reads_the_same() -> None:
    told = {"incident-1-response": Decided(3, 2, (1, 2, 3))}
    for row in judging.rows(TIMES, PROMISES, MONTH, 90, told, {"notice": ByHand(Decimal("47.5"), "x")}):
        assert judging.read(row.stored()) == row


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.sampled_from([MONTH, QUARTER, YEAR]))
def test_periods_follow_each_other_without_a_gap(day: date, unit: str) -> None:
    months = spans.MONTHS[unit]
    one = Span(unit, day.replace(day=1, month=(day.month - 1) // months * months + 1))
    assert one.start <= day <= one.last and one.moved(1).start == one.end and one.moved(1).moved(-1) == one
    assert spans.read(one.key) == one
    for zone in ("Europe/Prague", "America/St_Johns", "UTC"):
        assert one.moments(zone).end == one.moved(1).moments(zone).start


def test_a_month_with_a_change_of_the_clocks_is_an_hour_longer_or_shorter() -> None:
    october, march = Span(MONTH, date(2026, 10, 1)), Span(MONTH, date(2026, 3, 1))
    autumn, spring = october.moments("Europe/Berlin"), march.moments("Europe/Berlin")
    assert autumn.start == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert autumn.end - autumn.start == timedelta(days=31, hours=1)
    assert spring.end - spring.start == timedelta(days=31, hours=-1)


@pytest.mark.parametrize("text", ["2026-13", "2026-Q5", "26-10", "2026-1", "", "2026-10-01", "1999", "٢٠٢٦"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Give a month"):
        spans.read(text)


RULE = {"missed": "2", "of": "3", "unit": "month", "action": "review", "days": "14"}


def test_rules_over_several_periods_are_read_from_rows() -> None:
    rows = following.of_rows([RULE, {**RULE, "missed": "1", "unit": "quarter", "action": "tell", "days": ""}], None)
    assert rows[0] == {"missed": 2, "of": 3, "unit": "month", "action": "review", "days": 14}
    assert rows[1] == {"missed": 1, "of": 3, "unit": "quarter", "action": "tell", "days": 0}
    assert following.of_rows(rows, None) == rows, "what is kept stays as it is"


@pytest.mark.parametrize(
    "change",
    [
        *({"missed": "3", "of": "2"}, {"unit": "week"}, {"action": "shout"}, {"missed": "x"}, {"days": ""}),
        *({"days": "367"}, {"missed": "0"}, {"of": "25"}, {"more": "1"}),
    ],
)
def test_rules_that_cannot_be_are_refused(change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="Row 1"):
        following.of_rows([{**RULE, **change}], None)


def test_there_are_not_more_rules_than_somebody_reads() -> None:
    many = [{**RULE, "days": str(at)} for at in range(following.MOST_ROWS + 1)]
    with pytest.raises(ValueError, match="at most 20 rows"):
        following.of_rows(many, None)
