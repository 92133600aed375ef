"""What happens to violations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class ViolationNoted(Fact):
    """Targets were missed in a period."""

    name: ClassVar[str] = "levels.violation_noted"
    words: ClassVar = _("noted the violation")
    audience: ClassVar[str] = STAFF
    period: str = ""


@dataclass(frozen=True)
class ViolationRevised(Fact):
    """Owner, cause or notice were changed, or an evaluation was done anew."""

    name: ClassVar[str] = "levels.violation_revised"
    words: ClassVar = _("changed the violation")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class ViolationTold(Fact):
    """The other side was told: ``people`` get the notice here, or ``how`` says by which other way."""

    name: ClassVar[str] = "levels.violation_told"
    words: ClassVar = _("sent the notice of violation")
    quotes: ClassVar[tuple[str, ...]] = ("notice", "how")
    notice: str = ""
    how: str = ""
    people: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class ViolationAcknowledged(Fact):
    """The other side has read it."""

    name: ClassVar[str] = "levels.violation_acknowledged"
    words: ClassVar = _("acknowledged the notice of violation")
    quotes: ClassVar[tuple[str, ...]] = ("who", "how")
    who: str = ""
    how: str = ""
    on: str = ""


@dataclass(frozen=True)
class ViolationClosed(Fact):
    """What follows from it is done."""

    name: ClassVar[str] = "levels.violation_closed"
    words: ClassVar = _("closed the violation")


@dataclass(frozen=True)
class ViolationReopened(Fact):
    """Something is still to be done."""

    name: ClassVar[str] = "levels.violation_reopened"
    words: ClassVar = _("reopened the violation")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class ViolationWithdrawn(Fact):
    """Nothing was missed after all, or no notice is owed."""

    name: ClassVar[str] = "levels.violation_withdrawn"
    words: ClassVar = _("withdrew the violation")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


FACTS = (
    ViolationNoted,
    ViolationRevised,
    ViolationTold,
    ViolationAcknowledged,
    ViolationClosed,
    ViolationReopened,
    ViolationWithdrawn,
)
