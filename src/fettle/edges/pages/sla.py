"""The face of one clock of a service target, ready to be shown. What it says is computed elsewhere, by replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from fettle.kernel.clock.replay import Reading

from . import wording

WARN_PART, WARN_SECONDS = 0.25, 3600
"""A clock that runs is due soon when less than this part of its target, or this time, is left."""

Kind = Literal["ok", "warn", "late", "paused", "met", "missed"]
SPOKEN = {
    "ok": _("on track, time left"),
    "warn": _("due soon, time left"),
    "late": _("overdue by"),
    "paused": _("clock"),
    "met": _("target met:"),
    "missed": _("target missed:"),
}


@dataclass(frozen=True)
class SlaView:
    """`due_at` is None while no due time can be told. From `soon_at` on little is left of the target.

    `seconds` is what is left until the target (negative when overdue) for ok, warn and late; for paused what would be
    left, or None; for met and missed how long it took, or None.
    """

    kind: Kind
    seconds: int | None = None
    due_at: datetime | None = None
    soon_at: datetime | None = None

    @property
    def runs(self) -> bool:
        """Whether the time shown changes by itself; a page then says it anew each minute."""
        return self.kind in ("ok", "warn", "late") and self.due_at is not None

    @property
    def text(self) -> str:
        if self.kind == "paused":
            return pgettext("a clock", "Paused")
        if self.kind in ("met", "missed"):
            if self.seconds is not None:
                return wording.span(self.seconds)
            return pgettext("a target", "Met") if self.kind == "met" else pgettext("a target", "Missed")
        return wording.left(self.seconds or 0)

    @property
    def spoken(self) -> str:
        """What a screen reader hears before the time; the eye sees a sign instead."""
        return str(SPOKEN[self.kind])


def face(reading: Reading, now: datetime) -> SlaView:
    """How a replayed clock looks at this moment."""
    if reading.state in ("met", "missed"):
        return SlaView("met" if reading.state == "met" else "missed", reading.elapsed_seconds)
    if reading.state != "running" or reading.due_at is None:
        return SlaView("paused")
    left = int((reading.due_at - now).total_seconds())
    if left < 0:
        return SlaView("late", left, reading.due_at)
    target = reading.terms.target_seconds if reading.terms else None
    scarce = bool(target) and (reading.remaining_seconds or 0) < WARN_PART * (target or 0)
    return SlaView("warn" if scarce or left < WARN_SECONDS else "ok", left, reading.due_at)


def used(reading: Reading) -> float:
    """How much of the target is used up, in percent; more than 100 when it was passed."""
    target = reading.terms.target_seconds if reading.terms else None
    return 100 * reading.elapsed_seconds / target if target else 0
