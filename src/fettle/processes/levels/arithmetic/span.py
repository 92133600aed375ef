"""The time over which hours and starts are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fettle.kernel.clock.instants import to_seconds


@dataclass(frozen=True)
class Span:
    """From `first` to `last`. What is recorded at any second of it counts; what is then done may end later."""

    first: datetime
    last: datetime

    def __post_init__(self) -> None:
        if self.last <= self.first:
            raise ValueError("last: must be after first.")

    @property
    def seconds(self) -> tuple[int, int]:
        return to_seconds(self.first), to_seconds(self.last)


def year_from(moment: datetime) -> Span:
    """366 days: every day of the week, both changes of the clocks and each holiday of a year lie in them."""
    return Span(moment, moment + timedelta(days=366))
