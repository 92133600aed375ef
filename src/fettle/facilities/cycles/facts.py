"""What happens to duties. ``code`` names the duty; days are ISO dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class DutySet(Fact):
    """Something is due again and again from now on, or otherwise than before."""

    name: ClassVar[str] = "cycles.set"
    words: ClassVar = _("set when it is due again")
    audience: ClassVar[str] = STAFF
    code: str = ""
    due_on: str = ""
    every: int = 0
    unit: str = ""
    person: int | None = None
    role: str = ""


@dataclass(frozen=True)
class DutyDone(Fact):
    """It was done; ``next_due`` is the day from which it is due again."""

    name: ClassVar[str] = "cycles.done"
    words: ClassVar = _("did what was due")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("remark",)
    code: str = ""
    due_on: str = ""
    done_on: str = ""
    next_due: str = ""
    remark: str = ""


@dataclass(frozen=True)
class DutySkipped(Fact):
    """It is left out this time."""

    name: ClassVar[str] = "cycles.skipped"
    words: ClassVar = _("left out what was due")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    code: str = ""
    due_on: str = ""
    next_due: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DutyEnded(Fact):
    """It is no longer due."""

    name: ClassVar[str] = "cycles.ended"
    words: ClassVar = _("ended the duty")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    code: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DutyLooms(Fact):
    """It is due soon."""

    name: ClassVar[str] = "cycles.looms"
    words: ClassVar = _("reminded that it is due soon")
    audience: ClassVar[str] = STAFF
    code: str = ""
    due_on: str = ""


@dataclass(frozen=True)
class DutyLate(Fact):
    """Its day has passed."""

    name: ClassVar[str] = "cycles.late"
    words: ClassVar = _("reminded that it is overdue")
    audience: ClassVar[str] = STAFF
    code: str = ""
    due_on: str = ""
