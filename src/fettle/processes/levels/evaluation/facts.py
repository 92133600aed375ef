"""What happens when agreements are evaluated; entries of the agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Measured(Fact):
    """A value that no record says was entered for a target of a period."""

    name: ClassVar[str] = "levels.measured"
    words: ClassVar = _("entered a measured value")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("source", "reason")
    period: str = ""
    code: str = ""
    value: str = ""
    source: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Evaluated(Fact):
    """The evaluation of a period was confirmed, for the ``run``-th time."""

    name: ClassVar[str] = "levels.evaluated"
    words: ClassVar = _("confirmed the evaluation")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("period", "reason")
    period: str = ""
    run: int = 1
    met: int = 0
    missed: int = 0
    unknown: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Prepared(Fact):
    """The month is over, and its evaluation waits to be confirmed. Said once, on the default agreement."""

    name: ClassVar[str] = "levels.prepared"
    words: ClassVar = _("prepared the evaluation of the month")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("period",)
    period: str = ""
    agreements: int = 0
    missed: int = 0


@dataclass(frozen=True)
class MissedAgain(Fact):
    """Targets were missed in so many of the last periods that a rule of the agreement asks for something.
    ``customers``: for whom they were, by name, where they were not for all customers of the default one together.
    """

    name: ClassVar[str] = "levels.missed_again"
    words: ClassVar = _("noted that targets were missed again")
    audience: ClassVar[str] = STAFF
    variant: ClassVar[str] = "action"
    variants: ClassVar[tuple[str, ...]] = ("tell", "review")
    quotes: ClassVar[tuple[str, ...]] = ("period", "customers")
    period: str = ""
    missed: int = 0
    of: int = 0
    action: str = ""
    customers: str = ""


@dataclass(frozen=True)
class FollowingSet(Fact):
    """What follows from targets missed in consecutive periods was settled."""

    name: ClassVar[str] = "levels.following_set"
    words: ClassVar = _("settled what follows from missed targets")
    audience: ClassVar[str] = STAFF
