"""The life of a clock as phases: what it was doing from when until when, before any calendar is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from fettle.kernel.clock.marks import Mark, Terms, What, until

Doing = Literal["waiting", "running", "paused", "stopped", "cancelled"]
"""waiting: not started yet. Only a running clock counts."""

# What each mark makes of a clock. A mark that is not listed for what the clock is doing changes nothing: a record may
# be paused before its clock starts, resolved twice, or resumed without having been paused.
_NEXT: dict[tuple[Doing, What], Doing] = {
    ("waiting", "start"): "running",
    ("running", "pause"): "paused",
    ("paused", "pause"): "paused",
    ("paused", "resume"): "running",
    ("running", "stop"): "stopped",
    ("paused", "stop"): "stopped",
    ("running", "cancel"): "cancelled",
    ("paused", "cancel"): "cancelled",
    ("stopped", "restart"): "running",
    ("cancelled", "restart"): "running",
}


class Phase(NamedTuple):
    """What the clock did from `start` until `end`, in seconds since the epoch; `reason` is why it was paused."""

    start: int
    end: int
    doing: Doing
    reason: str


@dataclass(frozen=True, slots=True)
class Life:
    """The phases without gap or overlap, what the clock is doing at their end, and the terms that hold there."""

    phases: tuple[Phase, ...]
    doing: Doing
    started: int | None
    ended: int
    """Until when the clock has been read: its stop or cancellation, or the moment that was asked for."""
    reason: str
    """Of the mark that made the clock do what it is doing."""
    terms: Terms | None


def lived(marks: Iterable[Mark], moment: int) -> Life:
    """The life of a clock until this second. Marks that come later are not known yet."""
    phases: list[Phase] = []
    doing: Doing = "waiting"
    since, reason, started, terms = moment, "", None, None
    for second, mark in until(marks, moment):
        if doing == "waiting" or mark.what != "start":  # another promise does not take the place of the one that runs
            terms = mark.terms or terms
        after = _NEXT.get((doing, mark.what))
        if after is None:
            continue
        if doing == "waiting":
            started = second
        elif since < second:
            phases.append(Phase(since, second, doing, reason))
        since, doing, reason = second, after, mark.reason
    if doing in ("running", "paused"):
        if since < moment:
            phases.append(Phase(since, moment, doing, reason))
        since = moment
    return Life(tuple(phases), doing, started, since, reason, terms)
