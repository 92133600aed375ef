"""What happens when people are asked how satisfied they are. What they answered stands in rows of their own: the
history says that they did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Asked(Fact):
    """Whoever asked for something is asked how satisfied they are: ``people`` are their ids."""

    name: ClassVar[str] = "surveys.asked"
    words: ClassVar = _("asked for a rating")
    people: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Rated(Fact):
    """They rated it. How, is for those who may know."""

    name: ClassVar[str] = "surveys.rated"
    words: ClassVar = _("gave a rating")
    audience: ClassVar[str] = STAFF
    invitation: int = 0


@dataclass(frozen=True)
class Commented(Fact):
    """They said more about their rating."""

    name: ClassVar[str] = "surveys.commented"
    words: ClassVar = _("added a comment to the rating")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Planned(Fact):
    """A survey is drawn up (PR7.A3.1)."""

    name: ClassVar[str] = "surveys.planned"
    words: ClassVar = _("drew up the survey")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Revised(Fact):
    """Its questions, its end or whom it asks are others now."""

    name: ClassVar[str] = "surveys.revised"
    words: ClassVar = _("changed the survey")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Started(Fact):
    """Those who are meant were asked (PR7.A3.2): ``people`` are their ids."""

    name: ClassVar[str] = "surveys.started"
    words: ClassVar = _("asked those whom the survey is for")
    broadcast: ClassVar[bool] = True
    people: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Reminded(Fact):
    """Those who have not answered yet were reminded."""

    name: ClassVar[str] = "surveys.reminded"
    words: ClassVar = _("reminded those who have not answered")
    broadcast: ClassVar[bool] = True
    people: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Closed(Fact):
    """Nobody answers any more; its results stand."""

    name: ClassVar[str] = "surveys.closed"
    words: ClassVar = _("closed the survey")


@dataclass(frozen=True)
class Cancelled(Fact):
    """It is not held."""

    name: ClassVar[str] = "surveys.cancelled"
    words: ClassVar = _("cancelled the survey")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class FollowUpOpened(Fact):
    """Satisfaction was too low: somebody looks after it (PR7.A3.3)."""

    name: ClassVar[str] = "surveys.follow_up_opened"
    words: ClassVar = _("opened the follow-up")


@dataclass(frozen=True)
class FollowUpRevised(Fact):
    """Its owner or its day is another one now."""

    name: ClassVar[str] = "surveys.follow_up_revised"
    words: ClassVar = _("changed the follow-up")


@dataclass(frozen=True)
class FollowUpSettled(Fact):
    """What could be done about it is done."""

    name: ClassVar[str] = "surveys.follow_up_settled"
    words: ClassVar = _("settled the follow-up")


@dataclass(frozen=True)
class FollowUpReopened(Fact):
    """It has to be looked at again."""

    name: ClassVar[str] = "surveys.follow_up_reopened"
    words: ClassVar = _("reopened the follow-up")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""
