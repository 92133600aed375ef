"""What a version promises as the arithmetic asks it: one question for what holds always, one for each time or capacity.

Pure but for calendars. A promise that is counted over a longer time than it is held to may fall due all at once: 99.9 %
a year allows a month that is nine hours short. So it is held to what it surely means for the shorter time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.processes.levels.arithmetic.targets import Kind, Leg, Targets
from fettle.processes.levels.promises import DAYS, of

Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Question:
    """``kind`` and ``rank`` of a record whose times are asked for, ``first`` when it is the first response;
    ``capacity`` is the (name, unit) that is asked for; none of them for what holds always. ``days``: over so many the
    promise counts what it counts.
    """

    kind: str = ""
    rank: int = 0
    capacity: tuple[str, str] = ("", "")
    first: bool = False
    days: int = 30
    steady_days: int = 30


@dataclass(frozen=True)
class Said:
    """What a version says, apart from where it is stored."""

    targets: Rows
    promises: Rows
    calendar: WorkingCalendar


def questions(said: Said) -> list[Question]:
    """All that can be asked of what is promised. Their places name what was accepted as lacking: new ones come last."""
    share, steady = of(said.promises, "availability"), of(said.promises, "reliability")
    days = DAYS[share["period"]] if share else 30
    steady_days = DAYS[steady["period"]] if steady else 30
    always = Question(days=days, steady_days=steady_days)
    named = [Question(capacity=_capacity_key(row)) for row in said.promises if row["kind"] == "capacity"]
    times = [Question(row["kind"], int(row["priority"])) for row in said.targets if row["resolution_minutes"]]
    first = [Question(row["kind"], int(row["priority"]), first=True) for row in said.targets if row["response_minutes"]]
    return [always, *named, *times, *first]


def speaks(said: Said, question: Question, kind: Kind) -> bool:
    """Whether a version says anything of it. Of a time it does so by its row, as clocks choose: without minutes the row
    promises nothing, and leaves nothing to the next.
    """
    if question.kind:
        return _row(said, question) is not None
    return getattr(promise(said, question), kind) is not None


def promise(said: Said, question: Question) -> Targets:
    """What a version promises of a question; None where it promises nothing."""
    if question.kind:
        return _times(said, question)
    if question.capacity[0]:
        rows = (row for row in said.promises if row["kind"] == "capacity")
        found = next((row for row in rows if _capacity_key(row) == question.capacity), None)
        return Targets(capacity=_exact(found["amount"]) if found else None)
    return _always(said, question)


def _row(said: Said, question: Question) -> dict[str, Any] | None:
    same = (row for row in said.targets if row["kind"] == question.kind and int(row["priority"]) == question.rank)
    return next(same, None)


def _times(said: Said, question: Question) -> Targets:
    row = _row(said, question)
    minutes = row["response_minutes" if question.first else "resolution_minutes"] if row else None
    leg = Leg(minutes * 60, said.calendar) if minutes else None
    if question.first:
        return Targets(response=leg)
    return Targets(fulfilment=leg) if question.kind == "request" else Targets(resolution=leg)


def _always(said: Said, question: Question) -> Targets:
    share, steady, notice, report = (
        of(said.promises, kind) for kind in ("availability", "reliability", "notice", "reporting")
    )
    availability = interruptions = None
    if share:
        missing = 1 - _exact(share["percent"]) / 100
        availability = max(Fraction(0), 1 - missing * max(Fraction(1), Fraction(DAYS[share["period"]], question.days)))
    if steady:
        interruptions = Fraction(steady["interruptions"], min(DAYS[steady["period"]], question.steady_days))
    return Targets(
        availability=availability,
        support=said.calendar,
        interruptions=interruptions,
        notice=Fraction(notice["hours"]) if notice else None,
        reporting=Fraction(report["days"]) if report else None,
    )


def _capacity_key(row: dict[str, Any]) -> tuple[str, str]:
    return row["name"].strip().casefold(), row["unit"].strip().casefold()


def _exact(value: float) -> Fraction:
    """As it was written: 99.9 is 999/10."""
    return Fraction(str(value))
