"""What happens to complaints. What happens to customers are facts of the facility."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Received(Fact):
    """A customer complained (PR7.A2.1)."""

    name: ClassVar[str] = "complaints.received"
    words: ClassVar = _("recorded the complaint")


@dataclass(frozen=True)
class Revised(Fact):
    """What is written about a complaint changed."""

    name: ClassVar[str] = "complaints.revised"
    words: ClassVar = _("changed the complaint")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Taken(Fact):
    """Somebody looks into it."""

    name: ClassVar[str] = "complaints.taken"
    words: ClassVar = _("looks into it")


@dataclass(frozen=True)
class Answered(Fact):
    """The customer has an answer. ``in_time``: by the day that was settled for it."""

    name: ClassVar[str] = "complaints.answered"
    words: ClassVar = _("answered the complaint")
    in_time: bool = False


@dataclass(frozen=True)
class FollowedUp(Fact):
    """The answer was not the end of it (PR7.A2.2)."""

    name: ClassVar[str] = "complaints.followed_up"
    words: ClassVar = _("goes on with it")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Closed(Fact):
    """Answered, and all that follows from it is done."""

    name: ClassVar[str] = "complaints.closed"
    words: ClassVar = _("closed the complaint")


@dataclass(frozen=True)
class Reopened(Fact):
    """It has to be looked at again."""

    name: ClassVar[str] = "complaints.reopened"
    words: ClassVar = _("reopened the complaint")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Withdrawn(Fact):
    """Whoever complained no longer does."""

    name: ClassVar[str] = "complaints.withdrawn"
    words: ClassVar = _("withdrew the complaint")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""
