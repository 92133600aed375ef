"""What happens to agreements, and the targets they put on records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Change, Fact
from fettle.kernel.records.values import STAFF
from fettle.processes.levels import wording


@dataclass(frozen=True)
class Agreed(Fact):
    """An agreement came into being. ``after``: its targets and the calendar they count by."""

    name: ClassVar[str] = "levels.agreed"
    words: ClassVar = _("put the agreement in force")
    personal: ClassVar[tuple[str, ...]] = ("after",)
    version_made: int = 0
    after: dict[str, Any] | None = None

    def changed(self) -> dict[str, list[Any]]:
        return wording.pairs(None, self.after)

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        return wording.changes(self.changed())


@dataclass(frozen=True)
class Amended(Fact):
    """A new version of the agreement is in force. ``before`` and ``after`` hold its targets and the calendar they count
    by, whichever of them is another one now.
    """

    name: ClassVar[str] = "levels.amended"
    words: ClassVar = _("changed the agreement")
    personal: ClassVar[tuple[str, ...]] = ("before", "after")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    version_made: int = 0
    reason: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None

    def changed(self) -> dict[str, list[Any]]:
        return wording.pairs(self.before, self.after)

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        return wording.changes(self.changed())


@dataclass(frozen=True)
class TargetsSet(Fact):
    """Which promise holds for a record from now on, in full, so that its clocks need nothing else.

    ``response`` and ``resolution`` are minutes of working time (0: none); ``calendar`` the id of an immutable
    CalendarVersion.
    """

    name: ClassVar[str] = "levels.targets_set"
    words: ClassVar = _("set the targets")
    agreement: str = ""
    version_of: int = 0
    calendar: int = 0
    response: int = 0
    resolution: int = 0
    why: str = ""
    chosen: str = ""
    """Why this agreement and no other: ``choosing.WHY``."""


@dataclass(frozen=True)
class ClockSet(Fact):
    """Which OLA or UA counts the time that a team or a supplier has a record, in full, beside what is promised to the
    customer. ``type`` is ola or ua, ``whom`` the id of the team or of the supplier; the rest as in ``TargetsSet``.
    """

    name: ClassVar[str] = "levels.clock_set"
    words: ClassVar = _("set the targets by OLA or UA")
    audience: ClassVar[str] = STAFF
    type: str = ""
    whom: int = 0
    agreement: str = ""
    version_of: int = 0
    calendar: int = 0
    response: int = 0
    resolution: int = 0
    chosen: str = ""


@dataclass(frozen=True)
class DrawnUp(Fact):
    """An agreement with one party is being written (PR2.A2.1, PR2.A3.1)."""

    name: ClassVar[str] = "levels.drawn_up"
    words: ClassVar = _("drew up the agreement")
    audience: ClassVar[str] = STAFF
    personal: ClassVar[tuple[str, ...]] = ("after",)
    version_made: int = 1
    after: dict[str, Any] | None = None

    def changed(self) -> dict[str, list[Any]]:
        return wording.pairs(None, self.after)

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        return wording.changes(self.changed())


@dataclass(frozen=True)
class Revised(Fact):
    """Fields of the agreement were changed."""

    name: ClassVar[str] = "levels.revised"
    words: ClassVar = _("revised the agreement")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class _OfVersion(Fact):
    version_made: int = 0


@dataclass(frozen=True)
class VersionChanged(_OfVersion):
    """The version that is negotiated promises something else now. ``before`` and ``after`` as in Amended."""

    name: ClassVar[str] = "levels.version_changed"
    words: ClassVar = _("changed what is negotiated")
    audience: ClassVar[str] = STAFF
    personal: ClassVar[tuple[str, ...]] = ("before", "after")
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None

    def changed(self) -> dict[str, list[Any]]:
        return wording.pairs(self.before, self.after)

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        return wording.changes(self.changed())


@dataclass(frozen=True)
class Negotiated(_OfVersion):
    """It is being negotiated with the other party. ``people``: those who sign for the customer, as ids."""

    name: ClassVar[str] = "levels.negotiated"
    words: ClassVar = _("began to negotiate")
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reworked(_OfVersion):
    """It goes back to draft; signatures on that version count no longer."""

    name: ClassVar[str] = "levels.reworked"
    words: ClassVar = _("took it back to draft")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Signed(_OfVersion):
    """One side signed the version. ``side``: ours or theirs; ``signer`` as it stands on paper. ``people``: those whose
    signature is wanted then, as ids.
    """

    name: ClassVar[str] = "levels.signed"
    words: ClassVar = _("signed it")
    variant: ClassVar[str] = "side"
    variants: ClassVar[tuple[str, ...]] = ("ours", "theirs")
    quotes: ClassVar[tuple[str, ...]] = ("signer", "function")
    personal: ClassVar[tuple[str, ...]] = ("signer", "function")
    side: str = ""
    signer: str = ""
    function: str = ""
    signed_on: str = ""
    people: tuple[int, ...] = ()

    def says(self) -> str:
        """Whoever wrote it down did not sign for the other side."""
        return gettext("recorded the signature of the other party") if self.side == "theirs" else super().says()


@dataclass(frozen=True)
class WroteToThem(Fact):
    """What staff wrote is for these people of the other side, as ids."""

    name: ClassVar[str] = "levels.wrote"
    words: ClassVar = _("wrote to the other side")
    audience: ClassVar[str] = STAFF
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class PaperKept(_OfVersion):
    """The paper that the other party signed lies with the version."""

    name: ClassVar[str] = "levels.paper_kept"
    words: ClassVar = _("added the signed paper")


@dataclass(frozen=True)
class PutInForce(_OfVersion):
    """Both sides signed: the version holds from its first day on. ``people``: those who sign for the customer, as ids;
    so below.
    """

    name: ClassVar[str] = "levels.put_in_force"
    words: ClassVar = _("put the agreement in force")
    valid_from: str = ""
    valid_until: str = ""
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Overridden(_OfVersion):
    """An SLA was signed for us, or put in force, though what is agreed below does not suffice for it: a risk that
    somebody took, with the reason. ``lacking``: what is not possible, in words.
    """

    name: ClassVar[str] = "levels.overridden"
    words: ClassVar = _("accepted that what is agreed below does not suffice")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    personal: ClassVar[tuple[str, ...]] = ("lacking",)
    reason: str = ""
    lacking: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class VersionBegun(_OfVersion):
    """A next version is being negotiated; the one in force stays until then (PR2.A2.4, PR2.A3.4)."""

    name: ClassVar[str] = "levels.version_begun"
    words: ClassVar = _("began a new version")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class VersionDropped(_OfVersion):
    """The next version comes to nothing."""

    name: ClassVar[str] = "levels.version_dropped"
    words: ClassVar = _("dropped the new version")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class NoticeGiven(Fact):
    """One side gave notice: it ends after ``ends_on``."""

    name: ClassVar[str] = "levels.notice_given"
    words: ClassVar = _("noted notice of termination")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    ends_on: str = ""
    reason: str = ""
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Terminated(Fact):
    """It ended before its time."""

    name: ClassVar[str] = "levels.terminated"
    words: ClassVar = _("ended the agreement")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Expired(Fact):
    """Its validity is over."""

    name: ClassVar[str] = "levels.expired"
    words: ClassVar = _("noted that the agreement expired")
    valid_until: str = ""
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class RunsOut(Fact):
    """Its validity is over soon, and no next version is in force."""

    name: ClassVar[str] = "levels.runs_out"
    words: ClassVar = _("reminded that the agreement runs out")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("valid_until",)
    valid_until: str = ""


@dataclass(frozen=True)
class Withdrawn(Fact):
    """It comes to no agreement."""

    name: ClassVar[str] = "levels.withdrawn"
    words: ClassVar = _("withdrew the agreement")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Breached(Fact):
    """A target was passed."""

    name: ClassVar[str] = "levels.breached"
    words: ClassVar = _("noted that the target was passed")
    audience: ClassVar[str] = STAFF
    clock: str = ""
    due_at: str = ""
    episode: int = 0


@dataclass(frozen=True)
class Warned(Fact):
    """A part of a target's time was used up, and those who should know were told. ``episode`` counts the starts of the
    clock: a rule speaks once in each. The marks that rules of notification may tell apart are its variants.
    """

    name: ClassVar[str] = "levels.warned"
    words: ClassVar = _("noted that the target comes near")
    audience: ClassVar[str] = STAFF
    variant: ClassVar[str] = "percent"
    variants: ClassVar[tuple[str, ...]] = ("50", "75", "90")
    clock: str = ""
    percent: int = 0
    rule: str = ""
    episode: int = 0

    @property
    def quoted(self) -> list[str]:
        return [used(self.clock, self.percent)]


@dataclass(frozen=True)
class _OfSupport(Fact):
    """Of an OLA or UA: ``type`` says of which, ``whom`` of which team or supplier. ``people``: who answers for it."""

    audience: ClassVar[str] = STAFF
    variant: ClassVar[str] = "type"
    variants: ClassVar[tuple[str, ...]] = ("ola", "ua")
    type: str = ""
    whom: int = 0
    agreement: str = ""
    clock: str = ""
    episode: int = 0
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class SupportBreached(_OfSupport):
    """The target of an OLA or UA was passed."""

    name: ClassVar[str] = "levels.support_breached"
    words: ClassVar = _("noted that the target of an OLA or UA was passed")
    due_at: str = ""

    @property
    def because(self) -> str:
        return self.agreement

    @property
    def quoted(self) -> list[str]:
        return [self.agreement]


@dataclass(frozen=True)
class SupportWarned(_OfSupport):
    """A part of the time of an OLA or UA was used up, and those who should know were told."""

    name: ClassVar[str] = "levels.support_warned"
    words: ClassVar = _("noted that the target of an OLA or UA comes near")
    percent: int = 0
    rule: str = ""

    @property
    def because(self) -> str:
        return f"{used(self.clock, self.percent)} ({self.agreement})"

    @property
    def quoted(self) -> list[str]:
        return [self.because]


def used(clock: str, percent: int) -> str:
    """Which part of a clock's target is used up, in words."""
    if clock == "ola_response":
        return gettext("%(percent)s %% of the team's time to respond (OLA) is used") % {"percent": percent}
    if clock == "ola":
        return gettext("%(percent)s %% of the team's time (OLA) is used") % {"percent": percent}
    if clock == "ua":
        return gettext("%(percent)s %% of the supplier's time (UA) is used") % {"percent": percent}
    if clock == "response":
        return gettext("%(percent)s %% of the time to respond is used") % {"percent": percent}
    return gettext("%(percent)s %% of the time to resolve is used") % {"percent": percent}
