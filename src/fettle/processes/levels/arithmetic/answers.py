"""What is answered: codes and values, from which a sentence and a table can be made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.processes.levels.arithmetic.targets import Kind

Certain = Literal["cheapest", "number", "less"]
Says = Literal["feasible", "infeasible", "unknown"]


@dataclass(frozen=True)
class Gap:
    """A needed component that promises nothing of this kind: without any agreement, or in the one that it has."""

    component: str
    agreement: str = ""

    @property
    def reason(self) -> Literal["no_agreement", "no_target"]:
        return "no_target" if self.agreement else "no_agreement"


@dataclass(frozen=True)
class Part:
    """What a component promises, and what the service would reach more (or less, of interruptions) were it perfect."""

    component: str
    agreement: str
    value: Fraction
    gain: Fraction | None = None


@dataclass(frozen=True)
class Unsupported:
    """From `start` until before `end` the service is promised to be supported, and is not since these are not.

    It is the first such time; `seconds` is how much there is in the whole span.
    """

    start: datetime
    end: datetime
    missing: tuple[str, ...]
    seconds: int


@dataclass(frozen=True)
class Step:
    """A component has it from `begins`, and at worst is done at `ends`."""

    component: str
    agreement: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Late:
    """What is recorded at `start` is promised for `due`, and done at `done` if all below take all of their time.

    No start in the span is later behind its due time. `steps` is the way that decides it.
    """

    start: datetime
    due: datetime
    done: datetime
    steps: tuple[Step, ...]

    @property
    def takes_seconds(self) -> int:
        return int((self.done - self.start).total_seconds())

    @property
    def late_seconds(self) -> int:
        """By how much it is done after the due time; not more than 0 when the promise is kept."""
        return int((self.done - self.due).total_seconds())


@dataclass(frozen=True)
class Change:
    """A target that should be agreed anew: its value now, and the one that is proposed.

    Of support the values are hours within the span, and `added` are the times in which it is missing. Of a time
    `calendar` is given when it must be counted in other hours too.
    """

    component: str
    agreement: str
    kind: Kind
    now: Fraction
    to: Fraction
    added: tuple[tuple[datetime, datetime], ...] = ()
    calendar: WorkingCalendar | None = None


@dataclass(frozen=True)
class Tightening:
    """What to agree anew so that the promise can be kept; `impossible` when it could not if all below were as
    good as can be agreed: of availability just short of 100 %, which nobody can promise.

    `cost` is the sum of relative changes, or what the changes cost. With anything less of the changes the promise is
    infeasible. Beyond that it is `certain` that nothing is cheaper, or, where there were too many ways to try them
    all, only that no smaller number of changes does it, or not even that.
    """

    status: Literal["found", "impossible"]
    changes: tuple[Change, ...] = ()
    cost: Fraction = Fraction(0)
    certain: Certain = "cheapest"


@dataclass(frozen=True)
class Verdict:
    """The answer for one target of the promise.

    `promised` and `reached` are in the unit of the target: of times seconds on the clock of the promise, at the worst
    start; of support the hours of the span that are promised, and those of them that are covered. What is missing in
    `gaps` is taken as perfect in `reached`: so an answer can be infeasible with gaps, and is unknown when it would be
    feasible without them.
    """

    kind: Kind
    says: Says
    promised: Fraction
    reached: Fraction | None
    gaps: tuple[Gap, ...] = ()
    parts: tuple[Part, ...] = ()
    witness: Unsupported | Late | None = None
    tightening: Tightening | None = None


def says(kept: bool, gaps: tuple[Gap, ...]) -> Says:
    return "infeasible" if not kept else "unknown" if gaps else "feasible"
