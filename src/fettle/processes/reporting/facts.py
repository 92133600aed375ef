"""What happens to the agreed reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Change, Fact
from fettle.processes.reporting import wording


@dataclass(frozen=True)
class Specified(Fact):
    """A report was agreed and specified (PR3.A1.1)."""

    name: ClassVar[str] = "reporting.specified"
    words: ClassVar = _("specified the report")


@dataclass(frozen=True)
class Respecified(Fact):
    """A report's specification changed (PR3.A1.2)."""

    name: ClassVar[str] = "reporting.respecified"
    words: ClassVar = _("changed the specification")


@dataclass(frozen=True)
class Terminated(Fact):
    """A report is no longer produced (PR3.A1.3)."""

    name: ClassVar[str] = "reporting.terminated"
    words: ClassVar = _("ended the report")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class OfAPeriod(Fact):
    """Something about the report of one period; both days belong to it."""

    period_from: str = ""
    period_until: str = ""

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        """The period, which says more than the column that follows from it."""
        if not (self.period_from and self.period_until):
            return []
        days = wording.days(date.fromisoformat(self.period_from), date.fromisoformat(self.period_until))
        return [(str(_("Period")), "", days)]


@dataclass(frozen=True)
class Delivered(OfAPeriod):
    """The report of a period was made and delivered (PR9.O6). ``people`` are told of it."""

    name: ClassVar[str] = "reporting.delivered"
    words: ClassVar = _("delivered the report of a period")
    quotes: ClassVar[tuple[str, ...]] = ("remark",)
    broadcast: ClassVar[bool] = True
    columns: ClassVar[tuple[str, ...]] = ("delivered_until",)
    people: tuple[int, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class Verified(OfAPeriod):
    """The report of a period was checked against its specification (PR3.A2.1)."""

    name: ClassVar[str] = "reporting.verified"
    words: ClassVar = _("checked the report of a period")
    quotes: ClassVar[tuple[str, ...]] = ("remark",)
    columns: ClassVar[tuple[str, ...]] = ("checked_until",)
    outcome: str = ""
    remark: str = ""


@dataclass(frozen=True)
class FollowUpStarted(Fact):
    """Somebody sees to it that the report becomes right (PR3.A2.2). Who and until when are columns."""

    name: ClassVar[str] = "reporting.follow_up_started"
    words: ClassVar = _("started a follow-up")


@dataclass(frozen=True)
class FollowUpEnded(Fact):
    """What was wrong with the report is seen to."""

    name: ClassVar[str] = "reporting.follow_up_ended"
    words: ClassVar = _("ended the follow-up")
    quotes: ClassVar[tuple[str, ...]] = ("remark",)
    remark: str = ""
