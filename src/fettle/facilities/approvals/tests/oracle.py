"""What follows from decisions, worked out otherwise than in ``outcome``: step by step, by positions in the list."""

from __future__ import annotations

from collections.abc import Sequence

from fettle.facilities.approvals.outcome import Given, Step


def ends(steps: Sequence[Step], given: Sequence[Given]) -> tuple[str, int]:
    """Outcome, and the place of the decision that brought it (-1 while open)."""
    begin = 0
    for number, step in enumerate(steps):
        counted = [
            at
            for at in range(begin, len(given))
            if given[at].step == number
            and given[at].seat in step.seats
            and not any(_counts(given, step, number, begin, earlier, at) for earlier in range(begin, at))
        ]
        approving = [at for at in counted if given[at].approves]
        refusing = [at for at in counted if not given[at].approves]
        done = approving[step.needed - 1] if len(approving) >= step.needed else None
        if refusing and (done is None or refusing[0] < done):
            return "refused", refusing[0]
        if done is None:
            return "open", -1
        begin, last = done + 1, done
    return "approved", last


def _counts(given: Sequence[Given], step: Step, number: int, begin: int, earlier: int, at: int) -> bool:
    """Whether an earlier decision that counts itself leaves no room for this one: same seat, or same person."""
    one, other = given[earlier], given[at]
    if one.step != number or one.seat not in step.seats or (one.seat != other.seat and one.who != other.who):
        return False
    return not any(_counts(given, step, number, begin, before, earlier) for before in range(begin, earlier))
