"""What happens to reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Planned(Fact):
    """A review is to be held (PR7.A4.1). ``people``: those of the party who take part, as ids."""

    name: ClassVar[str] = "reviews.planned"
    words: ClassVar = _("planned the review")
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Revised(Fact):
    """Its day, who takes part, its agenda or its minutes are others now."""

    name: ClassVar[str] = "reviews.revised"
    words: ClassVar = _("changed the review")


@dataclass(frozen=True)
class Prepared(Fact):
    """The agenda was filled from what there is now."""

    name: ClassVar[str] = "reviews.prepared"
    words: ClassVar = _("filled the agenda anew")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Held(Fact):
    """It was held, and recorded (PR7.A4.2)."""

    name: ClassVar[str] = "reviews.held"
    words: ClassVar = _("recorded that it was held")


@dataclass(frozen=True)
class Closed(Fact):
    """All that follows from it is done."""

    name: ClassVar[str] = "reviews.closed"
    words: ClassVar = _("closed the review")


@dataclass(frozen=True)
class Reopened(Fact):
    """Something is still to be done."""

    name: ClassVar[str] = "reviews.reopened"
    words: ClassVar = _("reopened the review")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Cancelled(Fact):
    """It is not held."""

    name: ClassVar[str] = "reviews.cancelled"
    words: ClassVar = _("cancelled the review")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""
