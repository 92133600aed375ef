"""What a clock is told: the terms that hold, and the marks that happened. Records turn their entries into these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.instants import to_seconds

What = Literal["start", "pause", "resume", "stop", "restart", "retarget", "cancel"]
"""start: the promise begins, once · pause, resume · stop: it is fulfilled · restart: reopened · retarget: other terms
hold · cancel: it no longer applies, since the record was withdrawn or merged into another one, whose own clock goes
on. What is cancelled stands still from then on, neither met nor missed: a merged record never counts as resolved."""
_MARKS: frozenset[str] = frozenset(get_args(What))


@dataclass(frozen=True)
class Terms:
    """What is promised: a target in seconds of working time (None: measured without a target) under a calendar.

    `name` is the clock, such as response or resolution; `label` says which agreement and version, for the explanation.
    Raises ValueError for a target that is not positive.
    """

    name: str
    target_seconds: int | None
    calendar: WorkingCalendar
    label: str = ""

    def __post_init__(self) -> None:
        if self.target_seconds is not None and self.target_seconds <= 0:
            raise ValueError(
                "target_seconds: a target must be longer than zero. Give None for a clock without a target."
            )


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened to a clock at an aware time; `seq` orders what happened at the same time.

    `reason` is why it pauses. `terms` come with the start and with every retarget.
    """

    at: datetime
    seq: int
    what: What
    reason: str = ""
    terms: Terms | None = None

    def __post_init__(self) -> None:
        if self.what not in _MARKS:
            raise ValueError(f"what: “{self.what}” is not a mark. Give one of {', '.join(get_args(What))}.")
        if self.what == "retarget" and self.terms is None:
            raise ValueError("terms: a retarget must say which terms hold from now on.")


def in_order(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in the order of truth: by time, then by sequence. What was entered late finds its place."""
    return sorted(marks, key=lambda mark: (mark.at, mark.seq))


def until(marks: Iterable[Mark], moment: int) -> Iterator[tuple[int, Mark]]:
    """The marks in order that had happened at this second, each with its own second."""
    for mark in in_order(marks):
        second = to_seconds(mark.at)
        if second > moment:
            return
        yield second, mark


def what_if(marks: Iterable[Mark], terms: Terms) -> tuple[Mark, ...]:
    """The same history as if these terms had always held: to be read like any other."""
    others = (mark for mark in in_order(marks) if mark.what != "retarget")
    return tuple(replace(mark, terms=terms if mark.what == "start" else None) for mark in others)
