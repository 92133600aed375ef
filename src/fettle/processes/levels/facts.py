"""What happens to agreements, and the targets they put on records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


def used(clock: str, percent: int) -> str:
    """Which part of a clock's target is used up, in words."""
    if clock == "response":
        return gettext("%(percent)s %% of the time to respond is used") % {"percent": percent}
    return gettext("%(percent)s %% of the time to resolve is used") % {"percent": percent}
