"""What follows from the decisions of a round. Pure: the rows are kept elsewhere, nothing is decided by time.

A later step is asked when the one before is fulfilled. A refusal ends the round. What comes after the end, from
somebody who was not asked, or a second time counts nothing, so that an outcome that was reached stays whatever
arrives later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OPEN, APPROVED, REFUSED = "open", "approved", "refused"


@dataclass(frozen=True)
class Step:
    """``seats`` are the ids of the people who are asked; the step is fulfilled once ``needed`` of them approve."""

    seats: frozenset[int]
    needed: int


@dataclass(frozen=True)
class Given:
    """A decision: in which step, for whose seat, by whom (the same person, or their delegate)."""

    step: int
    seat: int
    who: int
    approves: bool


@dataclass(frozen=True)
class Standing:
    """``step`` is the one that is asked, counted from 0; after the end the last one that was. ``waiting`` are the seats
    that may still decide. ``last`` is the place, in the order of arrival, of the decision that brought the end.
    """

    outcome: str
    step: int
    waiting: frozenset[int]
    last: int | None = None


def evaluate(steps: Sequence[Step], decisions: Iterable[Given]) -> Standing:
    """Where a round stands after these decisions, in the order in which they came."""
    step = 0
    seats: set[int] = set()
    people: set[int] = set()
    approvals = 0
    for at, given in enumerate(decisions):
        asked = steps[step].seats - seats
        if given.step != step or given.seat not in asked or given.who in people:
            continue
        if not given.approves:
            return Standing(REFUSED, step, frozenset(), at)
        seats.add(given.seat)
        people.add(given.who)
        approvals += 1
        if approvals >= steps[step].needed:
            if step + 1 == len(steps):
                return Standing(APPROVED, step, frozenset(), at)
            step, approvals, seats, people = step + 1, 0, set(), set()
    return Standing(OPEN, step, steps[step].seats - seats)
