"""What can happen to an announcement. Names are stored for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.facilities.discussion.facts import Replied
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF
from fettle.processes.announcements.wording import stage_of


@dataclass(frozen=True)
class Announced(Fact):
    """It was put up. ``people`` are those who were written to besides, by their ids."""

    name: ClassVar[str] = "announcements.announced"
    words: ClassVar = _("announced it")
    broadcast: ClassVar[bool] = True
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Told(Replied):
    """News of it. ``people`` are those who were written to, by their ids."""

    name: ClassVar[str] = "announcements.told"
    words: ClassVar = _("told the news")
    broadcast: ClassVar[bool] = True
    stage: str = ""
    people: tuple[int, ...] = ()

    @property
    def headline(self) -> str:
        return stage_of(self.stage)

    @property
    def because(self) -> str:
        return stage_of(self.stage)


@dataclass(frozen=True)
class Revised(Fact):
    """Its words or times changed."""

    name: ClassVar[str] = "announcements.revised"
    words: ClassVar = _("changed the announcement")


@dataclass(frozen=True)
class Ended(Fact):
    """It is over. ``by_itself``: its time had come."""

    name: ClassVar[str] = "announcements.ended"
    words: ClassVar = _("ended the announcement")
    by_itself: bool = False


@dataclass(frozen=True)
class PutUpAgain(Fact):
    """It holds again."""

    name: ClassVar[str] = "announcements.put_up_again"
    words: ClassVar = _("put the announcement up again")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Withdrawn(Fact):
    """It was wrong. Nothing is deleted; the portal shows it no more."""

    name: ClassVar[str] = "announcements.withdrawn"
    words: ClassVar = _("withdrew the announcement")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class MeToo(Fact):
    """Somebody is affected too: ``person`` is their id."""

    name: ClassVar[str] = "announcements.me_too"
    words: ClassVar = _("is affected, or named somebody who is")
    audience: ClassVar[str] = STAFF
    person: int = 0


@dataclass(frozen=True)
class NotAffected(Fact):
    """Somebody is affected no longer."""

    name: ClassVar[str] = "announcements.not_affected"
    words: ClassVar = _("is no longer affected")
    audience: ClassVar[str] = STAFF
    person: int = 0
