"""The targets that an agreement can promise: the same for SLA, OLA and UA, so that one can be held to the other."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from fettle.kernel.clock.calendar import WorkingCalendar

Clock = Literal["response", "resolution", "fulfilment"]
Kind = Literal[
    "availability",
    "support",
    "response",
    "resolution",
    "fulfilment",
    "interruptions",
    "capacity",
    "notice",
    "reporting",
]
CLOCKS: tuple[Clock, ...] = get_args(Clock)
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Leg:
    """A time promised: so many seconds of working time in this calendar."""

    seconds: int
    calendar: WorkingCalendar


@dataclass(frozen=True)
class Targets:
    """What one agreement promises; None where it says nothing.

    Those of a component speak for its own part, not for what it needs.
    """

    availability: Fraction | None = None
    """At least this part of the time, from 0 to 1."""
    support: WorkingCalendar | None = None
    """Somebody answers in all of these hours."""
    response: Leg | None = None
    resolution: Leg | None = None
    fulfilment: Leg | None = None
    interruptions: Fraction | None = None
    """At most so many a day (3 a month of 30 days: 1/10); the mean time between two is the inverse, in days."""
    capacity: Fraction | None = None
    """At least so much, in one unit for all of a model."""
    notice: Fraction | None = None
    """Maintenance is announced at least so many hours before."""
    reporting: Fraction | None = None
    """At most so many days between two reports."""

    def out_of_range(self) -> Kind | None:
        """The first target that cannot be promised, such as 101 %."""
        if self.availability is not None and not 0 <= self.availability <= 1:
            return "availability"
        for clock in CLOCKS:
            leg: Leg | None = getattr(self, clock)
            if leg is not None and leg.seconds <= 0:
                return clock
        if self.interruptions is not None and self.interruptions < 0:
            return "interruptions"
        if self.capacity is not None and self.capacity < 0:
            return "capacity"
        if self.notice is not None and self.notice < 0:
            return "notice"
        if self.reporting is not None and self.reporting <= 0:
            return "reporting"
        return None
