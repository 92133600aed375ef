"""When a report's check is due, and what checking keeps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.models import Record
from fettle.processes.reporting import actions
from fettle.processes.reporting.due import MONTHS, check_due, period_after
from fettle.site.testing.cast import SPECIFIED
from fettle.site.testing.world import World

DAYS = [date(2023, 12, 25) + timedelta(days=at) for at in range(800)]


@pytest.mark.parametrize("frequency", ["weekly", *MONTHS])
def test_periods_follow_each_other_without_gap_or_overlap(frequency: str) -> None:
    """Every day of a period has the same end; the end begins the next, which ends later."""
    for day in DAYS:
        end = period_after(frequency, day)
        assert end > day
        last = end - timedelta(days=1)
        assert period_after(frequency, last) == end and period_after(frequency, end) > end
        if frequency == "weekly":
            assert end.weekday() == 0 and (end - day).days <= 7
        else:
            assert end.day == 1 and (end.month - 1) % MONTHS[frequency] == 0


def test_a_check_is_due_after_the_first_period_that_nobody_checked() -> None:
    assert check_due("monthly", date(2026, 1, 1), None, 7) == date(2026, 2, 8)
    assert check_due("monthly", date(2026, 1, 1), date(2026, 1, 31), 7) == date(2026, 3, 8)
    assert check_due("monthly", date(2026, 5, 20), date(2026, 1, 31), 0) == date(2026, 6, 1)
    assert check_due("yearly", date(2024, 2, 29), None, 0) == date(2025, 1, 1)


@pytest.fixture
def report(world: World) -> Record:
    return actions.register(world.actor("manager"), **SPECIFIED, title="Report", identifier="report")


def test_what_was_wrong_stays_until_somebody_saw_to_it(world: World, report: Record) -> None:
    manager, january = world.actor("manager"), (date(2026, 1, 1), date(2026, 1, 31))

    def check(outcome: str, start: date = january[0], last: date = january[1]) -> str:
        found = actions.VERBS["verify"](manager, report.number, period_from=start, period_until=last, outcome=outcome)
        return str(found.item.follow_up_state)

    assert check("as_specified") == ""
    assert check("late") == "needed"
    wish = {"follow_up": "Ask", "follow_up_by": world.people["agent"], "follow_up_until": date(2026, 3, 1)}
    assert actions.VERBS["follow_up"](manager, report.number, **wish).item.follow_up_state == "open"
    assert check("as_specified") == "open", "a later good report does not end what was begun"
    assert actions.VERBS["settle"](manager, report.number, remark="Asked").item.follow_up_state == "done"
    assert check("as_specified", date(2025, 1, 1), date(2025, 1, 31)) == ""
    assert Record.objects.get(pk=report.pk).item.checked_until == january[1], "an older check moves nothing back"


def test_what_cannot_be_checked_is_said(world: World, report: Record) -> None:
    manager, today = world.actor("manager"), date.today()
    for start, last in ((today, today - timedelta(days=1)), (today - timedelta(days=7), today)):
        with pytest.raises(Invalid) as no:
            actions.VERBS["verify"](manager, report.number, period_from=start, period_until=last, outcome="late")
        assert "period_until" in no.value.errors
    with pytest.raises(Refusal, match="No follow-up is open"):
        actions.VERBS["settle"](manager, report.number, remark="Nothing")
