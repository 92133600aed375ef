"""The explanation of a clock: every interval of its life, and the rule that counted or excluded it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fettle.kernel.clock.calendar import WorkingCalendar, holidays_between, spans_between
from fettle.kernel.clock.instants import day_of, to_moment, to_seconds
from fettle.kernel.clock.phases import Doing, Phase
from fettle.kernel.clock.wording import Sentence, explained

Rule = Literal["working", "outside_hours", "holiday", "paused", "resolved", "cancelled"]

_EXCLUDED: dict[Doing, Rule] = {"paused": "paused", "stopped": "resolved", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start` until `end` (UTC) the clock counted or did not, and the rule why.

    `detail` is the reason of a pause or the name of a holiday, `day` the holiday's date in ISO form.
    """

    start: datetime
    end: datetime
    rule: Rule
    detail: str = ""
    day: str = ""

    @property
    def counted(self) -> bool:
        return self.rule == "working"

    @property
    def seconds(self) -> int:
        """The length of the interval; those of the counted ones add up to what has elapsed."""
        return to_seconds(self.end) - to_seconds(self.start)

    @property
    def sentence(self) -> Sentence:
        return explained(self.rule, self.detail, self.day)


def explain(phases: Iterable[Phase], calendar: WorkingCalendar) -> tuple[Interval, ...]:
    """The intervals of these phases under this calendar, without gap or overlap."""
    return tuple(interval for phase in phases for interval in _of_phase(phase, calendar))


def _of_phase(phase: Phase, calendar: WorkingCalendar) -> Iterator[Interval]:
    if phase.doing != "running":
        yield Interval(to_moment(phase.start), to_moment(phase.end), _EXCLUDED[phase.doing], phase.reason)
        return
    at = phase.start
    for start, end in spans_between(calendar, phase.start, phase.end):
        yield from _not_worked(at, start, calendar)
        yield Interval(to_moment(start), to_moment(end), "working")
        at = end
    yield from _not_worked(at, phase.end, calendar)


def _not_worked(start: int, end: int, calendar: WorkingCalendar) -> Iterator[Interval]:
    """Between two working spans: the holidays by name, and what is left is outside working hours."""
    at = start
    for piece in holidays_between(calendar, start, end):
        if at < piece.start:
            yield Interval(to_moment(at), to_moment(piece.start), "outside_hours")
        day = day_of(piece.day)
        name = calendar.holiday_on(day) or ""
        yield Interval(to_moment(piece.start), to_moment(piece.end), "holiday", name, day.isoformat())
        at = piece.end
    if at < end:
        yield Interval(to_moment(at), to_moment(end), "outside_hours")
