"""What happens to risks. ``inherent`` and ``residual`` are the levels that the matrix gave at that moment: a matrix
that is changed later changes no past.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact

REASON: tuple[str, ...] = ("reason",)


@dataclass(frozen=True)
class Identified(Fact):
    """Somebody saw a risk (PR6.A2.1)."""

    name: ClassVar[str] = "risks.identified"
    words: ClassVar = _("noted the risk")


@dataclass(frozen=True)
class Revised(Fact):
    """It was described or owned otherwise."""

    name: ClassVar[str] = "risks.revised"
    words: ClassVar = _("updated the risk")


@dataclass(frozen=True)
class Assessed(Fact):
    """How likely and how bad it is was judged, for the first time or anew (PR6.A2.1, A2.2)."""

    name: ClassVar[str] = "risks.assessed"
    words: ClassVar = _("assessed the risk")
    quotes: ClassVar[tuple[str, ...]] = REASON
    reason: str = ""
    inherent: int = 0
    residual: int = 0


@dataclass(frozen=True)
class Treated(Fact):
    """Its measures are in place; ``residual`` is what remains."""

    name: ClassVar[str] = "risks.treated"
    words: ClassVar = _("noted the risk as treated")
    quotes: ClassVar[tuple[str, ...]] = REASON
    reason: str = ""
    residual: int = 0


@dataclass(frozen=True)
class Accepted(Fact):
    """Somebody who may do so bears it as it is, until a day."""

    name: ClassVar[str] = "risks.accepted"
    words: ClassVar = _("accepted the risk")
    quotes: ClassVar[tuple[str, ...]] = REASON
    reason: str = ""
    until: str = ""


@dataclass(frozen=True)
class AcceptanceEnds(Fact):
    """The day until which it is accepted is near."""

    name: ClassVar[str] = "risks.acceptance_ends"
    words: ClassVar = _("reminded that the acceptance ends soon")
    until: str = ""


@dataclass(frozen=True)
class AcceptanceEnded(Fact):
    """The day has passed: the risk is open again."""

    name: ClassVar[str] = "risks.acceptance_ended"
    words: ClassVar = _("opened the risk again, its acceptance is over")
    until: str = ""


@dataclass(frozen=True)
class Closed(Fact):
    """It is a risk no more."""

    name: ClassVar[str] = "risks.closed"
    words: ClassVar = _("closed the risk")
    quotes: ClassVar[tuple[str, ...]] = REASON
    reason: str = ""


@dataclass(frozen=True)
class Reopened(Fact):
    """It is one again."""

    name: ClassVar[str] = "risks.reopened"
    words: ClassVar = _("opened the risk again")
    quotes: ClassVar[tuple[str, ...]] = REASON
    reason: str = ""


@dataclass(frozen=True)
class WithdrawnRisk(Fact):
    """It was noted in error, or stands elsewhere."""

    name: ClassVar[str] = "risks.withdrawn"
    words: ClassVar = _("withdrew the risk")
    quotes: ClassVar[tuple[str, ...]] = REASON
    reason: str = ""
