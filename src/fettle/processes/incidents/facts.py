"""What can happen to an incident or a request. Names are stored for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from fettle.facilities.discussion.facts import Replied
from fettle.facilities.links.facts import Between
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF, whole
from fettle.kernel.settings.choices import label_of
from fettle.processes.announcements.queries import stage_of
from fettle.processes.levels.facts import used

UNDO_WITHIN = timedelta(minutes=5)
"""Longer than the news of a change stays on the screen, shorter than anybody builds on it."""


@dataclass(frozen=True)
class Registered(Fact):
    """Recorded (PR9.A1.1). ``responds``: by a channel on which the user was answered at once, such as the phone."""

    name: ClassVar[str] = "incidents.registered"
    words: ClassVar = _("recorded it")
    responds: bool = False


@dataclass(frozen=True)
class Ordered(Fact):
    """Ordered from the catalogue: ``request`` is the code of the standard request (PR9.S9)."""

    name: ClassVar[str] = "incidents.ordered"
    words: ClassVar = _("ordered it from the request catalogue")
    request: str = ""


@dataclass(frozen=True)
class Recurred(Fact):
    """Recorded because it was planned for ``day`` (ISO): ``code`` is the row of what comes again."""

    name: ClassVar[str] = "incidents.recurred"
    words: ClassVar = _("was planned for this day")
    code: str = ""
    day: str = ""


@dataclass(frozen=True)
class FollowUp(Fact):
    """Recorded because a closed one came back: ``of`` is its number."""

    name: ClassVar[str] = "incidents.follow_up"
    words: ClassVar = _("follows up a closed record")
    quotes: ClassVar[tuple[str, ...]] = ("of",)
    of: str = ""


@dataclass(frozen=True)
class AlsoReported(Fact):
    """Somebody else reported the same: ``who`` is affected too. ``through`` is the announcement on which they said
    so.
    """

    name: ClassVar[str] = "incidents.also_reported"
    words: ClassVar = _("added a report of the same")
    audience: ClassVar[str] = STAFF
    personal: ClassVar[tuple[str, ...]] = ("who",)
    quotes: ClassVar[tuple[str, ...]] = ("who", "through")
    who: str = ""
    through: str = ""


@dataclass(frozen=True)
class Revised(Fact):
    """Its description changed."""

    name: ClassVar[str] = "incidents.revised"
    words: ClassVar = _("changed the description")


@dataclass(frozen=True)
class Classified(Fact):
    """Category or service was given (PR9.A1.2)."""

    name: ClassVar[str] = "incidents.classified"
    words: ClassVar = _("classified it")


@dataclass(frozen=True)
class Prioritised(Fact):
    """Priority was set, by the scheme or against it with a reason (PR9.A1.3)."""

    name: ClassVar[str] = "incidents.prioritised"
    words: ClassVar = _("changed the priority")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""
    by_scheme: bool = True


@dataclass(frozen=True)
class Assigned(Fact):
    """Somebody or a team is to work on it."""

    name: ClassVar[str] = "incidents.assigned"
    words: ClassVar = _("assigned it")


@dataclass(frozen=True)
class Taken(Fact):
    """Somebody took it: it is theirs, and unless it waits they work on it."""

    name: ClassVar[str] = "incidents.taken"
    words: ClassVar = _("took it")


@dataclass(frozen=True)
class Started(Fact):
    """Work began."""

    name: ClassVar[str] = "incidents.started"
    words: ClassVar = _("started work")


@dataclass(frozen=True)
class HandedOver(Fact):
    """Given to another team or person, with a reason."""

    name: ClassVar[str] = "incidents.handed_over"
    words: ClassVar = _("handed it over")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Escalated(Fact):
    """Escalated (PR9.A1.4): ``way`` is functional or hierarchical; ``rule`` names the rule when nobody did it by
    hand, ``percent`` the part of the clock's target at which it spoke, ``whom`` the team or supplier of an OLA or UA.
    """

    name: ClassVar[str] = "incidents.escalated"
    version: ClassVar[int] = 2
    words: ClassVar = _("escalated it")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    audience: ClassVar[str] = STAFF
    variant: ClassVar[str] = "way"
    variants: ClassVar[tuple[str, ...]] = (gettext_noop("functional"), gettext_noop("hierarchical"))
    way: str = "functional"
    reason: str = ""
    rule: str = ""
    told: int = 0
    clock: str = ""
    percent: int = 0
    episode: int = 0
    whom: int = 0

    @property
    def because(self) -> str:
        return self.reason or (used(self.clock, self.percent) if self.percent else "")


def percent_apart(data: dict[str, Any]) -> dict[str, Any]:
    """Of version 1, where a rule's reason was the bare number: “100 %”."""
    percent = whole(data.get("reason", "").removesuffix(" %"), 4)
    if percent is None or not data.get("rule") or not data.get("clock"):
        return data
    return {**{name: value for name, value in data.items() if name != "reason"}, "percent": percent}


