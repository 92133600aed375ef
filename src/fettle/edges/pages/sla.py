"""The face of one clock of a service target, ready to be shown. What it says is computed elsewhere, by replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import wording

Kind = Literal["ok", "warn", "late", "paused", "met", "missed"]


@dataclass(frozen=True)
class SlaView:
    """`due_at` is None while no due time can be told.

    `seconds` is what is left until the target (negative when overdue) for ok, warn and late; for paused what would be
    left, or None; for met and missed how long it took, or None.
    """

    kind: Kind
    seconds: int | None = None
    due_at: datetime | None = None

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
        return {
            "ok": _("on track, time left"),
            "warn": _("due soon, time left"),
            "late": _("overdue by"),
            "paused": _("clock"),
            "met": _("target met:"),
            "missed": _("target missed:"),
        }[self.kind]
