"""Clocks, replayed: a reading is a pure function of the marks, the terms with their calendar, and the moment asked for.

The terms in force at that moment hold for the whole life of the clock. Another priority, agreement or calendar
therefore recounts everything from the start, and pauses stay excluded whatever the terms are.

A target is reached at the first instant with that much counted time. It counts as passed, and the promise as missed,
when the clock was still running then; one that stops or pauses at that very second has kept it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property, lru_cache
from math import ceil
from typing import Literal

from fettle.kernel.clock.calendar import after_working, seconds_between
from fettle.kernel.clock.instants import to_moment, to_seconds
from fettle.kernel.clock.intervals import Interval, explain
from fettle.kernel.clock.marks import Mark, Terms, what_if
from fettle.kernel.clock.phases import Life, Phase, lived
from fettle.kernel.clock.wording import NoWorkingTime

__all__ = ["Interval", "Mark", "Reading", "Terms", "at_fraction", "read", "what_if"]

State = Literal["not_started", "running", "paused", "met", "missed", "cancelled"]


@dataclass(frozen=True)
class Reading:
    """A clock at one moment. Times are UTC, durations whole seconds of working time.

    `state`: a running clock may have passed its target (`breached_at`); met and missed are said only when it has
    stopped, and met also without a target. `stopped_at` is the stop or the cancellation.
    `due_at`: when the target is or would be reached; None while paused, without target, when cancelled, and under a
    calendar that never works again. `breached_at`: when the target was passed; None if it was not, or is cancelled.
    `remaining_seconds`: negative when the target was exceeded; None without target.
    """

    state: State
    terms: Terms | None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    elapsed_seconds: int = 0
    remaining_seconds: int | None = None
    due_at: datetime | None = None
    breached_at: datetime | None = None
    reason: str = ""
    """Why it is paused."""
    phases: tuple[Phase, ...] = ()

    @cached_property
    def intervals(self) -> tuple[Interval, ...]:
        """From the start until it stopped or was read, without gap or overlap; the counted ones sum to elapsed."""
        return explain(self.phases, self.terms.calendar) if self.terms else ()


def read(marks: Iterable[Mark], as_of: datetime) -> Reading:
    """The clock as it stood at this moment. Raises ValueError when it was started without terms."""
    life = lived(marks, to_seconds(as_of))
    if life.started is None:
        return Reading("not_started", life.terms)
    terms = _terms(life)
    elapsed = _elapsed(life)
    passed, due = _passed_and_due(life, terms.target_seconds, elapsed)
    return Reading(
        state=_state(life, passed),
        terms=terms,
        started_at=to_moment(life.started),
        stopped_at=to_moment(life.ended) if life.doing in ("stopped", "cancelled") else None,
        elapsed_seconds=elapsed,
        remaining_seconds=None if terms.target_seconds is None else terms.target_seconds - elapsed,
        due_at=None if due is None or life.doing in ("paused", "cancelled") else to_moment(due),
        breached_at=None if passed is None or life.doing == "cancelled" else to_moment(passed),
        reason=life.reason if life.doing == "paused" else "",
        phases=life.phases,
    )


def at_fraction(marks: Iterable[Mark], as_of: datetime, fraction: float) -> datetime | None:
    """When this part of the target (0.5 for a half) was reached, or will be if the clock runs on as it does now.

    None without target, and when it was not reached and the clock is not running. Raises ValueError for 0 or less.
    """
    if fraction <= 0:
        raise ValueError("fraction: must be more than 0, such as 0.75 for three quarters of the target.")
    life = lived(marks, to_seconds(as_of))
    if life.started is None or (target := _terms(life).target_seconds) is None:
        return None
    needed = ceil(target * _exact(fraction))
    passed, due = _passed_and_due(life, needed, _elapsed(life))
    moment = due if life.doing == "running" else passed
    return None if moment is None else to_moment(moment)


@lru_cache(maxsize=32)
def _exact(fraction: float) -> Fraction:
    """As it was written: 0.1 is a tenth."""
    return Fraction(str(fraction))


def _terms(life: Life) -> Terms:
    if life.terms is None:
        raise ValueError("terms: this clock was started without terms. Give the mark “start” its terms.")
    return life.terms


def _elapsed(life: Life) -> int:
    calendar = _terms(life).calendar
    return sum(seconds_between(calendar, phase.start, phase.end) for phase in life.phases if phase.doing == "running")


def _passed_and_due(life: Life, target: int | None, elapsed: int) -> tuple[int | None, int | None]:
    """The second at which the clock ran past its target, and the second at which it is or would be reached."""
    if target is None:
        return None, None
    calendar, counted = _terms(life).calendar, 0
    for phase in life.phases if elapsed >= target else ():
        if phase.doing == "running":
            worked = seconds_between(calendar, phase.start, phase.end)
            if counted + worked >= target:
                reached = after_working(calendar, phase.start, target - counted)
                if reached < phase.end:
                    return reached, reached
            counted += worked
    try:
        return None, after_working(calendar, life.ended, target - elapsed)
    except NoWorkingTime:
        return None, None


def _state(life: Life, passed: int | None) -> State:
    if life.doing == "stopped":
        return "met" if passed is None else "missed"
    return "not_started" if life.doing == "waiting" else life.doing