@dataclass(frozen=True)
class Paused(Fact):
    """Waits for a named reason; the clocks stand still if that reason says so, those of OLAs also if ``stops_team``."""

    name: ClassVar[str] = "incidents.paused"
    words: ClassVar = _("waits")
    settles: ClassVar[timedelta] = UNDO_WITHIN
    reason: str = ""
    stops_clock: bool = True
    stops_team: bool = False


@dataclass(frozen=True)
class Resumed(Fact):
    """No longer waits."""

    name: ClassVar[str] = "incidents.resumed"
    words: ClassVar = _("went on with it")
    why: str = ""


@dataclass(frozen=True)
class Resolved(Fact):
    """Service is restored or the request answered (PR9.A1.5)."""

    name: ClassVar[str] = "incidents.resolved"
    words: ClassVar = _("resolved it")
    code: str = ""
    first_contact: bool = False


@dataclass(frozen=True)
class Closed(Fact):
    """Closed (PR9.A1.6): ``how`` is confirmed by the user, by staff, or grace when nobody objected in time."""

    name: ClassVar[str] = "incidents.closed"
    words: ClassVar = _("closed it")
    how: str = "staff"


@dataclass(frozen=True)
class Reopened(Fact):
    """It came back within the time of grace, or was not solved."""

    name: ClassVar[str] = "incidents.reopened"
    words: ClassVar = _("reopened it")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class DeclaredMajor(Fact):
    """Declared a major incident by a criterion (PR9.S7). ``minutes``: how often those affected hear of it from then on,
    0 for no promise.
    """

    name: ClassVar[str] = "incidents.declared_major"
    words: ClassVar = _("declared it a major incident")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    audience: ClassVar[str] = STAFF
    criterion: str = ""
    reason: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class NotMajor(Fact):
    """It is no major incident after all."""

    name: ClassVar[str] = "incidents.not_major"
    words: ClassVar = _("said that it is no major incident after all")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    audience: ClassVar[str] = STAFF
    reason: str = ""


@dataclass(frozen=True)
class Appointed(Fact):
    """Somebody has a role on the major incident from now on: ``who``, and ``people`` is their id; or nobody has it."""

    name: ClassVar[str] = "incidents.appointed"
    words: ClassVar = _("settled who leads")
    audience: ClassVar[str] = STAFF
    personal: ClassVar[tuple[str, ...]] = ("who",)
    quotes: ClassVar[tuple[str, ...]] = ("led", "reason")
    columns: ClassVar[tuple[str, ...]] = ("leads",)
    role: str = ""
    who: str = ""
    reason: str = ""
    people: tuple[int, ...] = ()

    @property
    def led(self) -> str:
        """Role and name, as its reader knows the role."""
        return f"{label_of('incidents.major_roles', self.role)}: {self.who or '–'}"


@dataclass(frozen=True)
class MeetingSet(Fact):
    """Where those who work on the major incident meet; the columns say it."""

    name: ClassVar[str] = "incidents.meeting_set"
    words: ClassVar = _("settled where to meet")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class IntervalSet(Fact):
    """Those affected hear of it every so many ``minutes`` from now on."""

    name: ClassVar[str] = "incidents.interval_set"
    words: ClassVar = _("changed how often there is an update")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    minutes: int = 0
    reason: str = ""


@dataclass(frozen=True)
class UpdateSent(Replied):
    """Those affected were told how far it is. ``next_at``: when the next update was promised, if not by the interval;
    ``told``: how many people it was for, those on announcements included.
    """

    name: ClassVar[str] = "incidents.update_sent"
    words: ClassVar = _("sent an update")
    broadcast: ClassVar[bool] = True
    stage: str = ""
    next_at: str = ""
    told: int = 0

    @property
    def headline(self) -> str:
        people = ngettext("update to %(count)s person", "update to %(count)s people", self.told) % {"count": self.told}
        return f"{people} · {stage_of(self.stage)}"

    @property
    def because(self) -> str:
        return stage_of(self.stage)


@dataclass(frozen=True)
class UpdateLate(Fact):
    """Moments at which an update was due passed without one: ``count`` since this was said last, ``due_at`` the last.
    ``people`` are those who are to send it.
    """

    name: ClassVar[str] = "incidents.update_late"
    words: ClassVar = _("noticed that an update is late")
    audience: ClassVar[str] = STAFF
    due_at: str = ""
    count: int = 0
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReviewWritten(Fact):
    """The draft of the review was written further; its text stands on the record and in the changes."""

    name: ClassVar[str] = "incidents.review_written"
    words: ClassVar = _("wrote on the review")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class ReviewedMajor(Fact):
    """A major incident was looked back at (PR9.A1.7). The findings stand on the record."""

    name: ClassVar[str] = "incidents.reviewed_major"
    words: ClassVar = _("reviewed the major incident")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class WithdrawnFromDesk(Fact):
    """Recorded in error or no longer wanted. Nothing is deleted."""

    name: ClassVar[str] = "incidents.withdrawn"
    words: ClassVar = _("withdrew it")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Recalculated(Fact):
    """Its clocks count by a corrected agreement or calendar from now on, as if that had always held."""

    name: ClassVar[str] = "incidents.recalculated"
    words: ClassVar = _("recalculated the targets")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    audience: ClassVar[str] = STAFF
    reason: str = ""


