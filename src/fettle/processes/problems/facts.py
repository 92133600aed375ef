"""What happens to problems and known errors, and what a known error did on another record (``other`` is its id)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class OfStaff(Fact):
    """Nobody but staff reads of problems."""

    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Recorded(OfStaff):
    """A problem was identified and recorded (PR10.A2.1)."""

    name: ClassVar[str] = "problems.recorded"
    words: ClassVar = _("recorded the problem")


@dataclass(frozen=True)
class Revised(OfStaff):
    """What is written about it changed, its class (PR10.A2.2), or the day by which it should be solved."""

    name: ClassVar[str] = "problems.revised"
    words: ClassVar = _("changed the problem")


@dataclass(frozen=True)
class Taken(OfStaff):
    """Somebody looks into it."""

    name: ClassVar[str] = "problems.taken"
    words: ClassVar = _("looks into it")


@dataclass(frozen=True)
class Assigned(OfStaff):
    """Somebody or a team is to look into it."""

    name: ClassVar[str] = "problems.assigned"
    words: ClassVar = _("assigned the problem")


@dataclass(frozen=True)
class Prioritised(OfStaff):
    """Its priority was set anew (PR10.A2.3); ``by_scheme``: as the matrix has it."""

    name: ClassVar[str] = "problems.prioritised"
    words: ClassVar = _("changed the priority of the problem")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""
    by_scheme: bool = True


@dataclass(frozen=True)
class Escalated(OfStaff):
    """Escalated (PR10.A2.4): ``way`` is functional or hierarchical, ``people`` those whom it was escalated to."""

    name: ClassVar[str] = "problems.escalated"
    words: ClassVar = _("escalated the problem")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    variant: ClassVar[str] = "way"
    variants: ClassVar[tuple[str, ...]] = (gettext_noop("functional"), gettext_noop("hierarchical"))
    way: str = "functional"
    reason: str = ""
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class CauseNamed(OfStaff):
    """Its root cause is known."""

    name: ClassVar[str] = "problems.cause_named"
    words: ClassVar = _("named the cause")


@dataclass(frozen=True)
class KnownErrorDeclared(OfStaff):
    """It is a known error from now on: there is a way round it."""

    name: ClassVar[str] = "problems.declared"
    words: ClassVar = _("noted that it is a known error")


@dataclass(frozen=True)
class Resolved(OfStaff):
    """It was resolved (PR10.A2.5); ``removed``: its cause is there no more."""

    name: ClassVar[str] = "problems.resolved"
    words: ClassVar = _("resolved the problem")
    removed: bool = False


@dataclass(frozen=True)
class Closed(OfStaff):
    """It was closed with an outcome (PR10.A2.6)."""

    name: ClassVar[str] = "problems.closed"
    words: ClassVar = _("closed the problem")


@dataclass(frozen=True)
class Reopened(OfStaff):
    """It is looked into again."""

    name: ClassVar[str] = "problems.reopened"
    words: ClassVar = _("reopened the problem")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Withdrawn(OfStaff):
    """It was none."""

    name: ClassVar[str] = "problems.withdrawn"
    words: ClassVar = _("withdrew the problem")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Looms(OfStaff):
    """Little is left of the time in which it should be solved."""

    name: ClassVar[str] = "problems.looms"
    words: ClassVar = _("reminded that the problem is due soon")
    due_at: str = ""


@dataclass(frozen=True)
class Late(OfStaff):
    """The time in which it should be solved has passed."""

    name: ClassVar[str] = "problems.late"
    words: ClassVar = _("noticed that the problem is overdue")
    due_at: str = ""


@dataclass(frozen=True)
class WroteToIncidents(OfStaff):
    """What was noted with it is written to so many of its incidents, to the people on them or to staff."""

    name: ClassVar[str] = "problems.wrote_to_incidents"
    words: ClassVar = _("wrote this to its incidents")
    count: int = 0
    public: bool = False


@dataclass(frozen=True)
class KnownErrorAdded(OfStaff):
    """A known error was added to the KEDB (PR10.A3.1)."""

    name: ClassVar[str] = "problems.known_error_added"
    words: ClassVar = _("added the known error")


@dataclass(frozen=True)
class KnownErrorUpdated(OfStaff):
    """A known error or its workaround was updated (PR10.A3.2)."""

    name: ClassVar[str] = "problems.known_error_updated"
    words: ClassVar = _("updated the known error")


@dataclass(frozen=True)
class KnownErrorConfirmed(OfStaff):
    """It was reviewed and is still right (PR10.A3.4)."""

    name: ClassVar[str] = "problems.known_error_confirmed"
    words: ClassVar = _("confirmed that it is still right")
    quotes: ClassVar[tuple[str, ...]] = ("remark",)
    remark: str = ""


@dataclass(frozen=True)
class KnownErrorSolved(OfStaff):
    """Its cause is there no more: it is offered no more."""

    name: ClassVar[str] = "problems.known_error_solved"
    words: ClassVar = _("noted that its cause is removed")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class KnownErrorRemoved(OfStaff):
    """It was removed from the KEDB (PR10.A3.3)."""

    name: ClassVar[str] = "problems.known_error_removed"
    words: ClassVar = _("removed the known error")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class KnownErrorBack(OfStaff):
    """It holds again."""

    name: ClassVar[str] = "problems.known_error_back"
    words: ClassVar = _("brought the known error back")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class WorkedAround(OfStaff):
    """Staff used its workaround on an incident or a request."""

    name: ClassVar[str] = "problems.worked_around"
    words: ClassVar = _("used the workaround of a known error")
    other: int = 0


FACTS: tuple[type[Fact], ...] = (
    Recorded,
    Revised,
    Taken,
    Assigned,
    Prioritised,
    Escalated,
    CauseNamed,
    KnownErrorDeclared,
    Resolved,
    Closed,
    Reopened,
    Withdrawn,
    Looms,
    Late,
    WroteToIncidents,
    KnownErrorAdded,
    KnownErrorUpdated,
    KnownErrorConfirmed,
    KnownErrorSolved,
    KnownErrorRemoved,
    KnownErrorBack,
    WorkedAround,
)