@dataclass(frozen=True)
class TakenBack(Fact):
    """Whoever did it took it back at once: the columns that entry ``of`` changed stand as before. Both entries stay."""

    name: ClassVar[str] = "incidents.taken_back"
    words: ClassVar = _("took back the last change")
    takes_back: ClassVar[bool] = True
    of: int = 0


@dataclass(frozen=True)
class MergedInto(Between):
    """It is worked on with ``other`` from now on: closed, measured no longer, and never counted as solved."""

    name: ClassVar[str] = "incidents.merged_into"
    words: ClassVar = _("merged it into another record")
    relation: str = "merged_into"


@dataclass(frozen=True)
class TookIn(Between):
    """``other`` was merged into it: the people of that one are on it, too."""

    name: ClassVar[str] = "incidents.took_in"
    words: ClassVar = _("merged another record into it")
    audience: ClassVar[str] = STAFF
    relation: str = "merged_from"


@dataclass(frozen=True)
class Unmerged(Between):
    """It is worked on by itself again."""

    name: ClassVar[str] = "incidents.unmerged"
    words: ClassVar = _("took it out of the other record")
    relation: str = "merged_into"


@dataclass(frozen=True)
class LetGo(Between):
    """``other`` is no longer merged into it: its people are off it, unless they are on it for another reason."""

    name: ClassVar[str] = "incidents.let_go"
    words: ClassVar = _("took another record out of it")
    audience: ClassVar[str] = STAFF
    relation: str = "merged_from"


def _span(minutes: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


@dataclass(frozen=True)
class TimeSpent(Fact):
    """Somebody worked on it for so many minutes on a ``day`` (ISO)."""

    name: ClassVar[str] = "incidents.time_spent"
    words: ClassVar = _("noted time spent")
    audience: ClassVar[str] = STAFF
    personal: ClassVar[tuple[str, ...]] = ("what",)
    quotes: ClassVar[tuple[str, ...]] = ("what",)
    minutes: int = 0
    day: str = ""
    what: str = ""

    def says(self) -> str:
        return _now("noted %(span)s of work") % {"span": _span(self.minutes)}


@dataclass(frozen=True)
class TimeCorrected(Fact):
    """What the entry ``of`` noted, ``was`` minutes until now, is ``minutes``; ``person`` is whose time it is."""

    name: ClassVar[str] = "incidents.time_corrected"
    words: ClassVar = _("corrected time spent")
    audience: ClassVar[str] = STAFF
    personal: ClassVar[tuple[str, ...]] = ("what",)
    quotes: ClassVar[tuple[str, ...]] = ("what",)
    of: int = 0
    minutes: int = 0
    was: int = 0
    day: str = ""
    what: str = ""
    person: int = 0

    def says(self) -> str:
        span = {"was": _span(self.was), "span": _span(self.minutes)}
        return _now("corrected %(was)s of work to %(span)s") % span


@dataclass(frozen=True)
class TimeWithdrawn(Fact):
    """What the entry ``of`` noted, ``was`` minutes until now, counts no longer."""

    name: ClassVar[str] = "incidents.time_withdrawn"
    words: ClassVar = _("withdrew time spent")
    audience: ClassVar[str] = STAFF
    personal: ClassVar[tuple[str, ...]] = ("reason",)
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    of: int = 0
    was: int = 0
    reason: str = ""
    person: int = 0

    def says(self) -> str:
        return _now("withdrew %(span)s of work") % {"span": _span(self.was)}


@dataclass(frozen=True)
class WroteToParts(Fact):
    """What was noted with it was written to the people on ``count`` of its parts."""

    name: ClassVar[str] = "incidents.wrote_to_parts"
    words: ClassVar = _("wrote this to its parts")
    audience: ClassVar[str] = STAFF
    count: int = 0


@dataclass(frozen=True)
class SplitFrom(Between):
    """Recorded from a part of ``other``."""

    name: ClassVar[str] = "incidents.split_from"
    words: ClassVar = _("split it from another record")
    audience: ClassVar[str] = STAFF
    relation: str = "split_from"


@dataclass(frozen=True)
class SplitInto(Between):
    """A part of it became ``other``; all that was said stays here as well."""

    name: ClassVar[str] = "incidents.split_into"
    words: ClassVar = _("made a part of it a record of its own")
    audience: ClassVar[str] = STAFF
    relation: str = "split_into"


@dataclass(frozen=True)
class Woken(Fact):
    """A restored record that is still open is worked here from now on."""

    name: ClassVar[str] = "incidents.woken"
    words: ClassVar = _("took it over from the former system")


@dataclass(frozen=True)
class Restored(Fact):
    """One event of another system's log, brought in as it happened there."""

    name: ClassVar[str] = "incidents.restored"
    words: ClassVar = _("was updated in the former system")
